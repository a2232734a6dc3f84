"""tokenidp-sim as a process of its own, and the device that talks to it."""

import dataclasses
import json
import pathlib
import selectors
import ssl
import subprocess
import urllib.error
import urllib.parse
import urllib.request

CLIENT = "tokenidp-tv-app"
#: Seconds until a server that was just started must answer, and until it must be gone.
PATIENCE = 20


@dataclasses.dataclass(frozen=True)
class Codes:
    """What a device gets to show (RFC 8628, 3.2)."""

    device_code: str
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int

    @property
    def typed(self):
        """As a person types it who does not care."""
        return self.user_code.replace("-", "").lower()


class Simulator:
    """A server that lives as long as a `with`. Started again on the same folder it has its authority and its codes
    still, but has forgotten who failed how often."""

    def __init__(self, program, folder, path="", config=None):
        self.program, self.folder, self.path, self.config = program, folder, path, config
        self.process = self.ready = None

    def __enter__(self):
        command = [self.program, "serve", "--port", "0", "--state", self.folder]
        if self.config:
            command += ["--config", self.config]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            line = self.process.stdout.readline() if selector.select(PATIENCE) else ""
        if not line:
            self.stop()
            raise RuntimeError(f"{self.program} is not ready")
        self.ready = json.loads(line)
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()

    @property
    def base(self):
        """The address that stands before /device, /token and all others."""
        return self.ready["issuer"] + self.path

    @property
    def authority(self):
        return self.ready["ca"]

    @property
    def admin_token(self):
        return pathlib.Path(self.folder, "admin-token").read_text(encoding="utf-8").strip()

    def act(self, *words):
        """Does what an operator can: `act("approve", code, "--as", "bob")`."""
        command = [self.program, *words, "--state", self.folder]
        return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout

    def ask(self, **members):
        """A device asks for codes; `members` go into the form (`device_metadata`, `scope`)."""
        status, answer = self.post("/device_authorization", client_id=CLIENT, **members)
        if status != 200:
            raise RuntimeError(f"no codes: {status} {answer}")
        return Codes(**{field.name: answer[field.name] for field in dataclasses.fields(Codes)})

    def poll(self, codes):
        """What the device hears: "tokens", or the name of an error."""
        _, answer = self.post("/token", client_id=CLIENT, grant_type="device_code", device_code=codes.device_code)
        return "tokens" if "access_token" in answer else answer["error"]

    def state_of(self, codes):
        """As `tokenidp-sim list` has it: pending, approved, denied, used, expired; and by whom."""
        for grant in json.loads(self.act("list", "--json")):
            if grant["user_code"] == codes.user_code:
                return grant["state"], grant.get("decided_by")
        raise RuntimeError(f"{codes.user_code} is not listed")

    def post(self, path, **members):
        context = ssl.create_default_context(cafile=self.authority)
        body = urllib.parse.urlencode(members).encode()
        try:
            with urllib.request.urlopen(self.base + path, body, PATIENCE, context=context) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
