# shellcheck shell=bash
# What an installed kiosk consists of, and where it lies: the same for ./run-kiosk.sh install and for the Debian
# package. Sourced after Tests/setup.sh.

# lay_out FOLDER PROGRAM ASSETS: all of it into the empty FOLDER.
lay_out() {
    local root=$1 program=$2 assets=$3 place
    put() { install -D -m "$1" -- "$2" "$root/$3" || give_up "cannot write $root/$3"; }
    put 0755 "$program" usr/bin/kiosk

    put 0644 "$assets/systemd/kiosk.service" lib/systemd/system/kiosk.service
    put 0644 "$assets/systemd/kiosk-cage.service" lib/systemd/system/kiosk-cage.service
    put 0644 "$assets/systemd/getty-drop-in.conf" lib/systemd/system/getty@tty1.service.d/kiosk.conf
    put 0644 "$assets/systemd/sysusers.conf" usr/lib/sysusers.d/kiosk.conf
    put 0644 "$assets/systemd/foot.ini" usr/share/kiosk/foot.ini
    put 0644 "$assets/systemd/not-set-up.txt" usr/share/kiosk/not-set-up.txt
    put 0644 "$assets/systemd/kiosk.conf" etc/kiosk/kiosk.conf

    for place in lobby.md providers.md provider.schema.json screen.md; do
        put 0644 "$assets/guides/$place" "usr/share/doc/kiosk/$place"
    done
    for place in "$assets"/prometheus/*; do put 0644 "$place" "usr/share/doc/kiosk/examples/${place##*/}"; done
    put 0644 "$assets/systemd/kiosk.conf" usr/share/doc/kiosk/examples/kiosk.conf
    put 0644 "$assets/systemd/consoles.conf" usr/share/doc/kiosk/examples/consoles.conf
    put 0644 "$assets/systemd/keys.conf" usr/share/doc/kiosk/examples/keys.conf
    put 0644 "$assets/debian/copyright" usr/share/doc/kiosk/copyright

    make() {
        { mkdir -p -- "$root/${1%/*}" && "${@:2}" >"$root/$1" && chmod 0644 "$root/$1"; } ||
            give_up "cannot write $root/$1"
    }
    make usr/share/bash-completion/completions/kiosk "$program" completions bash
    make usr/share/zsh/vendor-completions/_kiosk "$program" completions zsh
    make usr/share/fish/vendor_completions.d/kiosk.fish "$program" completions fish
    # shellcheck disable=SC2317 # called by make
    manual() { "$program" manual | gzip -9n; }
    make usr/share/man/man1/kiosk.1.gz manual
}
