"""What is put on the screen: sizes, drawings of the QR, themes and fonts, and the command that shows it."""

import dataclasses
import itertools
import pathlib

#: What the QR of the sample state says, to the letter.
EXPECTED = "https://idp.example/device?user_code=WDJB-MJHT"

#: (columns, rows, drawing): how the kiosk draws there when left alone, and the other drawing where it fits.
LAYOUTS = [(80, 24, "half"), (120, 33, "half"), (160, 45, "full"), (160, 45, "half")]

THEMES_FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Assets/themes"


@dataclasses.dataclass(frozen=True)
class Font:
    """A terminal font: `name` for people, `options` for xterm."""

    name: str
    options: tuple


def outline(family, points, *more):
    """An outline font at a size in points; the display has 96 dots per inch."""
    return Font(f"{family} {points}", ("-fa", family, "-fs", str(points), *more))


#: The font of the cases that must hold. It leaves a seam above a block glyph, as most outline fonts do.
USUAL_FONT = outline("DejaVu Sans Mono", 9)
OTHER_FONTS = [
    outline("DejaVu Sans Mono", 14),
    dataclasses.replace(
        outline("DejaVu Sans Mono", 9, "-xrm", "XTerm*scaleHeight: 1.15"), name="DejaVu Sans Mono 9, line height 1.15"
    ),
    outline("Liberation Mono", 9),
    outline("Liberation Mono", 14),
    outline("Hack", 10),
    outline("Noto Mono", 11),
    # Named in full: the short names mean fonts of 256 characters, in which a half block is a dotted box.
    Font("fixed 6x13 (bitmap)", ("-fn", "-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso10646-1")),
    Font("fixed 10x20 (bitmap)", ("-fn", "-misc-fixed-medium-r-normal--20-200-75-75-c-100-iso10646-1")),
]


@dataclasses.dataclass(frozen=True)
class Case:
    """One screen: a window of `columns` by `rows` cells, how the QR is drawn there, theme and font."""

    columns: int
    rows: int
    drawing: str
    theme: str
    font: Font

    @property
    def size(self):
        return f"{self.columns}x{self.rows}"

    def __str__(self):
        return f"{self.size} {self.drawing} {self.theme}, {self.font.name}"


def command_for(case, kiosk):
    """The program and its arguments that show `case` in a terminal of its size and go on showing it."""
    return [kiosk, "gallery", "--state", "pending", "--theme", case.theme, "--qr", case.drawing, "--bare"]


def themes():
    """The names of all themes there are."""
    return sorted(file.stem for file in THEMES_FOLDER.glob("*.json") if not file.name.endswith(".schema.json"))


def cases(everything):
    """Those with the usual font, and with `everything` those with every other font too."""
    fonts = [USUAL_FONT, *OTHER_FONTS] if everything else [USUAL_FONT]
    return [Case(*layout, theme, font) for font, layout, theme in itertools.product(fonts, LAYOUTS, themes())]
