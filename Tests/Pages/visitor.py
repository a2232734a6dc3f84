"""A person with a browser on the pages: what they see, type and press. Every page they come to is held to the rules."""

from selenium.common.exceptions import StaleElementReferenceException, TimeoutException, WebDriverException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import WebDriverWait

import rules

#: Seconds until what must happen has happened.
PATIENCE = 10

FOCUSED = """
const e = document.activeElement;
if (!e || e === document.body) return null;
const style = getComputedStyle(e), r = e.getBoundingClientRect();
let behind = e.parentElement;
while (behind && getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
return {
    ring: e.matches(':focus-visible') && style.outlineStyle !== 'none' ? parseFloat(style.outlineWidth) : 0,
    colours: [style.outlineColor, getComputedStyle(behind || document.documentElement).backgroundColor],
    inView: r.top > -1 && r.left > -1 && r.bottom < innerHeight + 1 && r.right < innerWidth + 1,
};
"""


class NotSo(Exception):
    """Something a story says did not happen."""


class Visitor:
    """`pages` counts the pages that were held to the rules; `flaws` are the rules they broke."""

    def __init__(self, browser, simulator):
        self.browser, self.simulator = browser, simulator
        self.driver = browser.driver
        self.pages, self.flaws, self.left = 0, [], None

    # --- what they do

    def open(self, path_or_address):
        self._leave()
        whole = "://" in path_or_address
        self.driver.get(path_or_address if whole else self.simulator.base + path_or_address)

    def press(self, label):
        """Presses the button, or follows the link, that says so, to another page."""

        def press():
            button = self.button(label)
            self._leave()
            button.click()

        self._steadily(press)

    def click(self, label):
        """Presses a button that leads nowhere else."""
        self._steadily(lambda: self.button(label).click())

    def hold(self, label, seconds):
        """Presses a button for as long as that before letting it go."""
        chain = ActionChains(self.driver)
        chain.click_and_hold(self.button(label)).pause(seconds).release().perform()

    def button(self, label):
        return self._named(label, "button, a[href]")

    def field(self, label):
        return self._named(label, "input:not([type=hidden])")

    def type(self, label, text):
        field = self.field(label)
        field.clear()
        field.send_keys(text)

    def enter(self, code):
        self.type("Code", code)
        self.press("Continue")

    def sign_in(self, name, password):
        self.type("User name", name)
        self.type("Password", password)
        self.press("Sign in")

    def keys(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def keys_with_shift(self, *keys):
        ActionChains(self.driver).key_down(Keys.SHIFT).send_keys(*keys).key_up(Keys.SHIFT).perform()

    def send(self, *keys):
        """Keys of which the last leads to another page."""
        self._leave()
        self.keys(*keys)

    def reload(self):
        self._leave()
        self.driver.refresh()

    def back(self):
        self._leave()
        self.driver.back()

    # --- what they see

    def expect(self, heading, *words, status=200, scripts=0):
        """Waits for the page with this heading and these words, and holds it to the rules."""
        self.arrive()
        self.until(lambda: self.heading() == heading, lambda: f"“{self.heading()}” instead of “{heading}”")
        self.see(*words)
        self.pages += 1
        self.flaws += [
            f"“{heading}”: {flaw}"
            for flaw in rules.broken(self.browser, self.simulator.base, status=status, scripts=scripts)
        ]

    def arrive(self):
        """Waits until the page that was left is gone and another is there in full."""
        if self.left:
            self.until(lambda: staleness_of(self.left)(self.driver), lambda: f"“{self.heading()}” stays")
            self.left = None
        ready = "return document.readyState === 'complete'"
        self.until(lambda: self.browser.ask(ready), lambda: f"“{self.heading()}” does not come to an end")

    def see(self, *words):
        text = self.text()
        for word in words:
            self.must(word in text, f"no “{word}” on “{self.heading()}”")

    def buttons(self):
        return [name for name, _ in self._all("button")]

    def heading(self):
        return self.read("//h1")

    def text(self):
        return self.read("//body")

    def read(self, path):
        def texts():
            return [one.text for one in self.driver.find_elements(By.XPATH, path)[:1]]

        return " ".join("".join(self._steadily(texts)).split())

    def focus(self):
        """What has the focus, by its label or words; None if nothing has. That it can be seen is a rule."""
        facts = self.browser.ask(FOCUSED)
        if facts is None:
            return None
        name = self.driver.switch_to.active_element.accessible_name
        where = f"“{self.heading()}”: the focus on {name}"
        if facts["ring"] < 2:
            self.flaws.append(f"{where} has a ring of {facts['ring']} pixels")
        # WCAG 2.2, 1.4.11 and 2.4.13
        if contrast(*facts["colours"]) < 3:
            self.flaws.append(f"{where} has a contrast of {contrast(*facts['colours']):.1f}")
        # The browser scrolls to it, which takes a moment.
        self.until(lambda: self.browser.ask(FOCUSED)["inView"], lambda: f"{where} is outside of the window")
        return name

    def posts(self):
        """How many forms were sent."""
        self.browser.watch()
        return sum(method == "POST" for method, _ in self.browser.requests)

    def same_size(self, one, other):
        sizes = [self.button(label).rect for label in (one, other)]
        same = all(abs(sizes[0][side] - sizes[1][side]) < 1 for side in ("width", "height"))
        self.must(same, f"{one} and {other} are not of the same size: {sizes}")

    # --- how a story is told

    def must(self, holds, otherwise):
        if not holds:
            raise NotSo(otherwise)

    def until(self, holds, otherwise):
        try:
            WebDriverWait(self.driver, PATIENCE, 0.02, [WebDriverException]).until(lambda _: holds())
        except TimeoutException:
            raise NotSo(otherwise()) from None

    def _leave(self):
        self.left = self.driver.find_element(By.TAG_NAME, "html")

    def _named(self, label, selector):
        """By the name that a screen reader says."""
        self.arrive()
        found = [one for name, one in self._all(selector) if name == label]
        self.must(len(found) == 1, f"{len(found)} called {label} on “{self.heading()}”")
        return found[0]

    def _all(self, selector):
        return self._steadily(
            lambda: [(one.accessible_name, one) for one in self.driver.find_elements(By.CSS_SELECTOR, selector)]
        )

    def _steadily(self, act):
        """Does it again where the page has changed itself in between."""
        wait = WebDriverWait(self.driver, PATIENCE, 0.02, [StaleElementReferenceException])
        return wait.until(lambda _: [act()])[0]


def contrast(*colours):
    """Of two colours as CSS computes them, as in "rgb(1, 2, 3)" (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted(map(_luminance, colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour):
    channels = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
