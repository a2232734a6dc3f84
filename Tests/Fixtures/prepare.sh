#!/bin/sh
# Makes what the end-to-end tests need and the repository does not hold: the Python packages of a foreign authorization
# server, in .build-fixtures/venv. Does nothing when they are there already.
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd)
venv=$(dirname -- "$(dirname -- "$here")")/.build-fixtures/venv
wanted=$here/django/requirements.txt

if cmp -s "$wanted" "$venv/installed.txt" && "$venv/bin/python" -c 'import oauth2_provider' 2>/dev/null; then exit 0; fi

if ! python3 -c 'import ensurepip' 2>/dev/null; then
    echo "prepare.sh: installing python3-venv"
    if [ "$(id -u)" = 0 ]; then as_root=; else as_root=sudo; fi
    $as_root apt-get install -y --no-install-recommends python3-venv >/dev/null ||
        { $as_root apt-get update >/dev/null && $as_root apt-get install -y --no-install-recommends python3-venv >/dev/null; }
fi
echo "prepare.sh: installing django-oauth-toolkit and what it needs into $venv"
rm -rf "$venv"
mkdir -p "$(dirname -- "$venv")"
python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$wanted"
cp "$wanted" "$venv/installed.txt"
