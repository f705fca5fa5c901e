"""The page as people use it: in a real browser, by the names and roles that a reader or a screen reader finds."""

import gzip
import json
import re
import subprocess
import tomllib
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from conftest import PROGRAM, ROOT

expect.set_options(timeout=20_000)
# A scenario that is computed in a second.
QUICK = "boiler_only.toml"
# Samples of a live answer where their number is of no account: the page asks for more.
FEW = 100


class Reader:
    """A window on the page; whatever goes wrong in it is remembered."""

    def __init__(self, browser, server, path="", lang="en", width=1280, scheme="light", samples=FEW, **options):
        self.server = server
        self.context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=lang, color_scheme=scheme, reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(20_000)
        self.samples = samples
        self.context.route("**/live?*", self._ask_for)
        self.complaints, self.aborted = [], []
        # Answers that are refused on purpose: the browser writes them to its console as well.
        self.expected = []
        self.page = self.tab(path)

    def tab(self, path=""):
        """A further tab of the same browser."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)
        page.on("request", self._asked)
        page.goto(f"{self.server.address.split('#')[0]}{path}")
        return page

    def _ask_for(self, route):
        question = route.request.post_data_json
        route.continue_(post_data=json.dumps({**question, "samples": self.samples or question["samples"]}))

    def _heard(self, message):
        told = f"{message.text} {message.location.get('url', '')}"
        if message.type in ("error", "warning") and not any(known in told for known in self.expected):
            self.complaints.append(told)

    def _failed(self, request):
        # A newer question ends the older ones; leaving the page ends what it listens to.
        if request.failure == "net::ERR_ABORTED":
            self.aborted.append(request.url)
        else:
            self.complaints.append(f"{request.url}: {request.failure}")

    def _asked(self, request):
        own = f"http://127.0.0.1:{self.server.port}/"
        if not request.url.startswith((own, "data:", f"blob:{own}")):
            self.complaints.append(f"asks elsewhere: {request.url}")


@contextmanager
def reading(browser, server, path="", **options):
    """The page in a window of its own; at the end nothing may have gone wrong."""
    reader = Reader(browser, server, path, **options)
    try:
        yield reader
        assert reader.complaints == []
    finally:
        reader.context.close()


KEY_NUMBERS = re.compile("Key numbers|Chiffres clés")


def answered(page):
    """Waits until the live answer has all its samples."""
    expect(page.get_by_role("region", name=KEY_NUMBERS)).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("region", name=KEY_NUMBERS).get_by_role("status")).to_have_text(re.compile(r"^\d+\D+$"))


def headline(page, label):
    """A key number by its label."""
    return page.get_by_role("region", name=KEY_NUMBERS).get_by_role("listitem").filter(has_text=label)


# ---- from empty to a report ---------------------------------------------------------------------------------------

COMPANIES = """provider_id\tname\tlat_deg\tlon_deg\tparticipation_probability
A1\tSawmill\t49.35\t6.15\t0.9
A2\tCanteen\t49.30\t6.12\t0.8"""
STREAMS = """stream_id\tprovider_id\tstream_kind\tfeedstock_id\tamount_low\tamount_mode\tamount_high\tamount_unit\tpresent_outlet
A1-1\tA1\twood\tpallet_A_soft\t200\t300\t400\tt/a\tskip_contractor_wood
A2-1\tA2\tfood_waste\tfv_super\t300\t400\t600\tt/a\tseparate_biowaste_contractor"""


def pasted(page, table, text):
    """A text pasted into a sheet, as from a spreadsheet."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.get_by_role("group", name="Tables").get_by_role("button", name=table).click()
    page.get_by_role("grid", name=table).press("Control+v")
    rows = len(text.splitlines()) - 1
    expect(page.get_by_role("button", name=f"{table} {rows}")).to_be_visible()


