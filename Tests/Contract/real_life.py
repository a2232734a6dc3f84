"""What schemathesis cannot make up: clients that are known, codes that somebody approved, tokens that hold. Every other
request that fits the description gets some, each that asks who signed in; and each answer has to be in the dialect of
its request."""

import collections
import itertools
import json

import schemathesis

URN = "urn:ietf:params:oauth:grant-type:device_code"
SCOPE = "openid profile email offline_access"
DEVICE_GRANTS = ["device_code", "refresh_token"]

# schemathesis learns what it is shown, so it comes to guess at the secrets of these as well, and gets them locked.
# There are enough of them to take another one each time.
MANY = 60
DEVICES = [{"client_id": f"contract-device-{number}"} for number in range(MANY)]
SERVICES = [{"client_id": f"contract-service-{number}", "client_secret": "contract-service"} for number in range(MANY)]
WORKERS = [{"client_id": f"contract-worker-{number}", "client_secret": "contract-worker"} for number in range(MANY)]

#: How often a good answer was seen, by what it was; each must have been.
_seen = collections.Counter()
_WANTED = ["codes", "tokens", "refreshed tokens", "tokens for itself", "revoked", "active", "inactive", "a person"]
_turn = itertools.count()
_simulator = None


def configuration(built_in):
    """What is compiled in, with these clients besides."""
    more = [_application(client, DEVICE_GRANTS, SCOPE) for client in DEVICES + SERVICES]
    more += [_application(client, ["client_credentials"], "orders.read") for client in WORKERS]
    return built_in.replace('"applications": [', f'"applications": [{",".join(more)},', 1)


def _application(client, grants, scope):
    described = {"client_id": client["client_id"], "name": client["client_id"], "grants": grants}
    described |= {"scopes": scope.split(), "default_scopes": scope.split()[:1]}
    if "client_secret" in client:
        described["secret"] = client["client_secret"]
    return json.dumps(described)


def begin(simulator):
    global _simulator
    _simulator = simulator


def seen():
    return ", ".join(f"{_seen[what]} {what}" for what in _WANTED)


def lacking():
    return [what for what in _WANTED if not _seen[what]]


# --- what is good to send


class Locked(Exception):
    """Too many wrong secrets of this client."""


def _good(path, **form):
    status, answer = _simulator.post(path, **form)
    if status == 429:
        raise Locked
    if status != 200:
        raise RuntimeError(f"{path}: {status} {answer}")
    return answer


def _device_code(client, approved=True):
    codes = _good("/device_authorization", **client, scope=SCOPE)
    if approved:
        _simulator.act("approve", codes["user_code"])
    return {**client, "grant_type": URN, "device_code": codes["device_code"]}


def _tokens(client):
    return _good("/token", **_device_code(client))


def _refresh(client):
    return {**client, "grant_type": "refresh_token", "refresh_token": _tokens(client)["refresh_token"]}


def _access_token(client):
    return {**client, "token": _tokens(client)["access_token"]}


_devices, _services, _workers = map(itertools.cycle, (DEVICES, SERVICES, WORKERS))

#: By path, the ways to make a body that is good, and for whom; taken in turn.
_WAYS = {
    "/device_authorization": [(dict, _devices), (lambda client: {**client, "scope": SCOPE}, _services)],
    "/token": [
        (_device_code, _devices),
        (lambda client: {**_device_code(client, approved=False), "grant_type": "device_code"}, _devices),
        (_refresh, _devices),
        (lambda client: {**client, "grant_type": "client_credentials"}, _workers),
    ],
    "/revoke": [(_access_token, _devices)],
    "/introspect": [(_access_token, _devices), (_access_token, _services)],
}
_ways = {path: itertools.cycle(ways) for path, ways in _WAYS.items()}


def _make(make, clients):
    for client in itertools.islice(clients, MANY):
        try:
            return make(client)
        except Locked:
            continue
    raise RuntimeError("all clients are locked")


# --- what schemathesis is told

#: What would get in the way of a body that is good.
_LEFT_OUT = ["client_secret", "scope", "code_challenge", "code_challenge_method", "code_verifier"]


@schemathesis.hook
def before_call(_context, case, _kwargs):
    fits = case.meta is not None and case.meta.generation.mode.is_positive
    if not fits or case.path not in _ways or not isinstance(case.body, dict) or next(_turn) % 2:
        return
    kept = {name: value for name, value in case.body.items() if name not in _LEFT_OUT}
    case.body = {**kept, **_make(*next(_ways[case.path]))}
    case.headers.pop("Authorization", None)
    case.headers.pop("DPoP", None)


@schemathesis.auth(refresh_interval=None).apply_to(path="/userinfo")
class Bearer:
    def get(self, _case, _context):
        return _make(_tokens, _devices)["access_token"]

    def set(self, case, token, _context):
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def after_call(_context, case, response):
    if response.status_code != 200:
        return
    if case.path == "/device_authorization":
        _seen["codes"] += 1
    elif case.path == "/token":
        kinds = {"refresh_token": "refreshed tokens", "client_credentials": "tokens for itself"}
        _seen[kinds.get(dict(case.body).get("grant_type"), "tokens")] += 1
    elif case.path == "/revoke":
        _seen["revoked"] += 1
    elif case.path == "/introspect":
        _seen["active" if response.json()["active"] else "inactive"] += 1
    elif case.path == "/userinfo":
        _seen["a person"] += 1


@schemathesis.check
def dialect_of_the_request(_context, response, case):
    """Forms are answered as the RFCs say, JSON in the envelope; but every 429 alike."""
    if case.path not in _WAYS or response.status_code not in (400, 401, 429):
        return
    sent = response.request.headers.get("Content-Type", "").split(";")[0].strip().lower()
    wanted = sent == "application/json" and response.status_code != 429
    enveloped = "isSuccess" in response.json()
    assert enveloped == wanted, f"{sent or 'no type'} is answered {'with' if enveloped else 'without'} the envelope"
