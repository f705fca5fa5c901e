"""Makes the font of the figures: a subset of Liberation Sans under another name, as its licence asks.

    pip install fonttools && python make.py FOLDER_OF_LIBERATION_SANS

Liberation Sans has the widths of Arial and Helvetica, so that a figure whose texts fit in it fits in most viewers. Missing
signs (super- and subscripts, a diamond) are composed of its own outlines.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
WANTED = (
    set(range(0x20, 0x7F))
    | set(range(0xA0, 0x180))
    | set(range(0x391, 0x3CA)) - {0x3A2}
    | set(map(ord, "–—‘’“”„†•…‰‹›€−∞×≤≥≠≈√∑∆·½¼¾⅓→←↑↓↔⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺₀₁₂₃₄₅₆₇₈₉◆●■○□▲▼◊─│✓✗\u2009\u202f\u00a0\u2011"))
)


def composed(font: TTFont, base: str, scale: float, rise: float) -> tuple[object, int]:
    """A sign from another one, smaller and higher."""
    pen = TTGlyphPen(None)
    glyphs = font.getGlyphSet()
    glyphs[font.getBestCmap()[ord(base)]].draw(TransformPen(pen, (scale, 0, 0, scale, 0, rise)))
    return pen.glyph(), round(glyphs[font.getBestCmap()[ord(base)]].width * scale)


def diamond(side: int) -> tuple[object, int]:
    """A filled diamond."""
    pen, middle = TTGlyphPen(None), side // 2
    pen.moveTo((middle, 0)), pen.lineTo((side, middle)), pen.lineTo((middle, side)), pen.lineTo((0, middle)), pen.closePath()
    return pen.glyph(), side


def stroke(points: list[tuple[int, int]], wide: int, advance: int) -> tuple[object, int]:
    """A sign of straight strokes: one parallelogram for each pair of points."""
    pen = TTGlyphPen(None)
    for (x0, y0), (x1, y1) in zip(points[::2], points[1::2], strict=True):
        pen.moveTo((x0, y0)), pen.lineTo((x0 + wide, y0)), pen.lineTo((x1 + wide, y1)), pen.lineTo((x1, y1)), pen.closePath()
    return pen.glyph(), advance


def add(font: TTFont, sign: str, glyph: tuple[object, int]) -> None:
    name = f"uni{ord(sign):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name], font["hmtx"][name] = glyph[0], (glyph[1], 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(sign)] = name


def main() -> None:
    for style in ("Regular", "Bold"):
        font = TTFont(Path(sys.argv[1]) / f"LiberationSans-{style}.ttf")
        for sign, base in (("⁰", "0"), ("⁻", "−"), ("⁺", "+")):
            add(font, sign, composed(font, base, 0.6, 560))
        add(font, "◆", diamond(1200))
        add(font, "✓", stroke([(150, 600), (500, 50), (500, 50), (1100, 1300)], 220, 1450))
        add(font, "✗", stroke([(150, 50), (1000, 1200), (1000, 50), (150, 1200)], 220, 1400))
        add(font, "\u2011", composed(font, "-", 1.0, 0))
        options = subset.Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True, glyph_names=False)
        cut = subset.Subsetter(options)
        cut.populate(unicodes=WANTED)
        cut.subset(font)
        names = {1: "Gisement Sans", 2: style, 3: f"gisement {style}", 4: f"Gisement Sans {style}", 6: f"GisementSans-{style}", 16: "Gisement Sans", 17: style}
        font["name"].names = [r for r in font["name"].names if r.nameID != 7]
        for record in font["name"].names:
            record.string = names.get(record.nameID, record.toUnicode())
        missing = WANTED - set(font.getBestCmap())
        assert not missing, [chr(c) for c in sorted(missing)]
        font.save(HERE / f"GisementSans-{style}.ttf")


main()
