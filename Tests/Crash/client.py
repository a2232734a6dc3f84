"""One connection to the simulator, and the requests of a device and of an operator."""

import http.client
import json
import urllib.parse

CLIENT_ID = "tokenidp-tv-app"
SCOPE = "openid offline_access"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
#: Seconds. A server that is killed closes its connections; this is for one that hangs.
PATIENCE = 20


class CutOff(Exception):
    """The answer did not come or not whole: nobody knows what became of the request."""


class Answer:
    def __init__(self, status, body):
        self.status, self.body = status, body
        try:
            self.members = json.loads(body)
        except ValueError:
            self.members = {}

    @property
    def word(self):
        """`tokens` or the error code."""
        return "tokens" if "access_token" in self.members else self.members.get("error", f"HTTP {self.status}")


class Client:
    def __init__(self, simulator, tls):
        self.connection = http.client.HTTPSConnection("localhost", simulator.port, timeout=PATIENCE, context=tls)
        self.admin = {"Content-Type": "application/json", "Authorization": f"Bearer {simulator.admin_token()}"}

    def close(self):
        self.connection.close()

    def _ask(self, method, path, body, headers):
        try:
            self.connection.request(method, path, body, headers)
            reply = self.connection.getresponse()
            return Answer(reply.status, reply.read())
        except (OSError, http.client.HTTPException) as error:
            raise CutOff(f"{type(error).__name__}: {error}") from error

    def _post(self, path, **fields):
        return self._ask("POST", path, urllib.parse.urlencode({"client_id": CLIENT_ID, **fields}).encode(), FORM)

    def new_code(self):
        return self._post("/device_authorization", scope=SCOPE)

    def poll(self, device_code):
        grant = "urn:ietf:params:oauth:grant-type:device_code"
        return self._post("/token", grant_type=grant, device_code=device_code)

    def refresh(self, refresh_token):
        return self._post("/token", grant_type="refresh_token", refresh_token=refresh_token)

    def revoke(self, token):
        return self._post("/revoke", token=token)

    def userinfo(self, access_token):
        return self._ask("GET", "/userinfo", None, {"Authorization": f"Bearer {access_token}"})

    def decide(self, wish, user_code):
        """`approve` or `deny`, by alice."""
        body = json.dumps({"user_code": user_code, "as": "alice"}).encode()
        return self._ask("POST", f"/admin/{wish}", body, self.admin)

    def trouble(self, scenario):
        """Puts a trouble on for everybody, or none."""
        body = json.dumps({"scenario": scenario} if scenario else {})
        return self._ask("POST", "/admin/scenario", body, self.admin)