def test_first_scenario_from_empty_to_a_report(browser, server):
    with reading(browser, server, permissions=["clipboard-read", "clipboard-write"]) as reader:
        page = reader.page
        page.get_by_label("Name of the file").fill("first")
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_role("heading", name="Step 1 of 5: Name and place")).to_be_visible()
        place = {"Title of the scenario": "First", "Latitude of the plant": "49.32", "Longitude of the plant": "6.11"}
        for label, text in place.items():
            page.get_by_label(label, exact=True).fill(text)
        guide = page.get_by_role("region", name="Guide")
        guide.get_by_role("button", name="Next").click()
        guide.get_by_role("button", name="Companies and their waste").click()
        pasted(page, "Companies", COMPANIES)
        pasted(page, "Streams", STREAMS)
        page.get_by_role("button", name="Use these companies").click()
        page.get_by_role("button", name="Guide").click()
        guide.get_by_role("button", name="Next").click()
        for unit in ["Boiler", "Heat demand", "Digester"]:
            guide.get_by_role("button", name=f"Add “{unit}”").click()
        guide.get_by_role("button", name="Next").click()
        for unit in ["Carbon", "Money"]:
            guide.get_by_role("button", name=f"Add “{unit}”").click()
        answered(page)
        for label in ["Wood that comes", "Biogas (dry", "CO₂ saving", "Net present value"]:
            assert re.search(r"P10[\d\u202f.−]", headline(page, label).inner_text().replace("\n", "")), label
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("saved", exact=True)).to_be_visible()
        file = server.folder / "first.toml"
        checked = subprocess.run([PROGRAM, "check", file], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
        guide.get_by_role("button", name="Next").click()
        guide.get_by_role("button", name="Make the report").click()
        page.get_by_label("Samples").fill("20")
        page.get_by_role("button", name="Start").click()
        answer = page.get_by_role("article", name="Answer")
        expect(answer.get_by_role("table").first).to_be_visible()
        for name, ending, start in [("Report (HTML)", "html", b"<!DOCTYPE"), ("Workbook (XLSX)", "xlsx", b"PK")]:
            with page.expect_download() as found:
                answer.get_by_role("button", name=name).click()
            assert found.value.suggested_filename.endswith(ending)
            assert found.value.path().read_bytes()[:9].upper().startswith(start)


# ---- editing ------------------------------------------------------------------------------------------------------


@contextmanager
def at_the_boiler(browser, server, **options):
    """The quick scenario, its boiler in view and computed."""
    with reading(browser, server, f"#/{QUICK}/build/boiler", **options) as reader:
        answered(reader.page)
        yield reader


def value_of(page, label):
    return headline(page, label).get_by_role("strong").inner_text()


def changed(page, label, old):
    """The number once it is another one."""
    expect(headline(page, label).get_by_role("strong")).not_to_have_text(old)
    return value_of(page, label)


POWER = "Nominal heat output of the wood boiler"
FULL_LOAD = "Full-load hours"


def test_number_is_typed_slid_undone_and_saved(browser, server):
    with at_the_boiler(browser, server) as reader:
        page = reader.page
        file = server.folder / QUICK
        before = file.read_text()
        box, slider = (page.get_by_role(role, name=POWER, exact=True) for role in ["textbox", "slider"])
        undo, redo, save = (page.get_by_role("button", name=name, exact=True) for name in ["Undo", "Redo", "Save"])
        start = value_of(page, FULL_LOAD)

        box.fill("400")
        typed = changed(page, FULL_LOAD, start)
        answered(page)
        box.press("Enter")
        expect(undo).to_be_enabled()

        slider.focus()
        for _ in range(5):
            slider.press("ArrowRight")
        by_keys = changed(page, FULL_LOAD, typed)
        expect(box).not_to_have_value("400")
        answered(page)
        at = box.input_value()

        place = slider.bounding_box()
        middle = place["y"] + place["height"] / 2
        share = float(slider.evaluate("s => s.value / s.max"))
        page.mouse.move(place["x"] + share * place["width"], middle)
        page.mouse.down()
        for step in range(1, 11):
            page.mouse.move(place["x"] + (share + step / 30) * place["width"], middle)
        by_mouse = changed(page, FULL_LOAD, by_keys)
        page.mouse.up()
        answered(page)
        assert headline(page, FULL_LOAD).locator("svg").is_visible(), "its distribution"

        # A drag is a step, so are five presses of a key, so is what was typed.
        for value in [at, "400", "500"]:
            undo.click()
            expect(box).to_have_value(value)
        changed(page, FULL_LOAD, by_mouse)
        expect(headline(page, FULL_LOAD).get_by_role("strong")).to_have_text(start)
        expect(undo).to_be_disabled()
        expect(save).to_be_disabled()
        redo.click()
        expect(box).to_have_value("400")
        expect(headline(page, FULL_LOAD)).to_contain_text("since the file was saved")

        page.keyboard.press("Control+s")
        expect(save).to_be_disabled()
        assert file.read_text() == before.replace("power_kw = 500", "power_kw = 400")
        assert before.count("#") > 1


# ---- live answers -------------------------------------------------------------------------------------------------


def test_newer_question_ends_the_older_one(browser, shared):
    with at_the_boiler(browser, shared) as reader:
        page = reader.page
        ended = []
        page.on("requestfinished", lambda request: "/live" in request.url and ended.append(request))
        box = page.get_by_role("textbox", name=POWER, exact=True)
        old = value_of(page, FULL_LOAD)
        # More than are drawn before the next number is typed.
        reader.samples = 20_000
        with page.expect_request(lambda request: "/live" in request.url) as first:
            box.fill("300")
        old = changed(page, FULL_LOAD, old)
        reader.samples = FEW
        with page.expect_event("requestfailed", lambda request: request == first.value):
            box.fill("700")
        changed(page, FULL_LOAD, old)
        answered(page)
        assert reader.aborted == [first.value.url] * len(reader.aborted) and reader.aborted
        asked = [request.post_data_json["set"] for request in ended]
        assert asked == [["boiler.power_kw=700"]], "the last one came to its end"


def test_numbers_behind_a_figure_are_those_that_are_shown(browser, shared):
    with at_the_boiler(browser, shared, accept_downloads=True) as reader:
        page = reader.page
        fetched = []
        page.on("response", lambda answer: "/api/tables/" in answer.url and fetched.append(answer))
        figure = page.get_by_role("figure").first
        name = figure.get_attribute("aria-label")
        page.wait_for_timeout(300)
        assert fetched == [], "nobody has asked for numbers yet"
        figure.get_by_role("button", name="Table").click()
        cells = figure.get_by_role("table")
        expect(cells).to_be_visible()
        old = cells.inner_text()
        slider = page.get_by_role("slider", name=POWER, exact=True)
        for _ in range(12):
            slider.press("ArrowRight")
        answered(page)
        expect(figure.locator("[aria-busy=true]")).to_have_count(0)
        expect(cells).not_to_have_text(old)
        with page.expect_download() as got:
            figure.get_by_role("button", name=f"CSV, {name}").click()
        text = open(got.value.path(), newline="").read()
        power = page.get_by_role("textbox", name=POWER, exact=True).input_value()
        question = {"set": [f"boiler.power_kw={power}"], "samples": 0}
        figures = dict(shared.events(QUICK, question))["figures"]["figures"]
        assert text == next(one["csv"] for one in figures if one["title"] == name)
        # A server that keeps nothing of it any more is asked anew.
        reader.expected.append("status of 404")
        page.route("**/api/tables/**", lambda route: route.fulfill(status=404, json={"error": {"code": "missing", "message": "gone"}}), times=1)
        slider.press("ArrowLeft")
        answered(page)
        expect(figure.locator("[aria-busy=true]")).to_have_count(0)
        expect(cells).to_be_visible()


# ---- what is wrong ------------------------------------------------------------------------------------------------


def description(field):
    """What a screen reader reads after the name of a field."""
    return field.evaluate(
        "f => f.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')"
    )


def test_wrong_value_is_told_at_its_field_and_mended(browser, server):
    with at_the_boiler(browser, server) as reader:
        page = reader.page
        box = page.get_by_role("textbox", name=POWER, exact=True)
        expect(box).not_to_have_attribute("aria-invalid", "true")
        box.fill("much")
        expect(box).to_have_attribute("aria-invalid", "true")
        assert "This is no number." in description(box)
        box.press("Escape")
        expect(box).to_have_value("500")

        box.fill("-5")
        box.press("Enter")
        expect(page.get_by_text("1 to mend before there are results")).to_be_visible()
        expect(box).to_have_attribute("aria-invalid", "true")
        assert "between 1 and 200000 kW" in description(box)
        expect(page.get_by_role("region", name="The scenario cannot be run yet")).to_be_visible()

        page.get_by_role("button", name=re.compile("^Money")).click()
        expect(box).to_have_count(0)
        page.get_by_role("region", name="Build").get_by_role("button", name=re.compile("boiler.power_kw")).click()
        expect(box).to_be_focused()
        box.fill("450")
        box.press("Enter")
        expect(box).not_to_have_attribute("aria-invalid", "true")
        expect(page.get_by_text("1 to mend before there are results")).to_have_count(0)
        answered(page)


# ---- analyses -----------------------------------------------------------------------------------------------------


def asked(page, kind, samples):
    """Starts an analysis; gives its line in the list."""
    page.get_by_role("radio", name=kind).check()
    page.get_by_label("Samples").fill(samples)
    page.get_by_role("button", name="Start").click()
    return page.get_by_role("region", name="Analyses asked").get_by_role("listitem").first


# Fewer boilers than the catalogue has.
SMALL_CHOICE = """

[size]
powers_kw = [200, 300, 400, 500, 600]
numbers = [1, 2]
unequal_pairs = false
"""


def test_sizing_answers_with_figures_and_tables(browser, server):
    file = server.folder / QUICK
    file.write_text(file.read_text() + SMALL_CHOICE)
    with reading(browser, server, f"#/{QUICK}/ask") as reader:
        page = reader.page
        job = asked(page, "Sizing", "0")
        bar = job.get_by_role("progressbar")
        expect(bar).to_be_visible()
        answer = page.get_by_role("article", name="Answer")
        expect(answer.get_by_role("figure").first.get_by_role("img")).to_be_visible(timeout=60_000)
        expect(bar).to_have_count(0)
        assert answer.get_by_role("table").count() >= 2
        assert answer.get_by_role("figure").count() >= 2
        answer.get_by_role("button", name=re.compile("^Table, ")).first.click()
        expect(answer.get_by_role("figure").first.get_by_role("table")).to_be_visible()


def test_long_run_is_cancelled(browser, shared):
    with reading(browser, shared, "#/florange.toml/ask") as reader:
        page = reader.page
        job = asked(page, "Full run with report", "200000")
        expect(job).to_contain_text("running")
        job.get_by_role("button", name=re.compile("^Cancel")).click()
        expect(job).to_contain_text("cancelled", timeout=60_000)
        expect(job.get_by_role("progressbar")).to_have_count(0)
        job.get_by_role("button", name=re.compile("^Forget")).click()
        asked_about = page.get_by_role("region", name="Analyses asked").get_by_role("listitem")
        expect(asked_about.filter(has_text="florange.toml")).to_have_count(0)


# ---- by keyboard --------------------------------------------------------------------------------------------------


def tabbed(page, name, most=80):
    """Goes on by Tab until the focus is on what is called so; each stop shows that it is one."""
    for _ in range(most):
        page.keyboard.press("Tab")
        at = page.evaluate(
            """() => {
              const { activeElement: on } = document;
              const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(on);
              const label = on.getAttribute('aria-label') ?? on.labels?.[0]?.textContent ?? on.textContent;
              const seen = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
              return { label: label.trim(), seen, tag: on.tagName };
            }"""
        )
        assert at["seen"] or at["tag"] == "BODY", f"no focus to be seen on {at}"
        if re.match(name, at["label"]):
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_everything_is_reached_by_keyboard(browser, server):
    with reading(browser, server) as reader:
        page = reader.page
        expect(page.get_by_role("button", name=QUICK)).to_be_visible()
        tabbed(page, "To the content")
        tabbed(page, f".*{QUICK}")
        page.keyboard.press("Enter")
        answered(page)
        tabbed(page, "Boiler")
        page.keyboard.press("Enter")
        tabbed(page, POWER)
        old = value_of(page, FULL_LOAD)
        page.keyboard.type("350")
        page.keyboard.press("Enter")
        changed(page, FULL_LOAD, old)
        page.keyboard.press("Control+s")
        expect(page.get_by_text("saved", exact=True)).to_be_visible()
        assert "power_kw = 350" in (server.folder / QUICK).read_text()
        page.keyboard.press("Control+Home")
        tabbed(page, "Ask", most=400)
        page.keyboard.press("Enter")
        tabbed(page, "Samples")
        page.keyboard.type("0")
        tabbed(page, "Start")
        page.keyboard.press("Enter")
        expect(page.get_by_role("article", name="Answer").get_by_role("figure").first).to_be_visible()


# ---- words --------------------------------------------------------------------------------------------------------

# Words of the page, its forms, its figures and its answers that are no words of French, nor words of the file.
ENGLISH = """the and with this that from by is are was not all each only what who which where how nothing see ask build
    save saved unsaved undo redo language companies streams purchases map boiler digester heat money jobs wood waste gas year
    carbon demand supply uncertainty sizing channels default range assumed uncertain samples hour day month power load
    share value unit number numbers name larger close open new files scenario find show full report
    start forget cancel done finished running left out input result results low high mean kilometres plant row""".split()


def texts_of(page):
    """All that is read on the page: texts, names, hints; but not names of the file, and not what the scenario itself says."""
    return page.evaluate(
        """() => {
          const own = 'code, .soft.name, .path, textarea, body [lang], .file, input, [role=gridcell], th[scope=row]';
          const isWord = (by) => by.tagName === 'OPTION' && by.value === by.textContent;
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          const texts = [];
          while (walk.nextNode()) {
            const { parentElement: by, data } = walk.currentNode;
            if (!by.closest(own) && !isWord(by)) texts.push(data);
          }
          for (const element of document.querySelectorAll('[aria-label], [title], [placeholder], [aria-valuetext]')) {
            if (element.closest('code, body [lang], .file')) continue;
            const names = ['aria-label', 'title', 'placeholder', 'aria-valuetext'];
            texts.push(...names.map((name) => element.getAttribute(name) ?? ''));
          }
          return texts;
        }"""
    )


def english(page):
    """Texts with an English word in them."""
    words = re.compile(rf"(?<![\w./_'’-])(?:{'|'.join(map(re.escape, ENGLISH))})(?![\w./_-])", re.I)
    return sorted({text.strip() for text in texts_of(page) if words.search(text)})


def test_page_turns_french_and_stays_so(browser, shared):
    with at_the_boiler(browser, shared) as reader:
        page = reader.page
        assert len(english(page)) > 50, "English is seen"
        page.get_by_role("button", name="FR, français").click()
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        answered(page)
        expect(page.get_by_role("slider").nth(1)).to_have_attribute("aria-valuetext", "0,3")
        numbers = page.get_by_role("region", name="Chiffres clés").get_by_role("strong")
        expect(numbers.filter(has_text=re.compile(r"^\d+,\d+$")).first).to_be_visible()
        expect(numbers.filter(has_text=re.compile(r"\."))).to_have_count(0)
        found = {}
        parts = page.get_by_role("navigation", name="Sections du scénario").get_by_role("button")
        expect(parts.first).to_be_visible()
        for part in parts.all():
            part.click()
            expect(page.get_by_text("Chargement…")).to_have_count(0)
            found[part.inner_text()] = english(page)
        page.get_by_role("button", name="Interroger").click()
        page.get_by_label("Tirages").fill("0")
        page.get_by_role("button", name="Lancer").click()
        expect(page.get_by_role("article").get_by_role("figure").first.get_by_role("img")).to_be_visible()
        found["ask"] = english(page)
        for kind in page.get_by_role("radio").all():
            kind.check()
            found[kind.input_value()] = english(page)
        page.goto(f"{shared.address}#/florange.toml/build/digester")
        answered(page)
        for part in ["Digesteur", "Entreprises", "Carte"]:
            parts.get_by_text(part).click()
            expect(page.get_by_text("Chargement…")).to_have_count(0)
            found[f"florange {part}"] = english(page)
        # Titles are the words of whoever wrote the file.
        titles = [tomllib.loads(file.read_text())["name"] for file in (ROOT / "scenarios").glob("*.toml")]
        said = {name: [text for text in texts if not any(title in text for title in titles)] for name, texts in found.items()}
        assert {name: texts for name, texts in said.items() if texts} == {}
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", "fr")
        expect(page.get_by_role("button", name="EN, English")).to_be_visible()


LITERAL = r'"(?:[^"\\\n]|\\.)*"(?:\s*\+\s*"(?:[^"\\\n]|\\.)*")*'


def sources():
    """The page's own modules, without dictionaries and what others wrote."""
    files = [file for file in (ROOT / "web").rglob("*.js") if "vendor" not in file.parts]
    return [file for file in files if not file.name.endswith("fr.js")], [f for f in files if f.name.endswith("fr.js")]


def literal(text):
    """What a literal of JavaScript says, its parts joined."""
    return "".join(json.loads(part) for part in re.findall(r'"(?:[^"\\\n]|\\.)*"', text))


def test_every_text_has_its_french_and_no_french_is_left_over():
    modules, dictionaries = sources()
    french = {}
    for book in dictionaries:
        for quoted, bare in re.findall(rf"^\s+\[?(?:({LITERAL})|(\w+))\]?:", book.read_text(), re.M):
            french[literal(quoted) if quoted else bare] = book.name
    code = {file: file.read_text() for file in modules}
    wanted = {literal(hit): file.name for file, text in code.items() for hit in re.findall(rf"\bt\(\s*({LITERAL})", text)}
    counted = {literal(hit): file.name for file, text in code.items() for both in re.findall(rf"\btn\(\s*({LITERAL}),\s*({LITERAL})", text) for hit in both}
    assert len(wanted) > 300 and len(counted) > 10, "they are found"
    wanted.update(counted)
    assert {text: file for text, file in wanted.items() if text not in french} == {}, "no French"
    said = {literal(hit) for text in code.values() for hit in re.findall(LITERAL, text)}
    assert {text: book for text, book in french.items() if text not in said} == {}, "said nowhere"


# ---- for everybody, on every screen -------------------------------------------------------------------------------

# Places of the page, and what stands there once they are drawn, in either language.
PLACES = {
    "": ("button", QUICK),
    "build/boiler": ("slider", "Nominal heat output|Puissance"),
    "build/digester": ("slider", "volume|Volume"),
    "build/uncertainty": ("combobox", "Uncertainty|Incertitude"),
    "build/inventory": ("gridcell", "^P01$"),
    "build/map": ("rowheader", "Logistics platform A"),
    "see": ("img", "wood|bois"),
    "ask": ("button", "Start|Lancer"),
}


def at_place(page, place):
    """Leads to a place of the large scenario by its address and waits until it is drawn."""
    page.evaluate("hash => { location.hash = hash }", f"#/florange.toml/{place}" if place else "#/")
    role, name = PLACES[place]
    expect(page.get_by_role(role, name=re.compile(name)).first).to_be_visible()
    if place.startswith("build") and page.viewport_size["width"] >= 1100:
        answered(page)


def grave(page):
    """What axe finds serious or critical, with the elements."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']} ({one['help']}): {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize(("lang", "scheme", "width"), [("en", "light", 1280), ("fr", "dark", 360)])
def test_no_grave_finding_of_axe(browser, shared, lang, scheme, width):
    with reading(browser, shared, lang=lang, scheme=scheme, width=width) as reader:
        page = reader.page
        found = {}
        for place in PLACES:
            at_place(page, place)
            found[place] = grave(page)
        page.get_by_label(re.compile("Samples|Tirages")).fill("0")
        page.get_by_role("button", name=re.compile("Start|Lancer")).click()
        expect(page.get_by_role("article").get_by_role("figure").first.get_by_role("img")).to_be_visible()
        found["answer"] = grave(page)
        told = [f"{place or 'start'}: {what}" for place, list_ in found.items() for what in list_]
        assert told == [], "\n".join(told)


WIDTHS = [360, 768, 1280, 1920, 2560]
# Controls that stand out of the window or of a box that hides what does not fit; whole pages that are too wide.
OUTSIDE = """
() => {
  const found = [];
  const { clientWidth: wide, scrollWidth } = document.documentElement;
  if (scrollWidth > wide) found.push(`the page is ${scrollWidth} wide in ${wide}`);
  const scrolls = (box) => /auto|scroll/.test(getComputedStyle(box).overflowX);
  for (const control of document.querySelectorAll('button, input:not([type=file]), select, textarea, a[href], summary')) {
    const at = control.getBoundingClientRect();
    if (at.width === 0 || getComputedStyle(control).visibility === 'hidden' || control.closest('.skip, .hidden')) continue;
    const name = `${control.tagName} ${(control.getAttribute('aria-label') ?? control.textContent).trim().slice(0, 40)}`;
    let [left, right, free] = [0, wide, true];
    for (let box = control.parentElement; box; box = box.parentElement) {
      if (scrolls(box) && box.scrollWidth > box.clientWidth) { free = false; break; }
      if (getComputedStyle(box).overflowX !== 'visible') {
        const { left: l, right: r } = box.getBoundingClientRect();
        [left, right] = [Math.max(left, l), Math.min(right, r)];
      }
    }
    const cut = free && (at.left < left - 1 || at.right > right + 1);
    if (cut) found.push(`${name} at ${at.left}..${at.right} in ${left}..${right}`);
    if (control.tagName === 'BUTTON' && control.scrollWidth > control.clientWidth + 1) found.push(`${name}: its words are cut`);
    const small = (at.width < 24 || at.height < 24) && !/checkbox|radio|range/.test(control.type);
    if (small) found.push(`${name} is small: ${at.width} x ${at.height}`);
  }
  return found;
}
"""


def test_fits_every_width(browser, shared, shots):
    with reading(browser, shared, lang="fr") as reader:
        page = reader.page
        found = []
        for place in PLACES:
            at_place(page, place)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                found += [f"{place or 'start'} at {width}: {what}" for what in page.evaluate(OUTSIDE)]
                page.screenshot(path=shots / f"served-{place.replace('/', '-') or 'start'}-{width}.png")
            page.set_viewport_size({"width": 1280, "height": 900})
        assert found == [], "\n".join(found)


# ---- small ---------------------------------------------------------------------------------------------------------


def test_page_is_small(browser, shared):
    with reading(browser, shared, samples=None) as reader:
        page = reader.page
        sizes = {}

        def weigh(response):
            if "/api/" not in response.url:
                sizes[response.url.split(str(shared.port))[1]] = len(gzip.compress(response.body(), 9))

        loaded = []
        page.on("response", lambda response: loaded.append(response))
        page.goto("about:blank")
        page.goto(f"{shared.address}#/florange.toml/build/boiler")
        expect(page.get_by_role("figure").first.get_by_role("img")).to_be_visible()
        for response in loaded:
            if response.ok:
                weigh(response)
        total = sum(sizes.values())
        print(f"\n{total} bytes in {len(sizes)} files")
        print(sorted(((size, file) for file, size in sizes.items()), reverse=True)[:6])
        assert "/vendor/echarts.js" in sizes
        assert total < 600_000, sizes


# ---- two tabs, and the disk ---------------------------------------------------------------------------------------


def test_two_tabs_and_the_disk_lose_nothing(browser, server):
    with at_the_boiler(browser, server) as reader:
        one = reader.page
        two = reader.tab(f"#/{QUICK}/build/boiler")
        answered(two)
        first, second = (page.get_by_role("textbox", name=POWER, exact=True) for page in (one, two))
        first.fill("410")
        first.press("Enter")
        expect(second).to_have_value("410")

        # An edit that the other tab has not heard of yet.
        load = two.get_by_role("textbox", name="Smallest continuous output")
        reader.expected.append("status of 409")
        revision = server.get(f"/api/files/{QUICK}")["revision"]

        def behind(route):
            question = route.request.post_data_json
            route.continue_(post_data=json.dumps({**question, "revision": revision - 1}))

        two.route("**/api/files/*", lambda route: behind(route) if route.request.method == "PATCH" else route.continue_())
        load.fill("0.4")
        load.press("Enter")
        expect(two.get_by_role("alert").get_by_text("Another tab has edited this file.")).to_be_visible()
        expect(second).to_have_value("410")
        two.unroute_all()
        load.fill("0.4")
        load.press("Enter")
        expect(one.get_by_role("textbox", name="Smallest continuous output")).to_have_value("0.4")
        tree = server.get(f"/api/files/{QUICK}")["tree"]["boiler"]
        assert (tree["power_kw"], tree["minimum_load"]) == (410, 0.4)

        file = server.folder / QUICK
        file.write_text(file.read_text().replace("power_kw = 500", "power_kw = 620"))
        for page in (one, two):
            expect(page.get_by_text("The file was changed on the disk, outside this page.")).to_be_visible()
        expect(first).to_have_value("410")
        one.get_by_role("button", name="Save", exact=True).click()
        dialog = one.get_by_role("dialog", name="The file was changed on the disk")
        expect(dialog).to_be_visible()
        assert "power_kw = 620" in file.read_text(), "nothing is written over unasked"
        dialog.get_by_role("button", name="Load it").click()
        for box in (first, second):
            expect(box).to_have_value("620")
        one.get_by_role("button", name="Undo", exact=True).click()
        expect(first).to_have_value("410")


def test_draft_that_was_never_saved_is_dropped(browser, server):
    with reading(browser, server) as reader:
        page = reader.page
        page.get_by_label("Name of the file").fill("draft")
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_role("heading", name="Step 1 of 5: Name and place")).to_be_visible()
        other, third = reader.tab(), reader.tab("#/draft.toml/build/general")
        expect(third.get_by_role("button", name="draft.toml")).to_be_visible()
        page.get_by_role("button", name="draft.toml").click()
        dialog = page.get_by_role("dialog", name="Scenarios of this folder")
        expect(dialog.get_by_role("button", name=re.compile("^Drop "))).to_have_count(1)
        dialog.get_by_role("button", name="Drop draft.toml").click()
        asked = dialog.get_by_role("group", name="Drop draft.toml")
        expect(asked.get_by_role("button", name="Keep it")).to_be_focused()
        page.keyboard.press("Escape")
        expect(asked).to_have_count(0)
        expect(dialog).to_be_visible()
        page.keyboard.press("Enter")
        asked.get_by_role("button", name="Drop it").click()
        expect(page.get_by_role("heading", name="Scenarios of this folder")).to_be_visible()
        for one in (page, other, third):
            expect(one.get_by_role("button", name="draft.toml")).to_have_count(0)
        assert server.ask("GET", "/api/files/draft.toml")[0] == 404
        expect(page).to_have_url(re.compile("#/$"))
        expect(page.get_by_role("alert")).to_have_text("")
        expect(third.get_by_role("alert")).to_contain_text("Another tab has dropped this draft.")


def test_pasted_headings_of_ones_own_are_given_their_names(browser, server):
    with reading(browser, server, f"#/{QUICK}/build/inventory", permissions=["clipboard-read", "clipboard-write"]) as reader:
        page = reader.page
        grid = page.get_by_role("grid", name="Companies")
        expect(grid).to_be_visible()
        pasted(page, "Companies", "Key\tCalled\tLatitude\tLongitude\nA1\tSawmill\t49.35\t6.15\nA2\tCanteen\t49.30\t6.12")
        expect(page.get_by_text("Say at their headings what these are: Key, Called.")).to_be_visible()
        for column, meant in [("Key", "Company id"), ("Called", "Company")]:
            page.get_by_role("columnheader", name=column).click()
            page.get_by_label("This column is").select_option(label=meant)
        expect(page.get_by_role("button", name="Companies 2")).to_be_visible()
        expect(grid.get_by_role("columnheader", name="Company id")).to_be_visible()
        expect(page.locator(".mend li").filter(has_text="Companies")).to_have_count(0)


def test_a_boiler_without_fuel_leads_to_it(browser, server):
    with reading(browser, server) as reader:
        page = reader.page
        page.get_by_label("Name of the file").fill("house")
        page.get_by_role("button", name="Make it").click()
        expect(page.get_by_role("heading", name="Step 1 of 5: Name and place")).to_be_visible()
        expect(page.get_by_role("textbox", name="Title of the scenario")).not_to_have_attribute("aria-invalid", "true")
        parts = page.get_by_role("navigation", name="Sections of the scenario")
        for name in ["Boiler", "Heat demand"]:
            parts.get_by_role("button", name=name).click()
            page.get_by_role("button", name=f"Add “{name}”").click()
            expect(page.get_by_role("button", name=f"Remove “{name}”")).to_be_visible()
        parts.get_by_role("button", name="Boiler").click()
        page.get_by_role("button", name="[boiler.fuel]", exact=True).click()
        page.get_by_role("button", name="Add “Fuel”").click()
        wood = page.get_by_role("combobox", name=re.compile("wood library"))
        wood.fill("chips")
        wood.press("ArrowDown")
        wood.press("Enter")
        # Nothing of it is uncertain: there are no samples to wait for.
        expect(headline(page, FULL_LOAD).get_by_role("strong")).to_be_visible()
        tree = server.get("/api/files/house.toml")["tree"]
        assert tree["boiler"]["fuel"]["like"] in {one["id"] for one in server.get("/api/library")["feedstocks"] if one["kind"] == "wood"}


# ---- a workbook that somebody has filled in -----------------------------------------------------------------------

# What is typed at a problem: on the cell itself, or to the right of it.
MENDS = {
    "pieces/a": (1, "pallet_eur"),
    "96,5 t": (0, "96.5"),
    "": (0, "30"),
    "A3": (0, "A4"),
    "15 10 03": (0, "15 01 03"),
    "canten_company": (0, "canteen_company"),
    "A9": (0, "A3"),
    "2005-01-03": (0, "03 01 05"),
    "palet_used": (0, "pallet_used"),
    "6.1301": (0, "49.3287", "6.1301"),
    "49.4124": (1, "6.14"),
}


def active_cell(page):
    """Text of the cell that has the focus, and whether it is marked."""
    return page.evaluate(
        """() => {
          const cell = document.getElementById(document.activeElement.getAttribute('aria-activedescendant'));
          return [cell.textContent, cell.getAttribute('aria-invalid'), cell.getAttribute('role')];
        }"""
    )


def test_broken_workbook_is_repaired_by_keyboard_and_used(browser, server):
    with reading(browser, server, f"#/{QUICK}/build/inventory") as reader:
        page = reader.page
        inventory = page.get_by_role("region", name="Companies", exact=True)
        with page.expect_file_chooser() as chooser:
            inventory.get_by_role("button", name="Open a workbook or CSV…").click()
        chooser.value.set_files(ROOT / "scenarios" / "inventory" / "broken.xlsx")
        errors = inventory.get_by_role("status").filter(has_text="to mend")
        expect(errors).to_have_text(re.compile("^12 to mend"))
        use = inventory.get_by_role("button", name="Use these companies")
        expect(use).to_be_disabled()
        inventory.get_by_role("button", name="Next problem").focus()
        page.keyboard.press("Enter")
        seen = []
        for _ in range(40):
            expect(page.get_by_text("Checking…")).to_have_count(0)
            if use.is_enabled():
                break
            text, marked, role = active_cell(page)
            if marked == "true":
                seen.append(text)
                if role == "columnheader":
                    page.keyboard.press("Enter")
                    page.keyboard.type("Reusable")
                    inventory.get_by_role("button", name="Next problem").focus()
                    page.keyboard.press("Enter")
                    continue
                right, *texts = MENDS[text]
                for _ in range(right):
                    page.keyboard.press("ArrowRight")
                for own in texts:
                    page.keyboard.type(own)
                    page.keyboard.press("Tab")
            page.keyboard.press("F8")
        expect(use).to_be_enabled()
        assert {*MENDS, "Reusable share of it"} == set(seen), "each was marked and led to"
        file = server.folder / QUICK
        before = file.read_text()
        use.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("These are the companies that the scenario has.")).to_be_visible()
        assert file.read_text() == before, "nothing is written before it is saved"
        page.keyboard.press("Control+s")
        expect(page.get_by_text("saved", exact=True)).to_be_visible()
        streams = (server.folder / "boiler_only_inventory" / "streams.csv").read_text()
        assert "pallet_eur" in streams and "96.5" in streams
        checked = subprocess.run([PROGRAM, "check", file], capture_output=True, text=True)
        assert checked.returncode == 0, checked.stderr
