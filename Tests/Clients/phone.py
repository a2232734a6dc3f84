"""A person with a phone: goes through the simulator's pages, form by form, until they say what was decided."""

import html.parser
import http.cookiejar
import urllib.parse
import urllib.request

MOST_PAGES = 6
#: Seconds.
PATIENCE = 10
LAST_WORDS = {"approve": "Approved", "deny": "Denied"}


class WrongPage(Exception):
    """The pages do not lead where a person wants to go."""


class Form:
    """Where it goes, what stands in it, and the buttons that carry a value: (name, value)."""

    def __init__(self, action):
        self.action, self.fields, self.buttons = action, {}, []


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.forms, self.words, self.in_heading, self.heading = [], [], False, ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.in_heading = tag == "h1"
        if tag == "form":
            self.forms.append(Form(attributes.get("action", "")))
        elif tag in ("input", "button") and self.forms and attributes.get("name"):
            pair = attributes["name"], attributes.get("value") or ""
            if tag == "input":
                self.forms[-1].fields.update([pair])
            else:
                self.forms[-1].buttons.append(pair)

    def handle_data(self, data):
        self.words.append(data)
        if self.in_heading:
            self.heading, self.in_heading = data.strip(), False

    def form_with(self, name):
        """The form with a field or a button of that name; None where there is none."""
        return next((form for form in self.forms if name in {*form.fields, *dict(form.buttons)}), None)


class Phone:
    def __init__(self, tls):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        handlers = urllib.request.ProxyHandler({}), cookies, urllib.request.HTTPSHandler(context=tls)
        self.opener = urllib.request.build_opener(*handlers)

    def answer(self, address, user_code, decision):
        """Opens what a screen shows, types or compares the code, signs in as alice by one tap, and decides."""
        page = self._open(address)
        for _ in range(MOST_PAGES):
            if page.heading == LAST_WORDS[decision]:
                return
            if form := page.form_with("decision"):
                # What a person is told to look at: is it the code on the screen?
                if user_code not in " ".join(page.words):
                    raise WrongPage(f"the page that asks for a decision does not show {user_code}")
                page = self._send(form, decision=decision)
            elif form := page.form_with("continue_as"):
                page = self._send(form, continue_as="alice")
            elif form := page.form_with("user_code"):
                # The letters as people type them who do not care.
                page = self._send(form, user_code=form.fields["user_code"] or user_code.replace("-", "").lower())
            else:
                break
        raise WrongPage(f"the last page was '{page.heading}', after which {decision} was wanted")

    def _open(self, address, form=None):
        data = urllib.parse.urlencode(form).encode() if form else None
        with self.opener.open(address, data, PATIENCE) as reply:
            self.address = reply.geturl()
            return Page(reply.read().decode())

    def _send(self, form, **answers):
        return self._open(urllib.parse.urljoin(self.address, form.action), {**form.fields, **answers})
