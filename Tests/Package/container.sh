# shellcheck shell=bash disable=SC2154
# A Debian 12 of our own and what happens in it. Sourced by Tests/Package/run.

# The packages that the screen needs, so that installing it needs no network.
base_packages=systemd,systemd-sysv,dbus,ca-certificates,console-setup-linux,kbd,libcurl4,libncursesw6,libqrencode4,libssl3

# make_base ARCHIVE: bare but for these; made once a week at most, as the archive moves on.
make_base() {
    if [ -n "$(find "$1" -mtime -7 2>/dev/null)" ]; then return; fi
    local sources=()
    [ ! -e /etc/apt/sources.list.d/debian.sources ] || sources=(/etc/apt/sources.list.d/debian.sources)
    mmdebstrap --quiet --variant=minbase --include="$base_packages" bookworm "${1%.tar}.new.tar" "${sources[@]}" >&2 &&
        mv -f -- "${1%.tar}.new.tar" "$1"
}

# Runs a command in the root, without its system manager.
inside() {
    # shellcheck disable=SC2016 # for the inner shell to expand
    unshare --mount sh -c 'mount -t proc proc "$0/proc" && mount -t devpts devpts "$0/dev/pts" && exec chroot "$0" "$@"' "$root" \
        env DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# Everything that is in the root, but for what package managers, user databases and a system's start write beside it at
# each visit.
listing() {
    (cd "$root" && find . -xdev -printf '%y %m %u %g %p %l\n' | grep -vE \
        ' \./(var/lib/(dpkg|apt)|var/(cache|log)|var/lib/systemd/(linger|timers)|var/lib/dbus|tmp|run|etc/(passwd-|group-|shadow-|gshadow-|\.pwd\.lock|subuid-|subgid-))(/| |$)' |
        grep -vE ' \./(etc|var/lib)/(systemd/system|systemd)?/?deb-systemd' | sort)
}

# --- a container that runs ---------------------------------------------------------------------------------------

terminal() { tmux -L "kiosk-package-$$" -f /dev/null "$@"; }

# start_container: the root's own system manager, on a console that this script can see.
start_container() {
    rm -f -- "$work/console"
    terminal new-session -d -s console -x 120 -y 33 "python3 -B Tests/Package/console.py $work/console"
    wait_for 10 test -s "$work/console" || return 1
    local hierarchy=()
    # A machine with the old control groups cannot give a container the new ones.
    [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ] || hierarchy=(SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=0)
    setsid env "${hierarchy[@]}" systemd-nspawn --quiet --register=no --keep-unit --console=read-only --resolv-conf=off \
        --bind="$(cat "$work/console"):/dev/tty1" --bind="$(cat "$work/console"):/dev/tty0" -b -D "$root" \
        </dev/null >"$work/boot.log" 2>&1 &
    container=$!
    wait_for 60 container_is_up
}

container_is_up() {
    leader=$(pgrep -P "$container" | head -n 1)
    [ -n "$leader" ] && within systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'
}

# Runs a command in the container.
within() { nsenter -t "$leader" --mount --uts --ipc --pid --cgroup -- env PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"; }

stop_container() {
    [ -n "${container:-}" ] || return 0
    [ -z "${leader:-}" ] || within systemctl poweroff --no-block >/dev/null 2>&1
    wait_for 20 eval "! kill -0 $container 2>/dev/null" || kill -KILL "$container" 2>/dev/null
    wait "$container" 2>/dev/null
    container=
    terminal kill-server 2>/dev/null
}

screen() { terminal capture-pane -p -t console; }
code_on_screen() { screen | grep -oE '\b[A-Z]{4}-[A-Z]{4}\b' | head -n 1; }

# wait_for SECONDS CONDITION...
wait_for() {
    local until=$((SECONDS + $1))
    shift
    until "$@"; do
        ((SECONDS < until)) || return 1
        sleep 0.2
    done
}
