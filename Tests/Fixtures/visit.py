#!/usr/bin/env python3
"""Alice with her phone: accepts or denies what the code stands for, by the server's own pages.

usage: visit.py ADDRESS CA_FILE accept|deny

ADDRESS is what the phone's camera has read (verification_uri_complete). She fills in each form as it comes: her name
and password where it asks for them, her answer where there are buttons for it, and the rest as it stands there. Exit
code 0 when the server's last page says so in words.
"""

import html.parser
import http.cookiejar
import ssl
import sys
import urllib.parse
import urllib.request

MOST_FORMS = 5


class Form(html.parser.HTMLParser):
    """The names on a page that want a value, with the values they have already."""

    def __init__(self, page):
        super().__init__()
        self.fields = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("input", "button") and "name" in attributes:
            self.fields[attributes["name"]] = attributes.get("value", "")


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


def main(address, authority, action):
    words = {"accept": "Authorized", "deny": "Denied"}[action]
    answers = {"username": "alice", "password": "alice", "action": action}
    browser = Browser(authority)
    browser.open(address)
    for _ in range(MOST_FORMS):
        fields = Form(browser.page).fields
        if not fields:
            break
        browser.open(browser.address, {name: answers.get(name, value) for name, value in fields.items()})
    if words not in browser.page:
        sys.exit(f"the last page was: {browser.page}")


if __name__ == "__main__":
    main(*sys.argv[1:])
