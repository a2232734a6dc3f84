"""The server of the end-to-end tests, on this namespace's loopback: it does what a script says."""

import json
import pathlib
import subprocess
import sys

PROGRAM = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "scripted_server.py"
CODES = {
    "device_code": "D-1",
    "user_code": "WDJB-MJHT",
    "verification_uri": "{origin}/device",
    "expires_in": 300,
    "interval": 1,
}
TOKENS = {"json": {"access_token": "A-" + "x" * 200, "token_type": "Bearer", "expires_in": 3600}}
PENDING = {"status": 400, "json": {"error": "authorization_pending"}}


class Scripted:
    """- Parameter token: what the token endpoint answers, one after the other; the last one for ever."""

    def __init__(self, folder, signed, token=(TOKENS,)):
        self.journal = folder / "journal"
        script = folder / "script"
        script.write_text(json.dumps({"/device_authorization": [{"json": CODES}], "/token": list(token)}))
        certificate, key = signed
        words = [sys.executable, "-B", PROGRAM, script, self.journal, "--certificate", certificate, "--key", key]
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        self.address = json.loads(self.process.stdout.readline())["origin"]

    def polls(self):
        lines = [json.loads(line) for line in self.journal.read_text().split("\n")[:-1]]
        return sum(line["event"] == "request" and line["path"] == "/token" for line in lines)

    def close(self):
        self.process.kill()
        self.process.wait()
