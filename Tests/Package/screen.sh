# shellcheck shell=bash disable=SC2154,SC2034
# The unit, started by a system manager of its own, on a console that is a pty. Sourced by Tests/Package/run.

# The simulator runs outside: the container shares this machine's loopback.
"$program" serve --state "$work/simulator" --port 0 </dev/null >"$work/ready" 2>"$work/simulator.log" &
simulator=$!
hold "the simulator is there" wait_for 20 grep -q '"ready"' "$work/ready"
ready_member() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p' "$work/ready" | sed 's,\\/,/,g' | head -n 1; }
# What an operator writes down.
configure() {
    install -m 0644 "$(ready_member ca)" "$root/etc/kiosk/ca.pem"
    cat >>"$root/etc/kiosk/kiosk.conf" <<END
KIOSK_ISSUER=$(ready_member issuer)
KIOSK_PROVIDER=tokenidp
KIOSK_CLIENT_ID=tokenidp-tv-app
KIOSK_SCOPE="openid profile"
KIOSK_CACERT=/etc/kiosk/ca.pem
KIOSK_ALWAYS_ON=1
END
}
configure
systemctl --root="$root" --quiet enable kiosk.service

if ! start_container; then
    printf 'NOT a container could be started here; its last words:\n%s\n' "$(tail -n 20 "$work/boot.log")" >&2
    exit 1
fi
printf '    systemd %s as process 1 in a container, its /dev/tty1 a pty of this machine\n' \
    "$(within systemctl --version | sed -n '1s/[^0-9]*\([0-9]*\).*/\1/p')"

main_process() { within systemctl show -P MainPID kiosk.service; }
restarts() { within systemctl show -P NRestarts kiosk.service; }
is_ready() { [ "$(within systemctl show -P ActiveState kiosk.service)" = active ]; }
shows_another_code() { local code; code=$(code_on_screen) && [ -n "$code" ] && [ "$code" != "$1" ]; }
shows() { screen | grep -qE "$1"; }
story() { within journalctl -q --no-pager -u kiosk.service -n 30; screen; }

# told SECONDS WHAT CONDITION...: the journal and the screen where it does not come so.
told() {
    local seconds=$1 what=$2
    shift 2
    # shellcheck disable=SC2317 # called by hold
    comes() { wait_for "$seconds" "$@" || { story; return 1; }; }
    hold "$what" comes "$@"
}

told 30 "kiosk.service is started at boot and says that it is ready" is_ready
told 10 "there is a code on its console" shows_another_code ""
hold "no login prompt is on that console" not within systemctl --quiet is-active getty@tty1.service
within systemctl start getty@tty1.service
hold "nor comes when it is asked for" not within systemctl --quiet is-active getty@tty1.service
hold "the screen goes on" is_ready
hold "it runs as the user kiosk" test "$(within stat -c %U "/proc/$(main_process)")" = kiosk

code=$(code_on_screen)
hold "a phone approves" "$program" approve "$code" --state "$work/simulator"
told 30 "the screen greets" shows 'Alice|alice|signed in'

process=$(main_process)
within sh -c "kill -KILL $process"
told 30 "killed, it is started again" eval "is_ready && [ \"\$(main_process)\" != $process ]"
told 10 "and shows a code" shows_another_code "$code"

code=$(code_on_screen)
process=$(main_process)
sed -i 's/^KIOSK_TITLE=.*/KIOSK_TITLE="Anew"/' "$root/etc/kiosk/kiosk.conf"
hold "it is told to read its configuration anew" within systemctl reload kiosk.service
told 10 "it does" shows Anew
hold "and keeps the code that somebody may be typing" shows "$code"
hold "and its process" test "$(main_process)" = "$process"

process=$(main_process)
within sh -c "kill -STOP $process"
told 60 "hanging, it is started again by the watchdog" eval "is_ready && [ \"\$(main_process)\" != $process ]"
told 10 "and shows a code" shows_another_code "$code"

hold "it is stopped" within systemctl stop kiosk.service
stop_container
