"""A small authorization server for the device flow that keeps the rules, or breaks just one of them.

    broken_server.py --state FOLDER [--break NAME] [--lifetime SECONDS]

Plain http on loopback. It writes `admin-token` into FOLDER, prints one line of JSON ({"issuer": …}), and serves until it is
killed. POST /admin/approve and /admin/deny with {"user_code": …} and the token do what a
person would do at the page, as at tokenidp-sim.
"""

import argparse
import hmac
import json
import os
import secrets
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
CLIENTS = {"screen", "other-screen"}
INTERVAL = 1
#: Name -> what a server that has it does.
DEFECTS = {
    "weak-code": "user codes of four digits",
    "confusable-code": "user codes with letters that look like digits",
    "short-device-code": "device codes of eight digits",
    "same-code": "a user code that was given before",
    "tokens-stored": "no Cache-Control with tokens",
    "throttles-polite": "slow_down to a poll that has waited the whole interval",
    "denial-forbidden": "403 forbidden after a denial",
    "denial-silent": "200 and no error after a denial",
    "code-twice": "tokens for the same device_code again",
    "strict-parameters": "invalid_request for parameters it does not know",
    "code-in-address": "the user_code in verification_uri",
    "unannounced": "metadata without the grant",
    "other-issuer": "metadata of an issuer with a slash too many",
    "quotes-in-errors": "quotation marks in error_description",
    "controls-in-errors": "control characters in error_description",
    "no-lifetime": "expires_in 0",
    "interval-as-text": 'interval "1"',
    "never-expires": "codes that stay pending when their time is over",
    "refresh-forever": "one refresh token that goes on working",
    "revokes-nothing": "200 for a revocation, and nothing else",
    "early-poll-fatal": "an early poll kills the code",
    "unknown-client-page": "an HTML page for an unknown client",
    "no-page": "404 at verification_uri",
    "any-client": "codes that any client may use",
}


