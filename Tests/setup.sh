# shellcheck shell=bash
# What a machine must have for this project, and how it comes there. Sourced by run-kiosk.sh, Tests/run and
# Tests/Benchmarks/run: each first says what it needs (`need_…`), then calls `install_missing` and `find_swift`.

swift_wanted=6.2

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
give_up() {
    say "$@"
    exit 1
}

# --- packages --------------------------------------------------------------------------------------------------

missing_packages=()
missing_reasons=()

# need PACKAGE WHY SIGN...: Debian's PACKAGE is missing unless one SIGN is there: a file pattern or a command.
need() {
    local package=$1 why=$2 sign
    shift 2
    for sign; do
        case $sign in
        /*) compgen -G "$sign" >/dev/null && return ;;
        *) command -v "$sign" >/dev/null && return ;;
        esac
    done
    missing_packages+=("$package")
    missing_reasons+=("$why")
}

need_for_building() {
    need git "SwiftPM fetches packages with it" git
    need ca-certificates "SwiftPM checks servers with it" '/etc/ssl/certs/ca-certificates.crt' '/etc/ssl/cert.pem'
}

need_for_kiosk() {
    need libncurses-dev "kiosk draws its screen with it" '/usr/include/curses.h'
    need libcurl4-openssl-dev "kiosk asks the server with it" '/usr/include/*/curl/curl.h' '/usr/include/curl/curl.h'
    need libqrencode-dev "kiosk makes the QR with it" '/usr/include/qrencode.h'
    need libssl-dev "kiosk checks signatures with it" '/usr/include/openssl/evp.h'
}

need_for_screen() {
    need console-setup-linux "the console's fonts with the half blocks of the QR" \
        '/usr/share/consolefonts/Vietnamese-TerminusBold32x16.psf.gz'
    need kbd "sets the console's font" setfont
    need systemd "starts the screen" systemctl
}

need_for_package() {
    need dpkg-dev "finds what the package depends on" dpkg-shlibdeps
}

need_for_package_test() {
    need_for_package
    need lintian "holds the package to Debian's rules" lintian
    need mandoc "holds the manual page to its language" mandoc
    need mmdebstrap "makes a Debian 12 to install into" mmdebstrap
    need systemd-container "starts it" systemd-nspawn
    need tmux "shows its console" tmux
    need zsh "one of the shells that complete" zsh
    need fish "one of the shells that complete" fish
}

need_for_simulator() {
    need libsqlite3-dev "tokenidp-sim keeps its codes with it" '/usr/include/sqlite3.h'
}

need_for_tests() {
    need libvterm-dev "the tests' terminal" '/usr/include/vterm.h'
    need libzbar-dev "the tests' camera for the QR" '/usr/include/zbar.h'
    need openssl "makes the certificates of the tests" openssl
    need shellcheck "checks the scripts" shellcheck
    need python3 "runs the foreign server of the end-to-end tests" python3
    need python3-venv "keeps that server's packages apart" '/usr/lib/python3*/ensurepip' "${venv_sign:-ensurepip-of-python3}"
}

need_for_troubles() {
    need python3 "plays the stories" python3
    need openssl "makes the certificates of the stories" openssl
    need util-linux "makes their networks" nsenter
    need iproute2 "lays the cables between them" ip
    need dnsmasq-base "is their name server" dnsmasq
    need faketime "is the clock without a battery" faketime
    need strace "cuts the power" strace
}

need_for_faults() {
    need python3 "runs it" python3
    need libvterm0 "the terminal" '/usr/lib/*/libvterm.so.0'
    need util-linux "makes the places that break" unshare
}

need_for_terminals() {
    need xvfb "the display nobody sees" Xvfb
    need xterm "a terminal" xterm
    need xdotool "presses keys in xterm" xdotool
    need cage "shows one program on a screen, as a kiosk does" cage
    need xwayland "cage does not start without it" Xwayland
    need foot "a terminal" foot
    need grim "takes pictures of cage's screen" grim
    need tmux "a terminal" tmux
    need screen "a terminal" screen
    need zbar-tools "reads the QR" zbarimg
    need fonts-dejavu-core "the usual font of terminals" '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf'
    need_python
}

need_for_the_console() {
    need qemu-system-x86 "the machine" qemu-system-x86_64
    need seabios "starts it" '/usr/share/seabios/bios-256k.bin'
    need busybox-static "the rest of its system" /bin/busybox
    need cpio "packs it" cpio
    need kbd "sets the console's font" setfont
    need console-setup-linux "the console's fonts" '/usr/share/consolefonts/Uni2-Terminus16.psf.gz'
}

need_for_benchmark() {
    need nginx-light "the benchmark's server" '/usr/sbin/nginx' nginx
    need curl "what kiosk is measured against" curl
    need openssl "makes the benchmark's certificate" openssl
    need oidc-agent-cli "a peer in the benchmark" oidc-gen
    need python3 "runs the benchmark" python3
    need python3-venv "keeps msal, a peer in the benchmark, apart" '/usr/lib/python3*/ensurepip' \
        "${venv_sign:-ensurepip-of-python3}"
}

# A python3 that did not come from Debian brings its own ensurepip.
if command -v python3 >/dev/null && python3 -c 'import ensurepip' 2>/dev/null; then venv_sign=python3; fi

