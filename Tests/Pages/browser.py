"""Chromium without a window, in a home of its own: sizes, colours, keys, and what went over the wire."""

import base64
import dataclasses
import json
import os
import pathlib
import subprocess
import urllib.parse

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

CHROMIUM, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
SWITCHES = [
    "--headless=new",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    # Nothing but this machine can be reached, whatever a page or the browser itself would like to fetch.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost",
]
TRY_SCRIPTS = "data:text/html,<title>off</title><script>document.title='on'</script>"


@dataclasses.dataclass(frozen=True)
class Look:
    """How a page is looked at. Width and height in CSS pixels."""

    name: str
    width: int
    height: int
    scale: int
    mobile: bool
    scheme: str = "light"
    #: The size a person has set for text, in per cent of the usual one. A browser has one for its whole life.
    text: int = 100


@dataclasses.dataclass
class Page:
    """The document that was fetched last."""

    status: int = 0
    headers: dict = dataclasses.field(default_factory=dict)


class Browser:
    """Lives as long as a `with`."""

    def __init__(self, home, authority, *, scripts, text=100):
        self.home, self.authority, self.scripts, self.text = pathlib.Path(home), authority, scripts, text
        self.page, self.requests, self.words = Page(), [], []

    def __enter__(self):
        self._trust()
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        # Chromium's sandbox refuses root, as whom continuous integration often runs.
        for switch in [*SWITCHES, f"--user-data-dir={self.home}/profile", *["--no-sandbox"] * (os.geteuid() == 0)]:
            options.add_argument(switch)
        preferences = {"webkit.webprefs.default_font_size": 16 * self.text // 100}
        if not self.scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        environment = {**os.environ, "HOME": str(self.home), "XDG_DATA_HOME": f"{self.home}/.local/share"}
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER, env=environment))
        self.driver.set_page_load_timeout(20)
        self.driver.get(TRY_SCRIPTS)
        if (self.driver.title == "on") != self.scripts:
            raise RuntimeError(f"scripts are {self.driver.title} in this browser")
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def _trust(self):
        """The simulator's authority, and no other, into the database where Chromium looks for a person's own."""
        database = self.home / ".pki/nssdb"
        database.mkdir(parents=True)
        certutil = ["certutil", "-d", f"sql:{database}"]
        subprocess.run([*certutil, "-N", "--empty-password"], check=True)
        subprocess.run([*certutil, "-A", "-t", "C,,", "-n", "tokenidp-sim", "-i", self.authority], check=True)

    def look(self, look):
        metrics = {"width": look.width, "height": look.height, "deviceScaleFactor": look.scale, "mobile": look.mobile}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)
        self.command("Emulation.setTouchEmulationEnabled", enabled=look.mobile)
        feature = {"name": "prefers-color-scheme", "value": look.scheme}
        self.command("Emulation.setEmulatedMedia", features=[feature])

    def forget(self):
        """As a new person's: no cookie, no page, no record of what was before."""
        self.command("Network.clearBrowserCookies")
        self.driver.get("about:blank")
        self.command("Page.resetNavigationHistory")
        self.watch()
        self.page, self.requests, self.words = Page(), [], []

    def command(self, name, **arguments):
        return self.driver.execute_cdp_cmd(name, arguments)

    def ask(self, script, *arguments):
        """Asks the page; works also where its own scripts are switched off."""
        return self.driver.execute_script(script, *arguments)

    def watch(self):
        """Takes up what happened since the last time: `page`, `requests` (method, address), `words` of the console."""
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            event = message["params"]
            if message["method"] == "Network.requestWillBeSent":
                if urllib.parse.urlsplit(event["request"]["url"]).scheme not in ("chrome", "data", "about"):
                    self.requests.append((event["request"]["method"], event["request"]["url"]))
            elif message["method"] == "Network.responseReceived" and event["type"] == "Document":
                response = event["response"]
                headers = {name.lower(): value for name, value in response["headers"].items()}
                self.page = Page(response["status"], headers)
        self.words += [f"{entry['level']} {entry['message']}" for entry in self.driver.get_log("browser")]

    def photograph(self, file):
        """The whole page, also what would have to be scrolled to."""
        width, height = self.ask("return [innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]")
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.command("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(base64.b64decode(shot["data"]))
