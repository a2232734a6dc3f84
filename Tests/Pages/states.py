"""Every page in every state it can be in, for axe and for the pictures. A new page is one more function here: it
brings the visitor there, and ends when the page is shown."""

import operator_stories
import stories
from stories import CODE, COMPARE, EXPIRED, SIGN_IN, STALE, TOO_MANY, WRONG

STATES = []


def state(function):
    STATES.append(function)
    return function


@state
def code(visitor):
    visitor.open("/device")
    visitor.expect(CODE)


@state
def code_typed(visitor):
    code(visitor)
    visitor.type("Code", visitor.simulator.ask().user_code)


@state
def code_different(visitor):
    stories.different_code(visitor)


@state
def code_unknown(visitor):
    code(visitor)
    visitor.enter(WRONG)
    visitor.expect(CODE, "We do not know this code", status=400)


@state
def code_expired(visitor):
    stories.expired_code(visitor)


@state
def code_used(visitor):
    stories.used_code(visitor)


@state
def compare(visitor):
    visitor.open(visitor.simulator.ask().verification_uri_complete)
    visitor.expect(COMPARE)


@state
def sign_in(visitor):
    stories.reach_sign_in(visitor)


@state
def sign_in_wrong(visitor):
    stories.reach_sign_in(visitor)
    visitor.sign_in("alice", "not her password")
    visitor.expect(SIGN_IN, "do not go together", status=400)


@state
def request(visitor):
    stories.reach_request(visitor)


@state
def request_long(visitor):
    """The longest name a device can have, in one word, and every scope."""
    scope = "openid profile email phone offline_access api.read"
    stories.reach_request(visitor, device_metadata="W" * 80, scope=scope)


@state
def request_nameless(visitor):
    stories.reach_request(visitor, device_metadata="", scope="openid")


@state
def done_approved(visitor):
    stories.reach_request(visitor)
    visitor.press("Approve")
    visitor.expect(stories.APPROVED)


@state
def done_approved_long(visitor):
    stories.reach_request(visitor, device_metadata="Television of the conference room on the second floor, north")
    visitor.press("Approve")
    visitor.expect(stories.APPROVED)


@state
def done_denied(visitor):
    stories.deny(visitor)


@state
def problem_expired(visitor):
    codes = stories.reach_request(visitor)
    visitor.simulator.act("expire", codes.user_code)
    visitor.press("Approve")
    visitor.expect(EXPIRED, status=400)


@state
def problem_decided(visitor):
    stories.decided_elsewhere(visitor)


@state
def problem_stale(visitor):
    compare(visitor)
    visitor.browser.command("Network.clearBrowserCookies")
    visitor.press("Yes, the same")
    visitor.expect(STALE, status=403)


@state
def problem_too_many(visitor):
    code(visitor)
    for _ in range(5):
        visitor.enter(WRONG)
    visitor.expect(TOO_MANY, status=429)


# --- the operator's


@state
def operator_door(visitor):
    visitor.open("/admin")
    visitor.expect(operator_stories.DOOR)


@state
def operator_door_wrong(visitor):
    operator_door(visitor)
    visitor.type("Admin token", "not the token")
    visitor.press("Open")
    visitor.expect(operator_stories.DOOR, "This is not the token", status=403)


@state
def operator_grants(visitor):
    """One grant in each state, and a trouble."""
    simulator = visitor.simulator
    for name, acts in {
        "Living room TV": [],
        "Lobby": ["approve"],
        "Television of the conference room on the second floor, north": ["deny"],
        "": ["expire"],
    }.items():
        codes = simulator.ask(device_metadata=name)
        simulator.poll(codes)
        for act in acts:
            simulator.act(act, codes.user_code)
    codes = simulator.ask(device_metadata="Kitchen")
    simulator.act("approve", codes.user_code)
    simulator.poll(codes)
    simulator.act("scenario", "slow-down-once", "--client", "lobby-kiosk")
    operator_stories.open_page(visitor)
    visitor.see("slow-down-once is on for lobby-kiosk")


@state
def operator_refused(visitor):
    operator_stories.operator_is_too_late(visitor)


@state
def operator_lost(visitor):
    """The server is gone, and the page says so."""
    visitor.simulator.ask(device_metadata="Living room TV")
    operator_stories.open_page(visitor)
    visitor.simulator.stop()
    lost = "return !document.getElementById('lost').hidden"
    visitor.until(lambda: visitor.browser.ask(lost), lambda: "the page does not notice")
