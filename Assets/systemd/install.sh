# shellcheck shell=bash disable=SC2154
# ./run-kiosk.sh install, uninstall and status. Sourced by it, after Tests/setup.sh; $here and $build_folder are set.
# shellcheck source=Assets/systemd/layout.sh
. "$here/Assets/systemd/layout.sh"

# Everything below names files without the root they lie in, which is empty for this machine.
root=
unit=kiosk.service
list=usr/share/kiosk/installed # what was put there, folders made for it first: uninstall takes away that and no more
configuration=etc/kiosk/kiosk.conf
consoles=etc/systemd/logind.conf.d/kiosk.conf
keys=etc/systemd/system/kiosk.service.d/keys.conf

# installing_options ARGS...
installing_options() {
    purge=
    lock_consoles=
    program=
    while (($#)); do
        case $1 in
        --root)
            [ $# -gt 1 ] || usage "--root needs a folder"
            [ -d "$2" ] || usage "there is no folder $2"
            root=$(cd -- "$2" && pwd) && shift
            [ "$root" != / ] || root=
            ;;
        --program)
            { [ -f "${2:-}" ] && [ -x "$2" ]; } || usage "--program needs a kiosk that has been built"
            program=$(readlink -f -- "$2") && shift
            ;;
        --cage) unit=kiosk-cage.service ;;
        --lock-consoles) lock_consoles=1 ;;
        --purge) purge=1 ;;
        *) usage "unknown argument: $1" ;;
        esac
        shift
    done
}

# become_root ARGS...: this script again, with these arguments, where we are not root already.
become_root() {
    [ "$(id -u)" = 0 ] && return
    command -v sudo >/dev/null || give_up "this changes $root/usr and $root/etc: please run it as root"
    say "going on as root, by sudo: what follows changes $root/usr and $root/etc"
    exec sudo -- "$here/run-kiosk.sh" "$@"
}

must_be_ours() {
    ! dpkg-query --admindir="$root/var/lib/dpkg" -W -f '${db:Status-Abbrev}' kiosk 2>/dev/null | grep -q '^.i' ||
        give_up "${root:-this machine} has the Debian package kiosk: apt-get remove kiosk first, or keep to the package"
}

# Whether the system manager of this machine is to be told.
is_running() { [ -z "$root" ] && [ -d /run/systemd/system ]; }

# A program may want /proc, which a root for an image does not have; nobody else is to see it mounted there.
in_root() {
    if [ -z "$root" ]; then
        "$@"
    else
        # shellcheck disable=SC2016 # for the inner shell to expand
        unshare --mount sh -c '[ -e "$0/proc/self" ] || mount -t proc proc "$0/proc"; exec chroot "$0" "$@"' "$root" "$@"
    fi
}

install_kiosk() {
    installing_options "$@"
    must_be_ours
    if [ -z "$program" ]; then
        # As whoever has called, whose toolchain and build folder it is.
        build_for_installing
        program=$release_folder/kiosk
        become_root install --program "$program" "$@"
    fi
    become_root install "$@"
    if [ -z "$root" ]; then
        need_for_screen
        install_missing
    fi
    local staged file
    staged=$(mktemp -d) || give_up "cannot make a temporary folder"
    lay_out "$staged" "$program" "$here/Assets"
    if [ -n "$lock_consoles" ]; then
        install -D -m 0644 "$here/Assets/systemd/consoles.conf" "$staged/$consoles"
        install -D -m 0644 "$here/Assets/systemd/keys.conf" "$staged/$keys"
    fi
    while read -r file; do install_file "$staged" "$file"; done < <(
        cd -- "$staged" && find . -type f -printf '%P\n' | sort
    )
    rm -rf -- "$staged"
    make_user
    runs_there
    turn_on
    next_steps
}

build_for_installing() {
    need_for_building
    need_for_kiosk
    install_missing
    find_swift
    cd -- "$here" || exit 1
    build_release "$build_folder" kiosk
    cd -- "$OLDPWD" || exit 1
}

