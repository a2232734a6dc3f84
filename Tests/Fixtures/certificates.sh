#!/bin/sh
# Makes the certificates the tests need in a folder, once: certificates.sh FOLDER
#
# ca.pem            the authority that has signed the four below
# good.pem .key     localhost, 127.0.0.1 and ::1, valid
# expired.pem .key  the same names, ended in 2021
# wrong-host.pem .key   another host's name
# client.pem .key   for a client to show
# stranger.pem      an authority that has signed none of them
set -eu
folder=$1
if [ -e "$folder/client.pem" ]; then exit 0; fi
rm -rf "$folder"
mkdir -p "$(dirname "$folder")"
work=$(mktemp -d "$folder.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

authority() {  # authority NAME WORDS
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj "/CN=$2" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign \
        -keyout "$1.key" -out "$1.pem" 2>>log
}
signed() {  # signed NAME SUBJECT_ALT_NAMES START END USAGE
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
        -keyout "$1.key" -out "$1.csr" 2>>log
    printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$2" "$5" >"$1.extensions"
    openssl ca -batch -notext -config ca.cnf -extfile "$1.extensions" -startdate "$3" -enddate "$4" \
        -in "$1.csr" -out "$1.pem" 2>>log
}

# `openssl x509 -req` cannot make a certificate that has ended already; `openssl ca` can.
cat >ca.cnf <<'CONFIG'
[ca]
default_ca = tests
[tests]
database = index.txt
rand_serial = yes
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
unique_subject = no
policy = any
[any]
commonName = supplied
CONFIG
: >index.txt
local_names=DNS:localhost,IP:127.0.0.1,IP:0:0:0:0:0:0:0:1
authority ca "Authority of the tests"
authority stranger "Authority of nobody"
signed good "$local_names" 20200101000000Z 20491231000000Z serverAuth
signed expired "$local_names" 20200101000000Z 20210101000000Z serverAuth
signed wrong-host DNS:elsewhere.example 20200101000000Z 20491231000000Z serverAuth
signed client DNS:screen.example 20200101000000Z 20491231000000Z clientAuth
rm -f ./*.csr ./*.extensions ./[0-9A-F]*.pem index.* ca.cnf log
chmod 600 ./*.key
# Two test runs may have begun at once: the first one's certificates stay.
mv -T "$work" "$folder" 2>/dev/null || [ -e "$folder/client.pem" ]
