"""What people live through on the pages (RFC 8628, 3.3). Each story starts with a new browser session."""

from selenium.webdriver.common.keys import Keys

CODE = "Enter the code from your screen"
COMPARE = "Does your screen show this code?"
SIGN_IN = "Sign in"
REQUEST = "Sign in to TokenIDP TV on this device?"
APPROVED, DENIED = "Approved", "Denied"
EXPIRED, DECIDED = "This code has expired", "Somebody else has decided"
STALE, TOO_MANY = "This page is too old", "Too many wrong tries"

DEVICE = "Living room TV"
#: A code nobody has, as good as surely: one in 25,600,000,000.
WRONG = "bcdf-ghjk"
#: Would change the page if it were not written with care.
ODD = "\"><b>&'{{"

STORIES = []


def story(function):
    STORIES.append(function)
    return function


# --- ways several stories go


def reach_sign_in(visitor, **members):
    """From a device's codes by its QR to the page where one signs in."""
    codes = visitor.simulator.ask(**{"device_metadata": DEVICE, **members})
    visitor.open(codes.verification_uri_complete)
    visitor.expect(COMPARE, codes.user_code)
    visitor.press("Yes, the same")
    visitor.expect(SIGN_IN)
    return codes


def reach_request(visitor, **members):
    codes = reach_sign_in(visitor, **members)
    visitor.press("Continue as Alice Example")
    visitor.expect(REQUEST, codes.user_code)
    return codes


# --- stories


@story
def by_qr(visitor):
    codes = visitor.simulator.ask(device_metadata=DEVICE, scope="openid profile email offline_access")
    visitor.open(codes.verification_uri_complete)
    visitor.expect(COMPARE, codes.user_code)
    visitor.same_size("No, different", "Yes, the same")
    visitor.press("Yes, the same")
    visitor.expect(SIGN_IN)
    visitor.press("Continue as Alice Example")
    visitor.expect(REQUEST, DEVICE, codes.user_code, "just now", "see your email address", "Signed in as Alice Example")
    visitor.same_size("Deny", "Approve")
    visitor.press("Approve")
    visitor.expect(APPROVED, DEVICE)
    visitor.must(visitor.simulator.state_of(codes) == ("approved", "alice"), "not approved by alice")
    visitor.must(visitor.simulator.poll(codes) == "tokens", "no tokens")


@story
def by_typing(visitor):
    codes = visitor.simulator.ask()
    visitor.open("/device")
    visitor.expect(CODE)
    visitor.must(visitor.focus() == "Code", "the field has no focus")
    visitor.enter(codes.typed)
    visitor.expect(SIGN_IN)
    visitor.press("Continue as Bob Example")
    visitor.expect(REQUEST, "A device without a name", codes.user_code)
    visitor.press("Approve")
    visitor.expect(APPROVED, "The screen will greet you")
    visitor.must(visitor.simulator.state_of(codes) == ("approved", "bob"), "not approved by bob")


@story
def deny(visitor):
    codes = reach_request(visitor)
    visitor.press("Deny")
    visitor.expect(DENIED, DEVICE)
    visitor.must(visitor.simulator.poll(codes) == "access_denied", "the device was not denied")


@story
def wrong_code(visitor):
    codes = visitor.simulator.ask()
    visitor.open("/device")
    visitor.expect(CODE)
    visitor.enter(WRONG)
    visitor.expect(CODE, "We do not know this code", status=400)
    visitor.must(visitor.field("Code").get_attribute("value") == WRONG, "the field forgot what was typed")
    visitor.must(visitor.field("Code").get_attribute("aria-invalid") == "true", "the field is not marked")
    visitor.must(visitor.focus() == "Code", "the field has no focus")
    visitor.must(visitor.driver.title.startswith("Problem: "), f"the title is {visitor.driver.title}")
    visitor.enter(ODD)
    visitor.expect(CODE, "We do not know this code", status=400)
    visitor.must(visitor.field("Code").get_attribute("value") == ODD, "the field changed what was typed")
    visitor.enter(codes.user_code)
    visitor.expect(SIGN_IN)


@story
def different_code(visitor):
    codes = visitor.simulator.ask()
    visitor.open(codes.verification_uri_complete)
    visitor.expect(COMPARE)
    visitor.press("No, different")
    visitor.expect(CODE, "belongs to another screen")
    visitor.must(visitor.field("Code").get_attribute("value") == "", "the code of the link is in the field")


@story
def expired_code(visitor):
    codes = visitor.simulator.ask()
    visitor.simulator.act("expire", codes.user_code)
    visitor.open("/device")
    visitor.enter(codes.typed)
    visitor.expect(CODE, "This code has expired", status=400)


@story
def expired_while_deciding(visitor):
    codes = reach_request(visitor)
    visitor.simulator.act("expire", codes.user_code)
    visitor.press("Approve")
    visitor.expect(EXPIRED, "Nothing was approved", status=400)
    visitor.press("Enter a code")
    visitor.expect(CODE)


@story
def used_code(visitor):
    codes = visitor.simulator.ask()
    visitor.simulator.act("approve", codes.user_code, "--as", "bob")
    visitor.open("/device")
    visitor.enter(codes.typed)
    visitor.expect(CODE, "This code was used already", status=400)


