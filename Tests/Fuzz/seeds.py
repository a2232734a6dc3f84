"""Inputs for a fuzzer to begin with: seeds.py TARGET FOLDER. What the first bytes choose stands in Tests/Fuzz/*.swift."""

import base64
import json
import pathlib
import sys

ASSETS = pathlib.Path("Assets")
METADATA = {
    "issuer": "https://a.example",
    "device_authorization_endpoint": "https://a.example/d",
    "token_endpoint": "https://a.example/t",
    "revocation_endpoint": "https://a.example/r",
    "userinfo_endpoint": "https://a.example/u",
    "jwks_uri": "https://a.example/k",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}
CLAIMS = {
    "iss": "https://a.example", "aud": ["demo"], "azp": "demo", "sub": "somebody", "exp": 1_787_003_600,
    "iat": 1_787_000_000, "name": "Ada",
}


def text(value):
    return json.dumps(value).encode()


def files(folder, pattern="*.json"):
    return [path.read_bytes() for path in sorted((ASSETS / folder).glob(pattern))]


def replies():
    with open("Tests/Fixtures/wire-cases.jsonl", encoding="utf-8") as cases:
        for number, line in enumerate(cases):
            for profile in (number, 0):
                yield bytes([profile % 256, number % 10, number % 4]) + json.loads(line)["body"].encode()


def metadata():
    for client in range(12):
        yield bytes([client, 0]) + text(METADATA)
    yield bytes([0, 3])


def base64url(part):
    return base64.urlsafe_b64encode(part).rstrip(b"=")


def identity():
    coordinate = base64url(bytes(32)).decode()
    key = {"kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "x": coordinate, "y": coordinate}
    rest = b"\0" + text({"keys": [key]}) + b"\0" + text({"sub": "somebody", "name": "Ada"})
    parts = [text({"alg": "ES256", "kid": "1"}), text(CLAIMS), bytes(64)]
    yield b"\0" + b".".join(base64url(part) for part in parts) + rest
    yield b"\1" + text(CLAIMS) + rest


def headers():
    date = b"Sun, 06 Nov 1994 08:49:37 GMT"
    yield b"120\0" + date + b"\0nonce\0application/json"
    yield date + b"\x000\0\0" + b"2026-08-24T10:00:00.5+02:00"


def address():
    yield from (b"https://a.example/device", b"http://127.0.0.1:80/x?y#z", b"https://[::1]:5001/", b"https://xn--a.b/")


def texts():
    yield from files("providers")
    yield b'{"a":[1,-2.5e3,"\\u00e9\\ud83d\\ude00",null,true]}'
    yield b"a=b&c=%20d+e"
    yield b"<?xml version='1.0'?><OAuth><error>slow_down</error><x>&amp;</x></OAuth>"
    yield b"\x1b[31mred\x1b]0;t\x07 \xe2\x80\xae a\xcc\x81"


def profile():
    return files("providers")


def look():
    for kind, folder in enumerate(("themes", "locales", "home")):
        for file in files(folder):
            yield bytes([kind, 14, 40]) + file
    yield bytes([3, 14, 40]) + b" /\\ \n/  \\\n"


def configuration():
    yield b'\0# a comment\nKIOSK_ISSUER=https://a.example\r\nKIOSK_CLIENT_ID = "demo"\n'
    for command in range(10):
        yield bytes([1, command]) + b"--issuer\0https://a.example\0--always-on\0--no-home\0--set=a=b\0word"


def keys():
    yield b"\0i\n1\n2\n/\nab\nenter\nup\ndown\nctrl-l\nkey_f1\n"
    yield b"\1\n\nn\nr\nl\nescape\n\xc3\xa9\n\x1b[A\n"


def log():
    for path in sorted(pathlib.Path("Tests/FlowBenchTests/Recordings").glob("*.jsonl")):
        yield b"\n".join(path.read_bytes().split(b"\n")[:12])


def scenario():
    for file in files("qa"):
        for one in json.loads(file):
            yield text(one)


def code_entry():
    yield from (
        b"form_token=x&user_code=WDJB-MJHT", b"user_code=wdjb+mjht", b"user_code=%57DJBMJHT&user_code=",
        b"user_code=%E2%80%8BWDJB%20MJHT", b'{"user_code":"WDJB-MJHT","x":[1,null]}', b" w d j b - m j h t ",
        b"WDJBMJHS",
    )


MAKERS = (
    replies, metadata, identity, headers, address, texts, profile, look, configuration, keys, log, scenario, code_entry,
)
target, folder = sys.argv[1].replace("-", "_"), pathlib.Path(sys.argv[2])
for number, seed in enumerate(next(maker for maker in MAKERS if maker.__name__ == target)()):
    (folder / str(number)).write_bytes(seed)
