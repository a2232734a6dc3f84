"""What was read, as tables in Markdown, and which of it had to be."""

import collections
import dataclasses

from camera import CONDITIONS
from cases import EXPECTED, USUAL_FONT
from decoders import DECODERS

Reading = collections.namedtuple("Reading", "case condition decoder texts")


@dataclasses.dataclass(frozen=True)
class Broken:
    """A promise that was not kept: which, and in words why."""

    case: object
    condition: str
    why: str


def is_read(reading):
    return reading.texts == [EXPECTED]


def is_wrong(reading):
    return bool(reading.texts) and not is_read(reading)


def must_hold(case, condition):
    return case.font == USUAL_FONT and CONDITIONS[condition][1]


def promise(readings):
    """None if zbar and one of the others read a picture, else why not. `readings`: those of one picture."""
    by = [reading.decoder for reading in readings if is_read(reading)]
    if "zbar" in by and len(by) > 1:
        return None
    wrong = [f"{reading.decoder} read {reading.texts}" for reading in readings if is_wrong(reading)]
    return "; ".join([f"read by {' and '.join(by) or 'nobody'}, not by zbar and another", *wrong])


def table(headings, rows):
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def share(readings):
    return f"{100 * sum(map(is_read, readings)) / len(readings):.0f}" if readings else ""


def shares(readings, name, row_of):
    """Per cent read: a row for each value of `row_of(reading)`, a column for each condition and one for all."""
    rows = collections.defaultdict(list)
    for reading in readings:
        rows[row_of(reading)].append(reading)
    lines = [
        [row, *[share([one for one in of if one.condition == name]) for name in CONDITIONS], share(of)]
        for row, of in rows.items()
    ]
    return table([name, *CONDITIONS, "all"], lines)


def layout(case):
    return f"{case.size} {case.drawing}"


def usual(readings):
    themes = sorted({reading.case.theme for reading in readings})
    chosen = [reading for reading in readings if reading.case.font == USUAL_FONT]
    head = f"Read, % of {len(DECODERS)} decoders and {len(themes)} themes ({', '.join(themes)}), {USUAL_FONT.name}"
    return f"{head}\n\n{shares(chosen, 'screen', lambda reading: layout(reading.case))}"


def everything(readings):
    """The tables over all fonts."""
    by_font = shares(readings, "drawing, font", lambda reading: f"{reading.case.drawing}, {reading.case.font.name}")
    by_decoder = shares(readings, "drawing, decoder", lambda reading: f"{reading.case.drawing}, {reading.decoder}")
    by_theme = shares(readings, "theme", lambda reading: reading.case.theme)
    return "\n\n".join(
        ["Read, %, by font", by_font, "Read, %, by decoder", by_decoder, "Read, %, by theme", by_theme]
    )


def closing(readings):
    pictures = len(readings) // len(DECODERS)
    wrong = sum(map(is_wrong, readings))
    return f"{pictures} pictures, {len(readings)} attempts to read them, {wrong} of which gave another text."