class Grant:
    def __init__(self, client, user_code, device_code, lifetime):
        self.client, self.user_code, self.device_code = client, user_code, device_code
        self.expiry = time.monotonic() + lifetime
        self.interval = INTERVAL
        self.last = None
        self.decision = None
        self.is_spent = False


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, defect, lifetime, admin_token):
        super().__init__(("127.0.0.1", 0), Handler)
        self.defect, self.lifetime, self.admin_token = defect, lifetime, admin_token
        self.issuer = f"http://127.0.0.1:{self.server_port}"
        self.lock = threading.Lock()
        self.grants, self.refresh_tokens, self.dead_refresh = [], {}, set()

    def user_code(self):
        match self.defect:
            case "weak-code":
                return "".join(secrets.choice("0123456789") for _ in range(4))
            case "confusable-code":
                return "0I" + "".join(secrets.choice("01OIL23456789BCD") for _ in range(8))
            case "same-code" if len(self.grants) == 5:
                return self.grants[-1].user_code
        letters = "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(8))
        return letters[:4] + "-" + letters[4:]

    def device_code(self):
        if self.defect == "short-device-code":
            return "".join(secrets.choice("0123456789") for _ in range(8))
        return secrets.token_urlsafe(32)

    def tokens(self, family):
        refresh = secrets.token_urlsafe(32)
        self.refresh_tokens[refresh] = family
        return {"access_token": secrets.token_urlsafe(32), "token_type": "Bearer", "expires_in": 3600,
                "refresh_token": refresh}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *words):
        pass

    def answer(self, status, body, **more):
        is_json = not isinstance(body, str)
        data = (json.dumps(body) if is_json else body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json" if is_json else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        stores = is_json and "access_token" in body and self.server.defect == "tokens-stored"
        if not stores:
            self.send_header("Cache-Control", "no-store")
            self.send_header("Pragma", "no-cache")
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def error(self, code, description="See the rules", status=400):
        match self.server.defect:
            case "quotes-in-errors":
                description = f'"{code}"'
            case "controls-in-errors":
                description += "\x1b[2J"
        self.answer(status, {"error": code, "error_description": description})

    # What is only read.

    def do_GET(self):
        path = urlsplit(self.path).path
        server = self.server
        match path:
            case "/.well-known/oauth-authorization-server" | "/.well-known/openid-configuration":
                grants = ["authorization_code", "refresh_token"]
                self.answer(200, {
                    "issuer": server.issuer + ("/" if server.defect == "other-issuer" else ""),
                    "device_authorization_endpoint": server.issuer + "/device_authorization",
                    "token_endpoint": server.issuer + "/token",
                    "revocation_endpoint": server.issuer + "/revoke",
                    "response_types_supported": ["code"],
                    "grant_types_supported": grants + ([] if server.defect == "unannounced" else [DEVICE_GRANT]),
                })
            case _ if path.startswith("/device") and server.defect != "no-page":
                query = dict(parse_qsl(urlsplit(self.path).query))
                code = query.get("user_code", "").replace("<", "")
                self.answer(200, f"<!doctype html><p>Is {code} your code?<input name=user_code></p>")
            case "/token":
                self.error("invalid_request", "Use POST", 405)
            case _:
                self.answer(404, "<p>Nothing is here</p>")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        with self.server.lock:
            match urlsplit(self.path).path:
                case "/device_authorization":
                    self.codes(form(body))
                case "/token":
                    self.token(form(body))
                case "/revoke":
                    self.revoke(form(body))
                case "/admin/approve":
                    self.decide(body, "approved")
                case "/admin/deny":
                    self.decide(body, "denied")
                case _:
                    self.answer(404, "<p>Nothing is here</p>")

    # The device flow.

    def is_known(self, parameters):
        if parameters.get("client_id") in CLIENTS:
            return True
        if self.server.defect == "unknown-client-page":
            self.answer(400, "<p>Who are you?</p>")
        else:
            self.error("invalid_client", "This client is not known", 401)
        return False

    def codes(self, parameters):
        server = self.server
        if not self.is_known(parameters):
            return
        if server.defect == "strict-parameters" and set(parameters) - {"client_id", "scope"}:
            return self.error("invalid_request", "A parameter is not known")
        grant = Grant(parameters["client_id"], server.user_code(), server.device_code(), server.lifetime)
        server.grants.append(grant)
        page = server.issuer + "/device"
        self.answer(200, {
            "device_code": grant.device_code,
            "user_code": grant.user_code,
            "verification_uri": page + ("/" + grant.user_code if server.defect == "code-in-address" else ""),
            "verification_uri_complete": page + "?user_code=" + grant.user_code,
            "expires_in": 0 if server.defect == "no-lifetime" else server.lifetime,
            "interval": str(INTERVAL) if server.defect == "interval-as-text" else INTERVAL,
        })

    def token(self, parameters):
        if not self.is_known(parameters):
            return
        match parameters.get("grant_type"):
            case "refresh_token":
                self.refresh(parameters.get("refresh_token", ""))
            case grant_type if grant_type == DEVICE_GRANT:
                if "device_code" not in parameters:
                    return self.error("invalid_request", "device_code is missing")
                self.poll(parameters)
            case _:
                self.error("unsupported_grant_type")

    def poll(self, parameters):
        server = self.server
        grant = next((g for g in server.grants if g.device_code == parameters["device_code"]), None)
        if grant is None or grant.client != parameters["client_id"] and server.defect != "any-client":
            return self.error("invalid_grant", "This code was never given")
        if grant.is_spent:
            return self.error("invalid_grant", "This code was used")
        now = time.monotonic()
        # A little early is early enough: what counts is when the reply was sent.
        needed = grant.interval - 0.05 + (0.6 if server.defect == "throttles-polite" else 0)
        is_early = grant.last is not None and now - grant.last < needed
        if is_early and grant.decision is None:
            if server.defect == "early-poll-fatal":
                grant.is_spent = True
                return self.error("invalid_grant", "Too early")
            if server.defect != "throttles-polite":
                grant.interval += 5
            self.error("slow_down")
        elif grant.decision == "approved":
            grant.is_spent = server.defect != "code-twice"
            self.answer(200, server.tokens(grant))
        elif grant.decision == "denied":
            if server.defect == "denial-forbidden":
                self.error("forbidden", status=403)
            elif server.defect == "denial-silent":
                self.answer(200, {"status": "denied"})
            else:
                self.error("access_denied")
        elif now >= grant.expiry and server.defect != "never-expires":
            self.error("expired_token")
        else:
            self.error("authorization_pending")
        grant.last = time.monotonic()

    # What comes after it.

    def refresh(self, token):
        server = self.server
        family = server.refresh_tokens.get(token)
        if family is None:
            return self.error("invalid_grant")
        if server.defect == "refresh-forever" and token not in server.dead_refresh:
            answer = server.tokens(family)
            del server.refresh_tokens[answer.pop("refresh_token")]
            return self.answer(200, answer)
        if token in server.dead_refresh:
            # Somebody has stolen it, whoever that was: the family ends. (RFC 9700, 4.14.2)
            if server.defect != "revokes-nothing":
                server.dead_refresh |= {t for t, f in server.refresh_tokens.items() if f is family}
            return self.error("invalid_grant")
        server.dead_refresh.add(token)
        self.answer(200, server.tokens(family))

    def revoke(self, parameters):
        if self.server.defect != "revokes-nothing":
            self.server.dead_refresh.add(parameters.get("token", ""))
        self.answer(200, {})

    def decide(self, body, decision):
        told = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(told, self.server.admin_token):
            return self.answer(401, {"message": "the admin token is wrong"})
        code = json.loads(body)["user_code"]
        found = [g for g in self.server.grants if g.user_code == code]
        for grant in found[-1:]:
            grant.decision = decision
        self.answer(200 if found else 404, {"message": decision if found else "there is no such code"})


def form(body):
    # A parameter without a value counts as omitted. (RFC 8628, 3.1)
    return dict(parse_qsl(body, keep_blank_values=False))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--state", required=True)
    parser.add_argument("--break", dest="defect", choices=sorted(DEFECTS))
    parser.add_argument("--lifetime", type=int, default=12)
    words = parser.parse_args()
    token = secrets.token_urlsafe(32)
    with open(os.path.join(words.state, "admin-token"), "w", encoding="ascii") as file:
        file.write(token + "\n")
    server = Server(words.defect, words.lifetime, token)
    print(json.dumps({"issuer": server.issuer}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