# Says what is missing and why, then installs it. Does nothing when nothing is missing.
install_missing() {
    ((${#missing_packages[@]})) || return 0
    local i as_root=()
    say "missing on this machine:"
    for i in "${!missing_packages[@]}"; do
        printf '    %-22s %s\n' "${missing_packages[i]}" "${missing_reasons[i]}" >&2
    done
    command -v apt-get >/dev/null ||
        give_up "there is no apt-get here (made for Debian 12): please install the like of these packages yourself."
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null ||
            give_up "neither root nor sudo: please run as root: apt-get install ${missing_packages[*]}"
        as_root=(sudo)
    fi
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
    say "installing with ${as_root[*]} apt-get: ${missing_packages[*]}"
    # Lists that are absent or name versions no longer there make the first try fail; new lists mend both.
    if ! { compgen -G '/var/lib/apt/lists/*Packages*' >/dev/null && install_by "${apt[@]}"; }; then
        "${apt[@]}" update </dev/null >&2 || give_up "apt-get update failed; its words stand above."
        install_by "${apt[@]}" || give_up "apt-get install failed; its words stand above."
    fi
    missing_packages=()
    missing_reasons=()
}

install_by() { "$@" install --no-install-recommends "${missing_packages[@]}" </dev/null >&2; }

# --- packages of Python -----------------------------------------------------------------------------------------

need_python() {
    need python3 "runs it" python3
    need python3-venv "keeps its packages apart" '/usr/lib/python3*/ensurepip' "${venv_sign:-ensurepip-of-python3}"
}

# python_packages VENV REQUIREMENTS: exactly what the file lists, from PyPI. Does nothing where it is there already.
python_packages() {
    local venv=$1 wanted=$2
    ! cmp -s "$wanted" "$venv/installed.txt" || return 0
    say "installing what $wanted lists from PyPI into $venv"
    rm -rf -- "$venv"
    python3 -m venv "$venv" || give_up "cannot make $venv; python3's words stand above."
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" ||
        give_up "pip could not install what $wanted lists; its words stand above."
    cp -- "$wanted" "$venv/installed.txt"
}

# --- Swift -----------------------------------------------------------------------------------------------------

# Puts a Swift toolchain on the PATH if it is only installed, not announced; leaves when there is none or too old.
find_swift() {
    local folder found
    for folder in "${HOME:-/root}/.local/share/swiftly/bin" /opt/swift/usr/bin /usr/local/swift/usr/bin; do
        PATH=$PATH:$folder
    done
    export PATH
    local where="Get Swift $swift_wanted or later from https://www.swift.org/install/linux/"
    command -v swift >/dev/null || give_up "there is no swift on the PATH. $where"
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    [ -n "$found" ] || give_up "$(command -v swift) does not say a version: is it the Swift compiler? $where"
    [ "$(printf '%s\n' "$swift_wanted" "$found" | sort -V | head -n 1)" = "$swift_wanted" ] ||
        give_up "$(command -v swift) is Swift $found, too old. $where"
}

# --- the program a script tries --------------------------------------------------------------------------------

# program_to_try NAME CHOSEN CALLED_FROM BUILD_FOLDER: CHOSEN, as seen from CALLED_FROM, or where nobody chose the NAME
# that is built; afterwards $program names it.
program_to_try() {
    local name=$1 chosen=$2 called_from=$3 build_folder=$4
    case $chosen in
    '')
        for program in "$build_folder/debug/$name" "$build_folder/release/$name"; do
            if [ -x "$program" ]; then return; fi
        done
        give_up "no $name in $build_folder: build it (swift build --product $name) or name one (--help tells how)"
        ;;
    /*) program=$chosen ;;
    *) program=$called_from/$chosen ;;
    esac
    [ -x "$program" ] || give_up "$program is not a program"
}

# --- building what is shipped ----------------------------------------------------------------------------------

# One file to copy, without symbols. Against shared Swift libraries 40 % less memory and 2 ms sooner on the screen.
# No rpath: the system's libraries would first be looked for beside the program, under thirty names (0.3 ms).
release_flags=(-c release --static-swift-stdlib --disable-local-rpath -Xlinker -s)
# Packed relocations spare 1 MB of memory and keep the program's addresses random (GNU ld 2.38 and glibc 2.36 or later).
if ld.bfd --help 2>/dev/null | grep -q pack-relative-relocs && [ "$(getconf GNU_LIBC_VERSION | sed 's/.* 2\.//')" -ge 36 ]; then
    release_flags+=(-Xswiftc -use-ld=bfd -Xlinker -z -Xlinker pack-relative-relocs)
fi

# link_cxx_statically FOLDER: with libstdc++ inside the program its own relocations go: 1 MB, 5 million instructions.
# The linker takes a library from the first folder that has it, so a folder with nothing but the archives will do.
link_cxx_statically() {
    local archives=$1/static-libstdc++ compiler cxx unwinder
    for compiler in clang gcc; do
        cxx=$("$compiler" -print-file-name=libstdc++.a 2>/dev/null) || continue
        unwinder=$("$compiler" -print-file-name=libgcc_eh.a 2>/dev/null) || continue
        if [ ! -e "$cxx" ] || [ ! -e "$unwinder" ]; then continue; fi
        mkdir -p -- "$archives" && ln -sf -- "$cxx" "$archives/libstdc++.a" &&
            ln -sf -- "$unwinder" "$archives/libgcc_s.a" && release_flags+=(-Xlinker "-L$archives")
        return
    done
}

# build_release BUILD_FOLDER PRODUCT...; afterwards $release_folder holds the programs.
build_release() {
    local folder=$1 product
    shift
    mkdir -p -- "$folder" && folder=$(cd -- "$folder" && pwd)
    link_cxx_statically "$folder"
    for product; do
        swift build --scratch-path "$folder" "${release_flags[@]}" --product "$product" >&2 ||
            give_up "building $product failed; the compiler's words stand above."
    done
    # shellcheck disable=SC2034 # read by those who source this file
    release_folder=$(swift build --scratch-path "$folder" "${release_flags[@]}" --show-bin-path)
}