@story
def decided_elsewhere(visitor):
    codes = reach_request(visitor)
    visitor.simulator.act("approve", codes.user_code, "--as", "bob")
    visitor.press("Deny")
    visitor.expect(DECIDED)
    visitor.must(visitor.simulator.state_of(codes) == ("approved", "bob"), "bob's decision did not stand")


@story
def by_password(visitor):
    codes = reach_sign_in(visitor)
    visitor.sign_in("alice", "not her password")
    visitor.expect(SIGN_IN, "do not go together", status=400)
    visitor.must(visitor.field("User name").get_attribute("value") == "alice", "the user name is gone")
    visitor.must(visitor.field("Password").get_attribute("value") == "", "the password came back")
    visitor.sign_in(" Alice ", "alice-password")
    visitor.expect(REQUEST, "Signed in as Alice Example", codes.user_code)


@story
def somebody_else(visitor):
    codes = reach_request(visitor)
    visitor.press("Not Alice?")
    visitor.expect(SIGN_IN)
    visitor.press("Continue as Bob Example")
    visitor.expect(REQUEST, "Signed in as Bob Example")
    visitor.press("Approve")
    visitor.expect(APPROVED)
    visitor.must(visitor.simulator.state_of(codes) == ("approved", "bob"), "not approved by bob")


@story
def too_many_codes(visitor):
    codes = visitor.simulator.ask()
    visitor.open("/device")
    for _ in range(4):
        visitor.enter(WRONG)
        visitor.expect(CODE, "We do not know this code", status=400)
    visitor.enter(WRONG)
    visitor.expect(TOO_MANY, "a minute", status=429)
    wait = visitor.browser.page.headers.get("retry-after")
    visitor.must(wait and 0 < int(wait) <= 60, f"Retry-After is {wait}")
    visitor.press("Enter a code")
    visitor.expect(CODE)
    visitor.enter(codes.typed)
    visitor.expect(TOO_MANY, status=429)


@story
def too_many_passwords(visitor):
    reach_sign_in(visitor)
    for _ in range(5):
        visitor.sign_in("alice", "not her password")
        visitor.expect(SIGN_IN, "do not go together", status=400)
    visitor.sign_in("alice", "alice-password")
    visitor.expect(TOO_MANY, status=429)


@story
def back_and_reload(visitor):
    codes = reach_request(visitor)
    visitor.press("Approve")
    visitor.expect(APPROVED)
    sent, way = visitor.posts(), []
    visitor.reload()
    visitor.expect(APPROVED)
    while visitor.heading() != COMPARE:
        visitor.back()
        visitor.arrive()
        way.append(visitor.heading())
        visitor.must(len(way) < 6, f"back never comes to the start: {way}")
    visitor.must(set(way) == {APPROVED, COMPARE}, f"back leads to {way}")
    visitor.must(visitor.posts() == sent, "a form was sent again on the way back")
    visitor.must(visitor.simulator.state_of(codes) == ("approved", "alice"), "going back changed the decision")
    visitor.press("Yes, the same")
    visitor.expect(CODE, "This code was used already", status=400)


@story
def cookies_lost(visitor):
    codes = visitor.simulator.ask()
    visitor.open(codes.verification_uri_complete)
    visitor.expect(COMPARE)
    visitor.browser.command("Network.clearBrowserCookies")
    visitor.press("Yes, the same")
    visitor.expect(STALE, "Nothing was decided", status=403)
    visitor.press("Enter a code")
    visitor.expect(CODE)


@story
def by_keyboard(visitor):
    codes = visitor.simulator.ask(device_metadata=DEVICE)

    def tab(*names, key=Keys.TAB):
        for name in names:
            visitor.keys(key)
            visitor.must(visitor.focus() == name, f"the focus is on {visitor.focus()} instead of {name}")

    visitor.open("/device")
    visitor.expect(CODE)
    visitor.keys(codes.user_code)
    tab("Continue")
    visitor.send(Keys.ENTER)
    visitor.expect(SIGN_IN)
    people = [one for one in visitor.buttons() if one.startswith("Continue as ")]
    visitor.must(len(people) > 1, f"only {people} to continue as")
    tab(*people, "User name", "Password", "Sign in")
    visitor.keys_with_shift(Keys.TAB)
    visitor.must(visitor.focus() == "Password", "back goes another way")
    visitor.keys("alice-password", Keys.ENTER)
    visitor.until(lambda: visitor.focus() == "User name", lambda: "the browser does not point at the empty field")
    visitor.send("alice", Keys.ENTER)
    visitor.expect(REQUEST)
    tab("Deny", "Approve", "Not Alice?")
    visitor.open(codes.verification_uri_complete)
    visitor.expect(COMPARE)
    tab("No, different", "Yes, the same")
    visitor.send(Keys.ENTER)
    visitor.expect(REQUEST)
    tab("Deny", "Approve")
    visitor.send(Keys.SPACE)
    visitor.expect(APPROVED)
    visitor.keys(Keys.TAB)
    visitor.must(visitor.focus() is None, f"after the end the focus is on {visitor.focus()}")
