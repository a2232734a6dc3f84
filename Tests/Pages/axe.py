"""axe-core on the page that is shown: the rules of WCAG 2.0 to 2.2, levels A and AA, and axe's best practices."""

import dataclasses
import importlib.metadata

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

CHECK = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0], resultTypes: ['violations', 'incomplete', 'passes']}).then(
    result => {
        // axe cannot tell the colours of what a table has scrolled away; on a desk it has not.
        const away = (rule, node) => rule.id === 'color-contrast'
            && document.querySelector(node.target[0])?.closest('[role=region][tabindex="0"]');
        const flat = (kind, leaves) => result[kind].map(rule => ({
            id: rule.id, help: rule.help,
            nodes: rule.nodes.filter(node => !leaves(rule, node))
                .map(node => node.target.join(' ') + ': ' + (node.failureSummary || '')),
        })).filter(rule => rule.nodes.length);
        const none = () => false;
        done({
            violations: flat('violations', none),
            incomplete: flat('incomplete', away),
            passes: flat('passes', none),
        });
    },
    error => done({failed: String(error)}));
"""


@dataclasses.dataclass
class Tally:
    """How much was checked: rules on pages, and each of their elements."""

    pages: int = 0
    rules: int = 0
    elements: int = 0


class Axe:
    def __init__(self):
        # The distribution is asked, as importing the package would want Playwright.
        shipped = importlib.metadata.distribution("axe-playwright-python")
        file = shipped.locate_file("axe_playwright_python/axe.min.js")
        self.source = file.read_text(encoding="utf-8")
        self.tally = Tally()

    def version(self, browser):
        self._bring(browser)
        return browser.ask("return axe.version")

    def broken(self, browser):
        """What axe does not let pass, or cannot decide, in words."""
        self._bring(browser)
        browser.driver.set_script_timeout(30)
        result = browser.driver.execute_async_script(CHECK, TAGS)
        if "failed" in result:
            return [f"axe failed: {result['failed']}"]
        every = [rule for rules in result.values() for rule in rules]
        self.tally.pages += 1
        self.tally.rules += len(every)
        self.tally.elements += sum(len(rule["nodes"]) for rule in every)
        return [_words(kind, rule) for kind in ("violations", "incomplete") for rule in result[kind]]

    def _bring(self, browser):
        """By the driver, as the pages' policy lets in no script."""
        if not browser.ask("return typeof axe === 'object'"):
            browser.ask(self.source)


def _words(kind, rule):
    nodes = rule["nodes"]
    more = f" and {len(nodes) - 3} more" if len(nodes) > 3 else ""
    shown = " | ".join(" ".join(node.split()) for node in nodes[:3])
    return f"axe {kind} {rule['id']} ({rule['help']}): {shown}{more}"
