"""What holds for every page, whoever looks at it how."""

import urllib.parse

#: CSS pixels (WCAG 2.2, 2.5.5, which is AAA, and what phone makers ask for).
SMALLEST_TARGET = 44

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
}
POLICY = ["default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"]
LOOSE = ["unsafe-inline", "unsafe-eval", "http:", "*"]

LOOK_ROUND = """
const all = [...document.querySelectorAll('*')];
const shown = all.filter(e => e.getClientRects().length && getComputedStyle(e).visibility !== 'hidden');
const named = e => (e.innerText || e.name || e.tagName).trim().replace(/\\s+/g, ' ').slice(0, 60);
// Whatever holds something too wide is too wide itself: the innermost say it all.
const innermost = found => found.filter(e => !found.some(other => other !== e && e.contains(other)));
const speaks = e => e.matches('input') || [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
// A table may be wider than the window if it alone scrolls, and can be reached to be scrolled (WCAG 2.2, 1.4.10).
const scrolls = e => e.closest('[tabindex="0"][role=region]') !== null;
const wide = document.documentElement.clientWidth;
return {
    language: document.documentElement.lang,
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    scripts: document.scripts.length,
    zoom: document.querySelector('meta[name=viewport]').content,
    handlers: all.flatMap(e => e.getAttributeNames().filter(n => n.startsWith('on')).map(n => named(e) + ' ' + n)),
    styled: all.filter(e => e.hasAttribute('style')).map(named),
    sideways: document.documentElement.scrollWidth - wide,
    outside: innermost(shown.filter(e => !scrolls(e)).filter(e => {
        const r = e.getBoundingClientRect();
        return r.right > wide + .5 || r.left < -.5;
    })).map(named),
    clipped: shown.filter(e => speaks(e) && e.clientWidth && e.scrollWidth > e.clientWidth + 1)
        .map(e => `${named(e)} (${e.scrollWidth} in ${e.clientWidth})`),
    targets: shown.filter(e => e.matches('a[href], button, input, select, textarea, summary, [tabindex]')).map(e => {
        const r = e.getBoundingClientRect();
        return [named(e), r.width, r.height];
    }),
};
"""


def broken(browser, base, *, status=200, scripts=0):
    """What does not hold of the page that is shown, in words. `scripts`: how many it may have."""
    browser.watch()
    facts = browser.ask(LOOK_ROUND)
    return [
        *_of_wire(browser, urllib.parse.urlsplit(base).netloc, status),
        *_of_cookies(browser.driver.get_cookies()),
        *_of_page(facts, scripts),
    ]


def _of_wire(browser, host, status):
    page = browser.page
    if page.status != status:
        yield f"status {page.status} instead of {status}"
    for name, value in HEADERS.items():
        if page.headers.get(name) != value:
            yield f"{name} is {page.headers.get(name)}"
    policy = page.headers.get("content-security-policy", "")
    for directive in POLICY:
        if directive not in policy.split("; "):
            yield f"no {directive} in the policy: {policy}"
    for word in LOOSE:
        if word in policy:
            yield f"{word} in the policy: {policy}"
    for method, address in browser.requests:
        if urllib.parse.urlsplit(address).netloc != host:
            yield f"{method} to {address}"
    for word in browser.words:
        # What a browser says of every answer from 400 on.
        if "Failed to load resource: the server responded with a status of 4" not in word:
            yield f"console: {word}"


def _of_cookies(cookies):
    for cookie in cookies:
        # The prefix makes browsers refuse the cookie without Secure, with Domain, or with another path (RFC 6265bis).
        if not cookie["name"].startswith("__Host-"):
            yield f"cookie {cookie['name']} is not bound to this host"
        if not (cookie["secure"] and cookie["httpOnly"] and cookie.get("sameSite") in ("Lax", "Strict")):
            yield f"cookie {cookie}"
        if "expiry" in cookie:
            yield f"cookie {cookie['name']} outlives the browser"


def _of_page(facts, scripts):
    if not facts["language"] or not facts["title"] or facts["headings"] != 1:
        yield f"lang {facts['language']!r}, title {facts['title']!r}, {facts['headings']} headings of level 1"
    if facts["scripts"] > scripts:
        yield f"{facts['scripts']} scripts"
    if any(word in facts["zoom"] for word in ("user-scalable", "maximum-scale")):
        yield f"zooming is limited: {facts['zoom']}"
    for name in ("handlers", "styled", "outside", "clipped"):
        if facts[name]:
            yield f"{name}: {', '.join(facts[name])}"
    if facts["sideways"] > 0:
        yield f"{facts['sideways']} pixels to scroll sideways"
    for name, width, height in facts["targets"]:
        if min(width, height) < SMALLEST_TARGET:
            yield f"{name} is only {width:.0f}x{height:.0f} to touch"
