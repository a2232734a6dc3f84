"""The devices that wait at a server without a database, and the page on which a person answers them.

The server.py files of the packages that bring neither import it.
"""

import time

import flask

PAGE = """<!DOCTYPE html>
<title>Device</title>
{% if device.accepted is none %}
<h1>Is {{ device.user_code }} what your device shows?</h1>
<form method="post">
<input type="hidden" name="user_code" value="{{ device.user_code }}">
<button name="action" value="accept">Accept</button>
<button name="action" value="deny">Deny</button>
</form>
{% else %}
<h1>Device {{ "Authorized" if device.accepted else "Denied" }}</h1>
{% endif %}
"""


class Device:
    """One that has got its codes.

    `accepted` is what the person has answered: True, False, or None so far.
    """

    def __init__(self, client_id, scope, codes):
        self.client_id, self.scope = client_id, scope
        self.device_code, self.user_code = codes["device_code"], codes["user_code"]
        self.interval = codes["interval"]
        now = time.monotonic()
        self.ends, self.may_ask = now + codes["expires_in"], now + self.interval
        self.accepted = None

    def is_expired(self):
        return time.monotonic() >= self.ends

    def hurries(self):
        """Notes that it has asked, and tells whether it came before its interval had passed."""
        now = time.monotonic()
        hurries = now < self.may_ask
        self.may_ask = now + self.interval
        return hurries


class Devices:
    def __init__(self):
        self.waiting = {}

    def add(self, device):
        self.waiting[device.device_code] = device

    def find(self, device_code):
        return self.waiting.get(device_code)

    def remove(self, device_code):
        """Its tokens are out: the codes have done their service."""
        del self.waiting[device_code]

    def find_by_user_code(self, user_code):
        return next((device for device in list(self.waiting.values()) if device.user_code == user_code), None)

    def page(self):
        """The view for the verification address: shows the code with a form, and takes the answer."""
        device = self.find_by_user_code(flask.request.values.get("user_code", ""))
        if device is None or device.is_expired():
            flask.abort(404)
        if flask.request.method == "POST" and device.accepted is None:
            device.accepted = flask.request.form["action"] == "accept"
        return flask.render_template_string(PAGE, device=device)
