#!/bin/bash
# Shows the whole sign-in on this machine: see --help.
set -u

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd) || exit 1
# shellcheck source=Tests/setup.sh
. "$here/Tests/setup.sh"

build_folder=${BUILD_FOLDER:-$here/.build}
state=${XDG_STATE_HOME:-${HOME:-/root}/.local/state}/tokenidp-sim

help() {
    cat <<END
usage: ./run-kiosk.sh [--lan] [--demo]
                                   the kiosk, full screen, with a TokenIDP simulator to sign in at
       ./run-kiosk.sh -- ARGS...   only the kiosk, with your own ARGS (./run-kiosk.sh -- --help lists them)
       ./run-kiosk.sh --simulator ARGS...
                                   only the simulator, with your own ARGS (./run-kiosk.sh --simulator --help)
       ./run-kiosk.sh install [--cage] [--lock-consoles] [--root DIR] [--program KIOSK]
                                   the screen of this machine: program, unit, configuration (Assets/guides/lobby.md)
       ./run-kiosk.sh status [--root DIR], ./run-kiosk.sh uninstall [--purge] [--root DIR]
                                   how that screen is; takes it away, with --purge also settings and state
       ./run-kiosk.sh package [--version V] [FOLDER]
                                   the same as a Debian package, in FOLDER (here)

The first run installs the Debian packages that are missing (it says which and why; sudo if you are not root)
and builds; it needs Swift $swift_wanted or later. When the kiosk ends, the simulator is stopped and the terminal is as before.

  --lan    the simulator can be reached by phones on the same network, and the QR carries that address.
           Without it, it listens on this computer only.
  --demo   for showing it to others: a, d and x approve, deny and expire the code, g shows every screen, and a line
           at the bottom says so
  --cage   kiosk-cage.service (a Wayland display) in place of kiosk.service (the console)
  --lock-consoles
           no login prompt on the other consoles, and no key that leads to them
  --program KIOSK
           a kiosk that has been built elsewhere, for a machine without Swift
  --root DIR
           in the system that lies in this folder, as for an image, instead of this machine
  --help   this text

To approve a sign-in: open the page that the screen shows (the browser warns once: it does not know the
simulator's certificate authority), or, in a second terminal:

  $(approve_command CODE)

Every option of the kiosk can also be set in the environment, as in KIOSK_ALWAYS_ON=1 ./run-kiosk.sh
BUILD_FOLDER names another build folder than .build. The simulator keeps its certificate authority, codes and log in
  $state
Exit code: the kiosk's (0 asked to stop; README, "Exit codes"), or 1 if it could not be built.
END
}

approve_command() {
    printf '%q approve %s --state %q' "${release_folder:-$build_folder/release}/tokenidp-sim" "$1" "$state"
}

usage() {
    say "$1 (--help tells more)"
    exit 64
}

# --- a screen that stays ---------------------------------------------------------------------------------------

case ${1:-} in
install | uninstall | status)
    # shellcheck source=Assets/systemd/install.sh
    . "$here/Assets/systemd/install.sh"
    case $1 in
    install) install_kiosk "${@:2}" ;;
    uninstall) uninstall_kiosk "${@:2}" ;;
    status) status_of_kiosk "${@:2}" ;;
    esac
    exit
    ;;
package)
    # shellcheck source=Assets/debian/package.sh
    . "$here/Assets/debian/package.sh"
    package_kiosk "${@:2}"
    exit
    ;;
esac

# --- running one program and passing signals on ------------------------------------------------------------------

child=
simulator=
caught=

# A trap would have to wait for a foreground program; so the program runs beside us and we wait for it. A program
# started this way would ignore Ctrl-C: the signals get their meaning back. It may not outlive this script.
unleashed=(env --default-signal=INT --default-signal=QUIT)
leash=()
if setpriv --pdeathsig TERM -- true 2>/dev/null; then leash=(setpriv --pdeathsig TERM --); fi

# attend PROGRAM ARGS...: runs it on this terminal until it ends, whatever signals come; gives its exit code.
attend() {
    local status
    "${unleashed[@]}" "${leash[@]}" "$@" <&0 &
    child=$!
    while :; do
        caught=
        wait "$child"
        status=$?
        [ -n "$caught" ] || break
        # bash 5.2 forgets a program that ends in the same instant as the signal comes, and would wait for ever.
        # What ended because it was asked to has ended well.
        if ! kill -0 "$child" 2>/dev/null && jobs -rp | grep -qx "$child"; then
            status=0
            break
        fi
    done
    child=
    return "$status"
}

# on_signal NAME CODE: what runs gets the signal and decides; if nothing runs, we end.
on_signal() {
    caught=$1
    if [ -n "$child" ]; then kill -s "$1" "$child" 2>/dev/null; else exit "$2"; fi
}

