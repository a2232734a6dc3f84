"""How large things are for a person three metres from a television that the terminal fills."""

import math

#: Millimetres: the width of a 43-inch screen of 16:9, and how far away the person stands.
SCREEN_WIDTH, DISTANCE = 43 * 25.4 * 16 / math.hypot(16, 9), 3000
#: Pixels.
SCREEN = (1920, 1080)

#: Height of the code's letters in cells, read off `kiosk render pending --size SIZE --format text`.
CODE_LETTERS = {"80x24": 3.5, "120x33": 7, "160x45": 10.5}
#: Height of a capital of ordinary text in cells: DejaVu Sans Mono's.
CAPITAL = 0.63

#: Minutes of arc: the least height of a capital, and what is preferred (ISO 9241-3).
LEAST, PREFERRED = 16, 22


def cell(columns, rows):
    """Width and height of a cell in whole pixels, as a font has them."""
    return SCREEN[0] // columns, SCREEN[1] // rows


def millimetres(pixels):
    return pixels * SCREEN_WIDTH / SCREEN[0]


def arc_minutes(length):
    """The angle in which a length in mm appears."""
    return 60 * math.degrees(2 * math.atan(length / 2 / DISTANCE))


def judged(length):
    """A height in mm with its angle and what the standard makes of it."""
    angle = arc_minutes(length)
    verdict = "too small" if angle < LEAST else "enough" if angle < PREFERRED else "good"
    return f"{length:.0f} mm, {angle:.0f}' ({verdict})"


def rows(symbols):
    """A row of the table for each size and drawing in `symbols`: {(columns, rows, drawing): Symbol}."""
    for (columns, lines, drawing), symbol in symbols.items():
        width, height = cell(columns, lines)
        module = width * (2 if drawing == "full" else 1)
        letters = millimetres(CODE_LETTERS[f"{columns}x{lines}"] * height)
        code = millimetres(symbol.modules * module)
        yield [
            f"{columns}x{lines} {drawing}",
            f"{width}x{height} px",
            judged(letters),
            judged(millimetres(CAPITAL * height)),
            f"{symbol.modules} modules of {millimetres(module):.1f} mm, {symbol.quiet} around",
            f"{code:.0f} mm",
            f"{code / 100:.1f} m",
        ]


HEADINGS = [
    "screen",
    "cell",
    "the code's letters",
    "ordinary capitals",
    "QR",
    "its width",
    "scans from: ten times that",
]
