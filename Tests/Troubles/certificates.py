"""Authorities and what they sign, for any name and any time."""

import subprocess

CONFIG = """[ca]
default_ca = tests
[tests]
database = {folder}/index.txt
rand_serial = yes
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sha256
unique_subject = no
policy = any
[any]
commonName = supplied
"""
KEY = "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"
NAMES = "DNS:idp.example,DNS:localhost,IP:127.0.0.1,IP:10.77.0.1,IP:fd77::1"
PAST, FUTURE = "20200101000000Z", "20490101000000Z"


def openssl(*words):
    subprocess.run(["openssl", *[str(word) for word in words]], check=True, capture_output=True)


class Authority:
    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        (folder / "index.txt").touch()
        (folder / "ca.cnf").write_text(CONFIG.format(folder=folder))
        self.certificate = folder / "ca.pem"
        uses = "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign"
        # Old enough for a clock that begins in 1970 not to reject the authority before the server.
        request = "req", "-x509", *KEY, "-days", "3650", "-subj", f"/CN={folder.name}", *uses
        openssl(*request, "-keyout", folder / "ca.key", "-out", self.certificate)

    def sign(self, name, names=NAMES, begin=PAST, end=FUTURE):
        """The options of tokenidp-sim and the portal for it: a certificate and its key."""
        key, wish, signed = (self.folder / f"{name}.{ending}" for ending in ("key", "csr", "pem"))
        openssl("req", "-new", *KEY, "-subj", f"/CN={name}", "-keyout", key, "-out", wish)
        extensions = self.folder / f"{name}.ext"
        extensions.write_text(f"subjectAltName={names}\nextendedKeyUsage=serverAuth\n")
        how = "ca", "-batch", "-notext", "-config", self.folder / "ca.cnf", "-extfile", extensions
        openssl(*how, "-startdate", begin, "-enddate", end, "-in", wish, "-out", signed)
        return signed, key