# install_file STAGED FILE
install_file() {
    local from=$1/$2 to=$root/$2 folder
    if [ "$2" = "$configuration" ] && [ -e "$to" ]; then
        cmp -s "$from" "$to" ||
            say "kept as you have it: $to (the new example: $root/usr/share/doc/kiosk/examples/kiosk.conf)"
        return
    fi
    folder=${2%/*}
    local made=()
    while [ ! -d "$root/$folder" ]; do
        made=("$folder/" "${made[@]}")
        case $folder in */*) folder=${folder%/*} ;; *) break ;; esac
    done
    if [ -e "$to" ] && cmp -s "$from" "$to"; then
        return
    elif [ -e "$to" ]; then
        say "replaced: $to"
    else
        say "put there: $to"
    fi
    # Beside it first: a screen that runs keeps its program, and nobody sees half a file.
    { install -D -m "$(stat -c %a "$from")" -- "$from" "$to.new" && mv -f -- "$to.new" "$to"; } ||
        give_up "cannot write $to"
    mkdir -p -- "$root/${list%/*}"
    { [ ! -e "$root/$list" ] || cat -- "$root/$list"; printf '%s\n' "${made[@]}" "$2"; } |
        awk 'NF && !seen[$0]++' >"$root/$list.new" && mv -f -- "$root/$list.new" "$root/$list"
}

make_user() {
    ! grep -q '^kiosk:' "$root/etc/passwd" || return 0
    systemd-sysusers ${root:+--root="$root"} kiosk.conf || give_up "systemd-sysusers could not make the user kiosk"
    say "made: the user kiosk, without password and shell"
}

runs_there() {
    local words
    words=$(in_root /usr/bin/kiosk --version 2>&1) && return
    say "kiosk does not run in ${root:-this machine} yet: $words"
    say "on Debian 12 it needs there: apt-get install" \
        "libcurl4 libncursesw6 libqrencode4 ca-certificates console-setup-linux kbd"
}

turn_on() {
    local other=kiosk.service
    [ "$unit" != kiosk.service ] || other=kiosk-cage.service
    ! is_running || systemctl daemon-reload
    if [ "$(state_of "$other")" = enabled ]; then
        systemctl ${root:+--root="$root"} --quiet disable "$other" && say "turned off: $other"
    fi
    [ "$(state_of "$unit")" = enabled ] || {
        systemctl ${root:+--root="$root"} --quiet enable "$unit" || give_up "systemctl could not enable $unit"
        say "turned on: $unit, in place of the login prompt on tty1, from the next start of the machine"
    }
    if is_running && systemctl --quiet is-active "$unit"; then
        systemctl restart "$unit" && say "started anew: $unit"
    fi
}

state_of() { systemctl ${root:+--root="$root"} is-enabled "$1" 2>/dev/null; }

next_steps() {
    local into=${root:+chroot $root }
    cat >&2 <<END

Now: 1. say which server and client: \$EDITOR $root/$configuration
     2. look whether all is well:    ${into}kiosk doctor --config /$configuration
     3. start the screen:            ${root:+start that machine (}systemctl start $unit${root:+ there)}
$root/usr/share/doc/kiosk/lobby.md tells the rest.
END
}

uninstall_kiosk() {
    installing_options "$@"
    must_be_ours
    become_root uninstall "$@"
    [ -e "$root/$list" ] || {
        say "nothing of kiosk was installed by this script in ${root:-this machine}"
        purge_kiosk
        return 0
    }
    local name had_screen=
    for name in kiosk.service kiosk-cage.service; do
        if is_running && systemctl --quiet is-active "$name"; then
            systemctl stop "$name" && say "stopped: $name" && had_screen=1
        fi
        if [ "$(state_of "$name")" = enabled ]; then
            systemctl ${root:+--root="$root"} --quiet disable "$name" && say "turned off: $name"
        fi
    done
    local files=()
    mapfile -t files < <(tac -- "$root/$list")
    for name in "${files[@]}"; do take_away "$name"; done
    rm -f -- "$root/$list"
    for name in "${files[@]}" "${list%/*}/"; do
        case $name in */) rmdir -- "$root/$name" 2>/dev/null ;; esac
    done
    purge_kiosk
    if is_running; then
        systemctl daemon-reload
        [ -z "$had_screen" ] || systemctl --no-block start getty@tty1.service
    fi
}

take_away() {
    case $1 in
    */) return ;;
    "$configuration")
        if [ -z "$purge" ] && ! cmp -s "$root/$1" "$here/Assets/systemd/kiosk.conf"; then
            say "left: $root/$1, as you have changed it (--purge removes it too)"
            return
        fi
        ;;
    esac
    rm -f -- "$root/$1" || return
    say "taken away: $root/$1"
}

purge_kiosk() {
    [ -n "$purge" ] || return 0
    local folder
    for folder in "$root/etc/kiosk" "$root/var/lib/kiosk" "$root/run/kiosk"; do
        [ ! -e "$folder" ] || { rm -rf -- "$folder" && say "taken away: $folder with all that is in it"; }
    done
    ! grep -q '^kiosk:' "$root/etc/passwd" || { in_root userdel kiosk && say "taken away: the user kiosk"; }
}

status_of_kiosk() {
    installing_options "$@"
    [ -x "$root/usr/bin/kiosk" ] || {
        say "there is no $root/usr/bin/kiosk: ./run-kiosk.sh install puts it there"
        return 1
    }
    local name metrics
    printf 'program  %s\n' "$(in_root /usr/bin/kiosk --version 2>&1 | head -n 1)"
    for name in kiosk.service kiosk-cage.service; do
        printf 'unit     %s: %s%s\n' "$name" "$(state_of "$name")" "$(is_running && running_state "$name")"
    done
    if [ ! -e "$root/$configuration" ]; then
        printf 'settings %s is not there\n' "$root/$configuration"
    else
        printf 'settings %s, %s set\n' "$root/$configuration" "$(grep -c '^[[:blank:]]*KIOSK_' "$root/$configuration")"
    fi
    metrics=$(sed -n 's/^[[:blank:]]*KIOSK_METRICS_FILE=//p' "$root/$configuration" 2>/dev/null | tail -n 1)
    if [ -n "$metrics" ] && [ -e "$root$metrics" ]; then
        printf 'figures  %s, written %s\n' "$root$metrics" "$(date -r "$root$metrics" '+%F %T')"
        grep -v '^#' -- "$root$metrics" | sed 's/^/         /'
    fi
    ! is_running || journalctl -q -u kiosk.service -u kiosk-cage.service -n 20 --no-pager -o short-iso |
        sed 's/^/journal  /'
}

# running_state UNIT: what the system manager knows of it.
running_state() {
    systemctl show -p ActiveState -p SubState -p NRestarts -p StatusText -p ActiveEnterTimestamp "$1" | awk -F = '
        { value[$1] = substr($0, length($1) + 2) }
        END {
            printf ", %s (%s)", value["ActiveState"], value["SubState"]
            if (value["ActiveEnterTimestamp"] != "") printf " since %s", value["ActiveEnterTimestamp"]
            printf ", restarted %s times", value["NRestarts"]
            if (value["StatusText"] != "") printf "\n         it says: %s", value["StatusText"]
        }'
}
