#!/usr/bin/env python3
"""Alice with her phone: signs in at the server and accepts or denies what the code stands for, by its own pages.

usage: visit.py ADDRESS CA_FILE accept|deny

ADDRESS is what the phone's camera has read (verification_uri_complete). Exit code 0 when the server's last page says
so in words.
"""

import http.cookiejar
import re
import ssl
import sys
import urllib.parse
import urllib.request


class Browser:
    def __init__(self, authority):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        tls = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=authority))
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar, tls)
        self.address, self.page = "", ""

    def open(self, address, form=None):
        # Django wants to know over https from where a form was sent.
        request = urllib.request.Request(address, headers={"Referer": self.address} if form else {})
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(request, data, timeout=10) as reply:
            self.address, self.page = reply.geturl(), reply.read().decode()

    def field(self, name):
        return re.search(rf'name="{name}"[^>]* value="([^"]*)"', self.page).group(1)

    def submit(self, **fields):
        self.open(self.address, {"csrfmiddlewaretoken": self.field("csrfmiddlewaretoken"), **fields})


def main(address, authority, action):
    browser = Browser(authority)
    browser.open(address)
    target = urllib.parse.parse_qs(urllib.parse.urlsplit(browser.address).query).get("next", [""])[0]
    browser.submit(username="alice", password="alice", next=target)
    browser.submit(user_code=browser.field("user_code"))
    browser.submit(action=action)
    words = {"accept": "Authorized", "deny": "Denied"}[action]
    if words not in browser.page:
        sys.exit(f"the last page was: {browser.page}")


if __name__ == "__main__":
    main(*sys.argv[1:])
