"""A browser window with one person at it. Every page it comes to is examined before anything else is done.

How accessible a page is, and whether it fits a phone, lies in what it is made of. A page where all is as on pages
examined before, but for what the texts say, is not examined for that once more, and else only what is new on it; except
in the test that goes through the year, which leaves out none.

with chromium() as browser:
    kari = Window(browser, address)
    kari.sign_in("Kari")
    kari.take_up("Vurdere hvor dere står")
    kari.press("Send til Inderøy kommune")
"""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT as AXE
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Locator, Response, expect, sync_playwright

from e2e.server import session_of
from laget.base.accounts.models import Person
from testing.again import in_common
from testing.browser import find

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# WCAG 2.2's rule about the size of what one presses is off in axe unless it is asked for by name.
AXE_OPTIONS = {
    "runOnly": {"type": "tag", "values": WCAG},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# What colours decide; the rest of a page is the same in all of them.
COLOUR_OPTIONS = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "resultTypes": ["violations"],
}
AS_IT_IS = {"color_scheme": "light", "forced_colors": "none"}  # by itself
SOURCES = {"'none'", "'self'", "data:"}
PHONE = (320, 640)
# What examines a page is half a megabyte of script, and each page runs it once, anew: to compile it plainly and keep
# that takes less than to make it ever faster.
COMPILED = "--js-flags=--always-sparkplug --no-flush-bytecode --no-maglev --no-turbofan"
# What a page is made of: each element with those around it, what it says of itself, and whether it holds text. Of what
# stylesheets go by, the value counts too. It is told in numbers, since so many words take longer to tell than to find;
# and the page keeps which elements they stand for, for what is asked of it next.
FACTS = """() => {
  const told = new Set([
    "class", "role", "type", "lang", "open", "disabled", "data-color", "data-variant", "data-size", "data-reached",
    "data-urgency", "data-weight", "data-over", "data-state", "aria-hidden", "aria-current", "aria-invalid",
    "aria-disabled", "aria-sort", "aria-expanded", "aria-checked", "aria-selected", "aria-busy",
  ])
  const said = ({name, value}) => told.has(name) ? name + "=" + value : name
  const is_text = node => node.nodeType === Node.TEXT_NODE && node.data.trim()
  const numbers = new Map()
  const number = words => {
    if (numbers.has(words)) return numbers.get(words)
    let [one, other] = [0xdeadbeef, 0x41c6ce57]
    for (let place = 0; place < words.length; place++) {
      one = Math.imul(one ^ words.charCodeAt(place), 2654435761)
      other = Math.imul(other ^ words.charCodeAt(place), 1597334677)
    }
    numbers.set(words, (other >>> 0) * 2097152 + (one >>> 11))
    return numbers.get(words)
  }
  const around = new Map()
  globalThis.kinds = new Map()
  for (const each of document.querySelectorAll("body, body *")) {
    const own = each.localName + "[" + Array.from(each.attributes, said).sort().join(" ") + "]"
    const kind = number((around.get(each.parentElement) ?? "") + ">" + own)
    around.set(each, kind)
    kinds.set(each, Array.prototype.some.call(each.childNodes, is_text) ? kind : -kind)
  }
  return {
    title: document.title, language: document.documentElement.lang,
    headings: [...document.querySelectorAll("h1")].map(each => each.textContent.trim()),
    ids: [...document.querySelectorAll("[id]")].map(each => each.id),
    made_of: [...new Set(kinds.values())],
  }
}"""
# Half a megabyte of script takes longer to bring to a page than to run there, so each comes with it, folded up.
BROUGHT_ALONG = "globalThis.unfold_axe = () => {" + AXE + "\n}"
# At the foot of the page, where the bar that follows along covers nothing; and back to where it was. Only what hasn't
# been seen before is examined, unless the whole page is, or none of that is there any more. Contrast takes three times
# as long as all else together, and is the same in all of a kind, so it is looked for in the first of each. What is to
# be looked at is marked meanwhile.
EXAMINE = """async ([kinds_not_seen, whole, options]) => {
  const fresh = new Set(kinds_not_seen), place = scrollY
  const marked = [...kinds.keys()].filter(each => fresh.delete(kinds.get(each)))
  unfold_axe()
  axe.configure({rules: [{id: "color-contrast", selector: "[data-fresh]"}]})
  marked.forEach(each => each.dataset.fresh = "")
  scrollTo({top: document.body.scrollHeight, behavior: "instant"})
  const {violations} = await axe.run(whole || !marked.length ? document : "[data-fresh]", options)
  scrollTo({top: place, behavior: "instant"})
  marked.forEach(each => delete each.dataset.fresh)
  return violations
}"""
TOO_WIDE = """screen => document.documentElement.scrollWidth > screen ? [...document.querySelectorAll("body *")].filter(
  each => each.getBoundingClientRect().right > screen + 0.5).map(each => each.outerHTML.slice(0, 120)) : []"""


