"""What an operator lives through on the page of live grants, /admin. It updates itself, so these need scripts; the
last two go without."""

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

DOOR, GRANTS = "The operator’s page", "Device grants"

WITH_SCRIPTS, WITHOUT_SCRIPTS = [], []


def open_page(visitor):
    visitor.open(visitor.simulator.act("admin").strip())
    visitor.expect(GRANTS, scripts=1)


def see_state(visitor, codes, state):
    """Waits for it; nobody reloads the page."""
    row = f"//tr[th[normalize-space()='{codes.user_code}']]/td[1]"
    visitor.until(lambda: visitor.read(row).startswith(state), lambda: f"{visitor.read(row)!r} instead of {state}")


def with_scripts(function):
    WITH_SCRIPTS.append(function)
    return function


@with_scripts
def operator_ticket(visitor):
    address = visitor.simulator.act("admin").strip()
    visitor.open(address)
    visitor.expect(GRANTS, scripts=1)
    visitor.must("ticket" not in visitor.driver.current_url, "the ticket stays in the address")
    visitor.browser.command("Network.clearBrowserCookies")
    visitor.open(address)
    visitor.expect(DOOR, "has opened the page before", status=403)


@with_scripts
def operator_token(visitor):
    visitor.open("/admin")
    visitor.expect(DOOR)
    visitor.type("Admin token", "not the token")
    visitor.press("Open")
    visitor.expect(DOOR, "This is not the token", status=403)
    visitor.type("Admin token", visitor.simulator.admin_token)
    visitor.press("Open")
    visitor.expect(GRANTS, scripts=1)


@with_scripts
def operator_watches(visitor):
    open_page(visitor)
    document = visitor.driver.find_element(By.TAG_NAME, "html")
    codes = visitor.simulator.ask(device_metadata="Living room TV")
    see_state(visitor, codes, "pending")
    visitor.simulator.act("approve", codes.user_code, "--as", "bob")
    see_state(visitor, codes, "approved by bob")
    visitor.must(visitor.simulator.poll(codes) == "tokens", "no tokens")
    see_state(visitor, codes, "used by bob")
    visitor.must(document.is_displayed(), "the page was loaded again")


@with_scripts
def operator_decides(visitor):
    first, second, third = (visitor.simulator.ask(device_metadata="<b>Lobby</b>") for _ in range(3))
    open_page(visitor)
    visitor.see("<b>Lobby</b>")
    for codes, act, state in ((first, "Approve", "approved"), (second, "Deny", "denied"), (third, "Expire", "expired")):
        visitor.press(f"{act} {codes.user_code}")
        visitor.expect(GRANTS, scripts=1)
        see_state(visitor, codes, state)
        visitor.must(visitor.simulator.state_of(codes)[0] == state, f"{act} did not do it")


@with_scripts
def operator_is_too_late(visitor):
    codes = visitor.simulator.ask()
    open_page(visitor)
    visitor.click("Pause")
    visitor.simulator.act("deny", codes.user_code)
    visitor.press(f"Approve {codes.user_code}")
    visitor.expect(GRANTS, "denied already", status=409, scripts=1)


@with_scripts
def operator_keeps_the_focus(visitor):
    codes = visitor.simulator.ask()
    open_page(visitor)
    button = f"approve-{codes.user_code}"
    visitor.browser.ask("document.getElementById(arguments[0]).focus()", button)
    other = visitor.simulator.ask()
    see_state(visitor, other, "pending")
    held = visitor.browser.ask("return document.activeElement.id")
    visitor.must(held == button, f"the update moved the focus to {held!r}")


@with_scripts
def operator_presses_slowly(visitor):
    """An update while the finger is down must not take the button from under it."""
    codes = visitor.simulator.ask()
    open_page(visitor)
    visitor.hold(f"Approve {codes.user_code}", seconds=1.5)
    see_state(visitor, codes, "approved")


@with_scripts
def operator_by_keyboard(visitor):
    codes = visitor.simulator.ask()
    open_page(visitor)
    visitor.click("Pause")
    way = []
    while True:
        visitor.keys(Keys.TAB)
        name = visitor.focus()
        if name is None or name in way:
            break
        way.append(name)
    wanted = [GRANTS, *(f"{act} {codes.user_code}" for act in ("Approve", "Deny", "Expire")), "Scenario", "For"]
    visitor.must(way[: len(wanted)] == wanted, f"Tab leads to {way}")


@with_scripts
def operator_pauses(visitor):
    open_page(visitor)
    visitor.click("Pause")
    visitor.must("Go on" in visitor.buttons(), "the button does not say how to go on")
    codes = visitor.simulator.ask()
    visitor.must(codes.user_code not in visitor.text(), "it did not pause")
    visitor.click("Go on")
    see_state(visitor, codes, "pending")


@with_scripts
def operator_puts_a_trouble_on(visitor):
    open_page(visitor)
    choice = visitor.driver.find_element(By.NAME, "scenario")
    Select(choice).select_by_value("denied")
    visitor.press("Put on")
    visitor.expect(GRANTS, "denied is on for every client", scripts=1)
    codes = visitor.simulator.ask()
    visitor.must(visitor.simulator.poll(codes) == "access_denied", "the trouble is not on")
    visitor.press("Call off")
    visitor.expect(GRANTS, scripts=1)
    visitor.must("is on for" not in visitor.text(), "the trouble is still on")


def operator_without_scripts(visitor):
    codes = visitor.simulator.ask()
    open_page(visitor)
    visitor.press(f"Approve {codes.user_code}")
    visitor.expect(GRANTS, scripts=1)
    visitor.must("Pause" not in visitor.buttons(), "a button that does nothing")
    later = visitor.simulator.ask()
    # By <meta http-equiv="refresh">, every five seconds.
    see_state(visitor, later, "pending")


def operator_is_too_late_without_scripts(visitor):
    codes = visitor.simulator.ask()
    open_page(visitor)
    visitor.simulator.act("deny", codes.user_code)
    visitor.press(f"Approve {codes.user_code}")
    visitor.expect(GRANTS, "denied already", status=409, scripts=1)
    later = visitor.simulator.ask()
    see_state(visitor, later, "pending")


WITHOUT_SCRIPTS += [operator_without_scripts, operator_is_too_late_without_scripts]
