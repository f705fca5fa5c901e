"""What a reader sees: every page of every command, in both languages, on a phone, a tablet and a desk, light and dark."""

import csv
import io
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest

from conftest import COMMANDS, PAGES

CHECKS = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")
WIDTHS = [360, 768, 1400]
PHONE = 360
# A page of A4 within the margins of the style sheet, in CSS pixels.
PAPER = 672
MOST_BYTES = 2_000_000


def opened(browser, path, width=1400, scheme="light", scripts=True):
    """The page in a window of its own, with all that it asks for and all that it complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts, reduced_motion="reduce"
    )
    page = context.new_page()
    page.requests, page.complaints = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(path.as_uri())
    return page


@pytest.fixture(scope="session")
def desk(browser, pages):
    """A page by its name, opened once; who changes it takes one of his own."""
    opened_once = {}

    def of(name):
        if name not in opened_once:
            opened_once[name] = opened(browser, pages[name])
        return opened_once[name]

    return of


@pytest.mark.parametrize("name", PAGES)
def test_page_is_sound_at_every_width(name, pages, desk, shots):
    page = desk(name)
    found = []
    for scheme in ["light", "dark"]:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # The contents fold on a phone: they are read open.
            page.evaluate("document.querySelector('nav details').open = true")
            found += [f"{scheme} {width}: {what}" for what in page.evaluate(CHECKS, scheme == "dark")]
            page.screenshot(path=shots / f"{name}-{width}-{scheme}.png")
    assert page.requests == [pages[name].as_uri()], "a page asks for nothing but itself"
    assert page.complaints == []
    assert found == [], "\n".join(found[:40])


DEFECTS = {
    "wide in": "document.querySelector('h1').style.width = '3000px'",
    "cut": "Object.assign(document.querySelector('.card').style, { overflow: 'hidden', width: '40px', whiteSpace: 'nowrap' })",
    "stands out": "Object.assign(document.querySelector('td').style, { display: 'block', width: '3px', whiteSpace: 'nowrap', overflowWrap: 'normal' })",
    "overlap": "document.querySelector('section h2').style.marginBottom = '-3rem'",
    "overlap in figure": "(() => { const t = document.querySelectorAll('svg text'); t[1].setAttribute('x', t[0].getAttribute('x'));"
    "t[1].setAttribute('y', t[0].getAttribute('y')); })()",
    "off the sheet": "document.querySelector('svg text').setAttribute('x', 7100)",
    "no name": "document.querySelector('svg title').remove()",
    "contrast": "document.querySelector('p').style.color = '#999999'",
    "heading out of order": "document.querySelectorAll('h2').forEach((h) => h.remove())",
    "no caption": "document.querySelector('caption').remove()",
    "leads nowhere": "document.querySelector('section').removeAttribute('id')",
}


def test_each_defect_is_seen(pages, browser):
    page = opened(browser, pages["boiler_only-en"])
    for name, defect in DEFECTS.items():
        page.reload()
        page.evaluate(defect)
        found = page.evaluate(CHECKS, False)
        assert any(what.startswith(name) or name == "wide in" and name in what for what in found), f"{name}: {found}"
    page.context.close()


@pytest.mark.parametrize("name", [p for p in PAGES if p.endswith("fr")])
def test_page_reads_without_scripts(name, pages, browser):
    page = opened(browser, pages[name], PHONE, scripts=False)
    assert page.locator("nav a").first.is_visible(), "contents are open"
    assert page.locator("main section").last.is_visible()
    assert page.locator("thead [role]").count() == 0, "nothing offers what needs a script"
    assert page.complaints == []
    page.context.close()


def test_contents_fold_on_a_phone_and_stand_beside_the_text_on_a_desk(pages, browser):
    path = pages["florange-fr"]
    phone = opened(browser, path, PHONE)
    link = phone.locator("nav a").nth(3)
    assert not link.is_visible()
    phone.locator("nav summary").click()
    assert link.is_visible()
    link.click()
    target = phone.locator(link.get_attribute("href"))
    assert abs(target.evaluate("n => n.getBoundingClientRect().top")) < 120
    phone.context.close()
    desk = opened(browser, path)
    desk.evaluate("scrollTo(0, 5000)")
    assert desk.locator("nav a").first.is_visible()
    assert desk.locator("nav").evaluate("n => n.getBoundingClientRect().top") >= 0, "it stays in view"
    desk.context.close()


def test_keyboard_reaches_the_text_first(pages, browser):
    page = opened(browser, pages["boiler_only-en"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#text"
    box = page.locator(".skip").bounding_box()
    assert box["x"] >= 0 and box["width"] > 20, "it shows itself"
    page.context.close()


SORTED = """
(column) => {
  const table = [...document.querySelectorAll('table')].find((t) => [...t.tBodies[0].rows].filter((r) => !r.className).length > 8
    && t.tHead.rows[0].cells[column].classList.contains('number'));
  table.id = 'sorted';
  return [...table.tBodies[0].rows].map((r) => r.className + r.textContent);
}
"""
VALUES = """
(column) => [...document.querySelectorAll('#sorted tbody tr')].filter((r) => !r.className).map((r) => {
  const cell = r.cells[column].cloneNode(true);
  cell.querySelectorAll('.badge').forEach((b) => b.remove());
  return cell.textContent;
})
"""


def number(shown):
    """A number as the page shows it, in either language."""
    plain = shown.translate({0x202F: None, 0xA0: None, 0x20: None, 0x2212: "-", 0x2C: "."})
    try:
        return float(plain)
    except ValueError:
        return None


@pytest.mark.parametrize("name", ["compare-fr", "size-en", "channels-fr"])
def test_a_heading_sorts_up_then_down_then_as_written(name, pages, browser):
    page = opened(browser, pages[name])
    column = page.evaluate(
        "() => { for (const t of document.querySelectorAll('table')) { if ([...t.tBodies[0].rows].filter((r) => !r.className).length > 8) {"
        "const k = [...t.tHead.rows[0].cells].findIndex((c) => c.classList.contains('number')); if (k >= 0) return k; } } return -1; }"
    )
    assert column >= 0
    before = page.evaluate(SORTED, column)
    button = page.locator("#sorted thead th").nth(column).locator("[role]")
    for way in [1, -1]:
        button.click()
        groups = page.evaluate("[...document.querySelectorAll('#sorted tbody tr')].some((r) => r.className === 'group')")
        values = [v for v in map(number, page.evaluate(VALUES, column)) if v is not None]
        assert len(values) > 3
        if not groups:
            assert values == sorted(values, reverse=way < 0), f"way {way}"
    button.click()
    after = page.evaluate("[...document.querySelectorAll('#sorted tbody tr')].map((r) => r.className + r.textContent)")
    assert after == before
    page.context.close()


TABLES = """
() => [...document.querySelectorAll('figure.of-table')].map((f) => ({
  link: f.querySelector('a.data').getAttribute('href'),
  file: f.querySelector('a.data').download,
  rows: [...f.querySelectorAll('tbody tr')].filter((r) => r.className !== 'group').map((r) => [...r.cells].map((c) => {
    const cell = c.cloneNode(true);
    cell.querySelectorAll('.badge').forEach((b) => b.remove());
    return cell.textContent;
  })),
}))
"""
HEAD = "data:text/csv;charset=utf-8,"


@pytest.mark.parametrize("name", PAGES)
def test_data_links_hold_what_the_tables_show(name, desk):
    page = desk(name)
    tables = page.evaluate(TABLES)
    figures = page.evaluate("[...document.querySelectorAll('figure:not(.of-table) a.data')].map((a) => a.getAttribute('href'))")
    for link in figures:
        rows = list(csv.reader(io.StringIO(unquote(link.removeprefix(HEAD)))))
        assert len(rows) > 1 and all(len(row) == len(rows[0]) for row in rows)
    for table in tables:
        assert table["link"].startswith(HEAD) and table["file"].endswith(".csv")
        records = list(csv.reader(io.StringIO(unquote(table["link"].removeprefix(HEAD)))))
        header, data = records[0], records[1:]
        kept = [k for k, heading in enumerate(header) if not heading.endswith(" flag") and not (k == 0 and heading == "group")]
        assert len(data) == len(table["rows"]), table["file"]
        for record, row in zip(data, table["rows"]):
            same(table["file"], [record[k] for k in kept], row)


def same(file, record, row):
    """The cells of a row are those of its record: numbers as rounded, sources by their mark, words as they are."""
    assert len(record) == len(row), f"{file}: {record} {row}"
    for given, shown in zip(record, row):
        value = number(shown)
        if value is not None and given not in ("", shown):
            assert abs(float(given) - value) <= 0.06 * abs(value) + 0.51, f"{file}: {given} is shown as {shown}"
        elif shown and not shown.startswith("[") and "×" not in shown:
            assert given == shown, file


def test_a_data_link_gives_a_file(pages, browser):
    page = opened(browser, pages["boiler_only-fr"])
    for link in [page.locator("figure.of-table a.data").first, page.locator("figcaption a.data").first]:
        with page.expect_download() as download:
            link.click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert len(list(csv.reader(io.StringIO(text)))) > 1
        assert download.value.suggested_filename.endswith(".csv")
    page.context.close()


@pytest.mark.parametrize("name", [*(p for p in PAGES if p.endswith("fr")), "channels-en"])
def test_nothing_is_cut_on_paper(name, desk, shots):
    page = desk(name)
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print", color_scheme="light")
    found = page.evaluate(
        """(width) => [...document.querySelectorAll('main *, nav *')].filter((n) => !n.closest('svg') && n.checkVisibility()
          && n.getBoundingClientRect().right > width + 1.5).map((n) => n.nodeName + ' ' + n.textContent.trim().slice(0, 60)
          + ' ' + Math.round(n.getBoundingClientRect().right)).slice(0, 8)""",
        PAPER,
    )
    assert found == [], "\n".join(found)
    lang = page.evaluate("document.documentElement.lang")
    pdf = shots / f"{name}.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
    page.emulate_media(media="screen")
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    sheets = text.split("\f")[:-1]
    assert len(sheets) > 1
    for k, sheet in enumerate(sheets):
        assert re.search(rf"\b{k + 1} ?/ ?{len(sheets)}\b", sheet), f"page {k + 1} has no number"
        assert pictures_or_words(sheet, pdf, k + 1), f"page {k + 1} is empty"
    word = {"en": "Contents", "fr": "Sommaire"}[lang]
    assert word.lower() in sheets[0].lower(), "the contents stand on the first page"


def pictures_or_words(sheet, pdf, number):
    """A sheet has words besides its number, or is not white."""
    if len(sheet.split()) > 12:
        return True
    grey = subprocess.run(
        ["pdftoppm", "-f", str(number), "-l", str(number), "-r", "20", "-gray", pdf], capture_output=True, check=True
    ).stdout
    pixels = grey.split(b"\n", 3)[-1]
    return sum(p < 200 for p in pixels) > len(pixels) / 200


def test_sizes(pages):
    for name, path in pages.items():
        assert path.stat().st_size < MOST_BYTES, f"{name}: {path.stat().st_size} bytes"


def test_all_commands_are_here():
    assert len(PAGES) == 2 * len(COMMANDS)


def test_heads_of_tables_are_repeated_on_paper(pages, browser, shots):
    page = opened(browser, pages["channels-en"], PAPER)
    page.emulate_media(media="print")
    # The longest table, alone: its head stands on each of its sheets.
    head = page.evaluate(
        """() => { const all = [...document.querySelectorAll('table')].sort((a, b) => b.rows.length - a.rows.length);
          document.querySelectorAll('main > *').forEach((n) => { if (!n.contains(all[0])) n.remove(); });
          document.querySelectorAll('nav, header, footer').forEach((n) => n.remove());
          return all[0].tHead.rows[0].cells[0].textContent.trim(); }"""
    )
    pdf = shots / "heads.pdf"
    page.pdf(path=pdf, prefer_css_page_size=True)
    page.context.close()
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    sheets = [s for s in text.split("\f")[:-1] if len(s.splitlines()) > 20]
    assert len(sheets) > 2
    assert sum(head in sheet for sheet in sheets) >= len(sheets) - 1


@pytest.mark.parametrize(
    ("title", "expected"),
    [("through the year", ": "), ("by provider", "t/a"), ("Load-duration", "demand (kW)"), ("Closure of all", "")],
)
def test_a_figure_tells_the_numbers_that_are_pointed_at(title, expected, pages, browser):
    page = opened(browser, pages["florange-en"])
    drawing = page.locator("figure svg").filter(has=page.locator("title", has_text=title)).first
    drawing.scroll_into_view_if_needed()
    box = drawing.bounding_box()
    told = set()
    for share in [0.3, 0.5, 0.7]:
        page.mouse.move(box["x"] + box["width"] * share, box["y"] + box["height"] * share)
        told.add(page.locator("output.tip").first.text_content())
    assert len(told) > 1 and "" not in told, told
    assert all(expected in text and any(c.isdigit() for c in text) for text in told), told
    page.mouse.move(5, 5)
    assert page.locator("output.tip").first.text_content() == ""
    assert page.complaints == []
    page.context.close()