class Examined:
    """What pages were made of that nothing could be said against, in all processes that run tests side by side."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()
        self._read = 0

    def fresh(self, made_of: Iterable[int], looks: str) -> list[int]:
        """What hasn't been seen before, by those looks."""
        with in_common("examined") as file:
            file.seek(self._read)
            self._known.update(file.read().splitlines())
            self._read = file.tell()
        return [kind for kind in made_of if _line(kind, looks) not in self._known]

    def add(self, made_of: Iterable[int], looks: str) -> None:
        lines = {_line(kind, looks) for kind in made_of}
        self._known |= lines
        with in_common("examined") as file:
            file.write(b"".join(line + b"\n" for line in lines))


EXAMINED = Examined()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Playwright keeps an event loop in this thread, which Django takes for a server that must not wait.

    While it runs, Django has a database connection of its own for it, so that one is closed with it.
    """
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=find(), args=[COMPILED])
        try:
            yield browser
        finally:
            browser.close()
            connections.close_all()


class Window:
    """What a person does, in words from the page; and what the page must hold up to, whoever looks at it."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        *,
        beside: "Window | None" = None,
        leaves_out_none: bool = False,
        **options: Any,
    ) -> None:
        """`beside` is a window of the same person; `options` are Playwright's for a new context."""
        self.browser, self.address = browser, address
        self.context = beside.context if beside else browser.new_context(**{**_as_one_is(address), **options})
        self.language = "nb"  # that the pages should be in
        self.scripts = options.get("java_script_enabled", True)
        self.options = options
        self.leaves_out_none = leaves_out_none
        if self.scripts and not beside:
            self.context.add_init_script(BROUGHT_ALONG)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.complaints: list[str] = []
        self.visited: list[str] = []
        self.page.on("console", lambda message: self._complain(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, name: str) -> "Window":
        """Come as someone who has signed in before, and has no page open yet."""
        key = session_of(Person.objects.get(name=name))
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": self.address}])
        return self

    def pick(self, name: str) -> "Window":
        """Sign in as the demo lets one: pick a person."""
        self.open(f"/velg-person/?sok={name}")
        with self.arriving():
            self.page.get_by_role("button", name=f"Velg {name},").click()
        return self

    def open(self, path: str, *, status: int = 200) -> None:
        with self.arriving(status=status):
            self.page.goto(path)

    def follow(self, name: str, *, within: str = "main") -> None:
        """Go where a link leads."""
        with self.arriving():
            self.page.locator(within).get_by_role("link", name=name, exact=True).first.click()

    def take_up(self, task: str, *, about: str = "") -> None:
        """Go to what the front page says is to be done."""
        line = self.page.locator("ol.tasks li", has_text=task).filter(has_text=about).first
        link = line.get_by_role("link", name=task, exact=True)
        if self.page.url != f"{self.address}/oppgaver/" or not link.count():
            self.open("/oppgaver/")
        with self.arriving():
            link.click()

    def press(self, name: str, *, status: int = 200) -> None:
        """Press a button that leads to a page."""
        with self.arriving(status=status):
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def write(self, label: str, text: str, *, within: Locator | None = None) -> None:
        field = (within or self.page.locator("main")).get_by_label(label)
        field.first.fill(text)

    def tick(self, label: str, *, within: Locator | None = None) -> None:
        (within or self.page.locator("main")).get_by_label(label, exact=True).check()

    def group(self, legend: str) -> Locator:
        """The question, tiltak or amount that a legend names."""
        return self.page.get_by_role("group", name=legend).first

    def see(self, text: str) -> None:
        """That the page says so, where one can see it."""
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible()

    def see_it_saved(self) -> None:
        """Without pressing anything."""
        expect(self.page.locator("#saved")).to_contain_text("Lagret kl.")

    def has_button(self, name: str) -> bool:
        return self.page.get_by_role("button", name=name, exact=True).count() > 0

    def fetch(self, link: str) -> bytes:
        """The PDF that a link leads to."""
        path = self.page.locator("main").get_by_role("link", name=link, exact=True).get_attribute("href")
        answer = self.context.request.get(str(path))
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        return answer.body()

    @contextlib.contextmanager
    def arriving(self, *, status: int = 200) -> Iterator[None]:
        """Wait for the page that what is done in the block leads to, and examine it."""
        with self.page.expect_navigation() as navigation:
            yield
        self.examine(navigation.value, status=status)

    def examine(self, response: Response | None, *, status: int = 200) -> None:
        assert response
        self.visited.append(self.page.url.removeprefix(self.address))
        found = [*_policy_problems(response.headers.get("content-security-policy", "none at all"))]
        if response.status != status:
            found.append(f"status {response.status}")
        found += [each for each in self.complaints if f"status of {status} " not in each]
        self.complaints.clear()
        facts = self.page.evaluate(FACTS)
        found += self._problems_of_shape(facts)
        made_of = facts["made_of"]
        if fresh := made_of if self.leaves_out_none else EXAMINED.fresh(made_of, self.looks()):
            found += [*self._problems_on_a_phone(), *self._problems_of_access(fresh)]
            if not found:
                EXAMINED.add(fresh, self.looks())
        assert found == [], f"{self.page.url}: " + "\n".join(found)

    def examine_in_all_colours(self) -> None:
        """The page where one is, for those who see it in the dark, or in colours that they have chosen."""
        if not self.scripts:
            return
        made_of = self.page.evaluate(FACTS)["made_of"]
        for colours in ({"color_scheme": "dark"}, {"forced_colors": "active"}):
            looks = self.looks(**colours, only="colours")
            if fresh := EXAMINED.fresh(made_of, looks):
                with self._seen_in(colours):
                    found = list(self._problems_of_access(fresh, COLOUR_OPTIONS))
                assert found == [], f"{self.page.url}, {colours}: " + "\n".join(found)
                EXAMINED.add(fresh, looks)

    @contextlib.contextmanager
    def _seen_in(self, colours: dict[str, Any]) -> Iterator[None]:
        self.page.emulate_media(**colours)
        try:
            yield
        finally:
            self.page.emulate_media(**{which: self.options.get(which, AS_IT_IS[which]) for which in colours})

    def looks(self, **colours: Any) -> str:
        """What a page may look otherwise by."""
        return repr(sorted({**self.options, **colours, "java_script_enabled": self.scripts}.items()))

    def _problems_of_shape(self, facts: dict[str, Any]) -> Iterator[str]:
        if len(facts["headings"]) != 1 or not facts["headings"][0]:
            yield f"level one headings: {facts['headings']}"
        if not facts["title"].endswith(" – Laget") or facts["title"].startswith((" ", "–", ",")):
            yield f"title: {facts['title']!r}"
        if facts["language"] != self.language:
            yield f"language: {facts['language']}"
        if doubled := {each for each in facts["ids"] if facts["ids"].count(each) > 1}:
            yield f"the same id twice: {doubled}"

    def _problems_on_a_phone(self) -> Iterator[str]:
        """What reaches beyond the edge, when the page does."""
        before = self.page.viewport_size
        assert before
        self.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        wide: list[str] = self.page.evaluate(TOO_WIDE, PHONE[0])
        self.page.set_viewport_size(before)
        if wide:
            yield f"scrolls sideways on a phone, because of {wide[:3]}"

    def _problems_of_access(self, fresh: list[int], options: dict[str, Any] = AXE_OPTIONS) -> Iterator[str]:
        if not self.scripts:
            return
        violations = self.page.evaluate(EXAMINE, [fresh, self.leaves_out_none, options])
        for each in violations:
            yield f"{each['id']}: {each['help']}: {[node['html'][:200] for node in each['nodes'][:3]]}"

    def _complain(self, kind: str, text: str) -> None:
        # htmx tells of a save that was stopped because the form was sent: that is as it should be.
        if kind in ("error", "warning") and not text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            self.complaints.append(f"console: {text}")


def _line(kind: int, looks: str) -> bytes:
    return f"{kind} {looks}".encode()


def _as_one_is(address: str) -> dict[str, Any]:
    """Norwegian, and without what glides: a button that moves between press and release is not pressed."""
    return {"base_url": address, "locale": "nb-NO", "reduced_motion": "reduce"}


def _policy_problems(policy: str) -> Iterator[str]:
    """Nothing inline, nothing evaluated, and nothing from another place."""
    for directive in policy.split("; "):
        name, *sources = directive.split(" ")
        if not sources or set(sources) - SOURCES or ("data:" in sources and name != "img-src"):
            yield f"policy: {directive}"
    if "default-src 'none'" not in policy:
        yield f"policy: {policy}"