stop_simulator() {
    [ -n "$simulator" ] || return 0
    local waited=0
    kill -TERM "$simulator" 2>/dev/null
    while kill -0 "$simulator" 2>/dev/null && ((waited++ < 50)); do sleep 0.1; done
    kill -0 "$simulator" 2>/dev/null && kill -KILL "$simulator"
    wait "$simulator" 2>/dev/null
    simulator=
}

terminal_before=
if [ -t 0 ]; then terminal_before=$(stty -g 2>/dev/null); fi

# The kiosk restores the terminal itself; this is for a kiosk that was killed outright.
restore_terminal() {
    local code=$1
    [ -n "$terminal_before" ] || return 0
    if ((code > 128 && code != 130)); then
        { tput sgr0 && tput rmcup && tput cnorm && tput rmkx; } 2>/dev/null >/dev/tty
    fi
    stty "$terminal_before" 2>/dev/null
}

finish() {
    local code=$?
    trap '' HUP INT QUIT TERM
    restore_terminal "$code"
    stop_simulator
    [ -z "${ready_file:-}" ] || rm -f -- "$ready_file"
    exit "$code"
}
trap finish EXIT
trap 'on_signal HUP 129' HUP
trap 'on_signal INT 130' INT
trap 'on_signal QUIT 131' QUIT
trap 'on_signal TERM 143' TERM

# --- the simulator ---------------------------------------------------------------------------------------------

ready_member() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p' "$ready_file" | sed 's,\\/,/,g' | head -n 1; }

# start_simulator ARGS...: until its ready line has come. In a session of its own: Ctrl-C is for the kiosk.
start_simulator() {
    local status
    : >"$ready_file"
    setsid "${leash[@]}" "$release_folder/tokenidp-sim" serve --state "$state" "$@" \
        </dev/null >"$ready_file" 2>>"$simulator_log" &
    simulator=$!
    until grep -q '"ready"' "$ready_file"; do
        if ! kill -0 "$simulator" 2>/dev/null; then
            wait "$simulator"
            status=$?
            simulator=
            return "$status"
        fi
        sleep 0.05
    done
}

# --- start -----------------------------------------------------------------------------------------------------

with_kiosk=1
with_simulator=1
lan=()
demo=()
while (($#)); do
    case $1 in
    --help | -h)
        help
        exit 0
        ;;
    --lan) lan=(--lan) ;;
    --demo) demo=(--demo --simulator-state "$state") ;;
    --)
        with_simulator=
        shift
        break
        ;;
    --simulator)
        with_kiosk=
        shift
        break
        ;;
    *) usage "unknown argument: $1; what is for the kiosk stands after --" ;;
    esac
    shift
done
[ ${#lan[@]}${#demo[@]} = 00 ] || { [ -n "$with_simulator" ] && [ -n "$with_kiosk" ]; } ||
    usage "--lan and --demo stand alone; for the simulator by itself --lan comes after --simulator, for the kiosk --demo after --"

need_for_building
products=()
if [ -n "$with_kiosk" ]; then
    need_for_kiosk
    products+=(kiosk)
fi
if [ -n "$with_simulator" ]; then
    need_for_simulator
    products+=(tokenidp-sim)
fi
install_missing
find_swift

cd -- "$here" || exit 1
[ -x "$build_folder/release/${products[0]}" ] || say "building (the first time takes some minutes)"
build_release "$build_folder" "${products[@]}"
cd -- "$OLDPWD" || exit 1

# Swift's crash handler would put a question on the screen and wait for a key that nobody can press.
export SWIFT_BACKTRACE=enable=no

[ -n "$with_simulator" ] || exec "$release_folder/kiosk" "$@"
[ -n "$with_kiosk" ] || exec "$release_folder/tokenidp-sim" "$@"

(umask 077 && mkdir -p -- "$state") || give_up "cannot make the simulator's folder $state"
simulator_log=$state/log
ready_file=$(mktemp) || give_up "cannot make a temporary file"
(umask 077 && : >"$simulator_log") || give_up "cannot write $simulator_log"

# Its usual port first, so that the address stays the same from run to run; any free one if that is taken.
if ! start_simulator "${lan[@]}" && ! start_simulator --port 0 "${lan[@]}"; then
    say "the simulator does not start; it says:"
    sed 's/^/    /' "$simulator_log" >&2
    exit 1
fi

cat >&2 <<END

The simulator runs at $(ready_member issuer). To approve a sign-in, open $(ready_member verification_uri)
(the browser warns once: it does not know the simulator's certificate authority, $(ready_member ca)),
or in a second terminal:
    $(approve_command CODE)

END

trap '' TSTP # Ctrl-Z would stop this script and leave the kiosk on the screen
attend "$release_folder/kiosk" run --provider "${KIOSK_PROVIDER:-tokenidp}" --issuer "$(ready_member issuer)" --cacert "$(ready_member ca)" \
    --client-id tokenidp-tv-app --scope "openid profile" --device-name "${KIOSK_DEVICE_NAME:-Kiosk on $(uname -n)}" \
    "${demo[@]}"
