#!/usr/bin/env python3
"""oauthlib's device grant as the authorization server.

usage: server.py --folder FOLDER --certificate FILE --key FILE [--code-lifetime SECONDS]

What the command line means stands in ../foreign_server.py. Whoever opens the verification page may answer. The only
client is "screen" (public), the scopes are "read" and "write". Requests reach oauthlib as they came, Content-Type and
body untouched, and its answers leave as they are.
"""

import pathlib
import sys
import types

import flask
from oauthlib.oauth2 import BearerToken, OAuth2Error, TokenEndpoint
from oauthlib.oauth2.rfc8628.endpoints import DeviceAuthorizationEndpoint
from oauthlib.oauth2.rfc8628.grant_types import DeviceCodeGrant
from oauthlib.oauth2.rfc8628.request_validator import RequestValidator

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from devices import Device, Devices
from foreign_server import serve

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code"
devices = Devices()


class Validator(RequestValidator):
    def client_authentication_required(self, request):
        return False

    def validate_client_id(self, client_id, request):
        return client_id == "screen"

    def authenticate_client_id(self, client_id, request):
        request.client = types.SimpleNamespace(client_id=client_id)
        return self.validate_client_id(client_id, request)

    def validate_grant_type(self, client_id, grant_type, client, request):
        return grant_type == GRANT_TYPE

    def get_default_scopes(self, client_id, request):
        return ["read"]

    def validate_scopes(self, client_id, scopes, client, request):
        return {"read", "write"}.issuperset(scopes)

    def validate_device_code(self, client_id, code, request):
        device = devices.find(code)
        if device is None or device.client_id != client_id:
            return None
        if device.is_expired():
            return DeviceCodeGrant.DEVICE_CODE_EXPIRED
        if device.accepted is None:
            hurries = device.hurries()
            return DeviceCodeGrant.DEVICE_CODE_SLOW_DOWN if hurries else DeviceCodeGrant.DEVICE_CODE_PENDING
        request.user, request.scopes = "alice", device.scope.split()
        return DeviceCodeGrant.DEVICE_CODE_AUTHORIZED if device.accepted else DeviceCodeGrant.DEVICE_CODE_DENIED

    def save_bearer_token(self, token, request):
        devices.remove(request.device_code)


def asked():
    """The request as oauthlib's endpoints take it."""
    request = flask.request
    return request.url, request.method, request.get_data(as_text=True), dict(request.headers)


def refuse(error):
    return error.json, error.status_code, {"Content-Type": "application/json", **error.headers}


def make_application(options, origin):
    validator = Validator()
    # DeviceApplicationServer is the same with everything set, but takes an expires_in and forgets it.
    codes_endpoint = DeviceAuthorizationEndpoint(
        validator,
        verification_uri=f"{origin}/device",
        verification_uri_complete=origin + "/device?user_code={user_code}",
        expires_in=options.code_lifetime,
        interval=1,
    )
    token_endpoint = TokenEndpoint(GRANT_TYPE, BearerToken(validator), {GRANT_TYPE: DeviceCodeGrant(validator)})

    def give_codes():
        headers, codes, status = codes_endpoint.create_device_authorization_response(*asked())
        devices.add(Device(flask.request.form["client_id"], codes["scope"], codes))
        return codes, status, headers

    def give_tokens():
        headers, body, status = token_endpoint.create_token_response(*asked())
        return body, status, headers

    application = flask.Flask(__name__)
    application.register_error_handler(OAuth2Error, refuse)
    application.add_url_rule("/device", "device", devices.page, methods=["GET", "POST"])
    application.add_url_rule("/device_authorization", "codes", give_codes, methods=["POST"])
    application.add_url_rule("/token", "token", give_tokens, methods=["POST"])
    return application


if __name__ == "__main__":
    serve(make_application, "/device_authorization", "/token")
