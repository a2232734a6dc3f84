#!/bin/sh
# Makes what the end-to-end tests need and the repository does not hold: for each authorization server from PyPI the
# packages it needs, in .build-fixtures/NAME-venv. Does nothing where they are there already.
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
fixtures=$(dirname -- "$(dirname -- "$here")")/.build-fixtures

say() { printf 'prepare.sh: %s\n' "$*"; }
give_up() {
    say "$@" >&2
    exit 1
}

install_venv_module() {
    say "installing python3-venv"
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi
    install="$as_root apt-get install -y --no-install-recommends python3-venv"
    $install >/dev/null || { $as_root apt-get update >/dev/null && $install >/dev/null; } ||
        give_up "cannot install python3-venv; apt-get's words stand above."
}

# prepare NAME MODULE: what NAME/requirements.txt lists, of which MODULE is the server itself.
prepare() {
    wanted=$here/$1/requirements.txt
    venv=$fixtures/$1-venv
    if cmp -s "$wanted" "$venv/installed.txt" && "$venv/bin/python" -I -c "import $2" 2>/dev/null; then return; fi

    python3 -c 'import ensurepip' 2>/dev/null || install_venv_module
    say "installing what Tests/Fixtures/$1/requirements.txt lists into $venv"
    rm -rf "$venv"
    python3 -m venv "$venv" || give_up "cannot make $venv; python3's words stand above."
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted" ||
        give_up "pip could not install what Tests/Fixtures/$1/requirements.txt lists; its words stand above."
    cp "$wanted" "$venv/installed.txt"
}

mkdir -p "$fixtures"
# Several tests may begin at once: the first one prepares, the others wait for it.
exec 9>"$fixtures/prepare.lock"
flock 9
prepare django oauth2_provider
prepare authlib authlib
prepare oauthlib oauthlib
