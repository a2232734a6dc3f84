"""Where the QR is in a screenshot: found on the grid of cells, without a decoder."""

import dataclasses

import cv2
import numpy

#: A finder pattern with the light line around it, 9 x 9 modules: 1 light, -1 dark.
FINDER = numpy.ones((9, 9), numpy.float32)
FINDER[1:8, 1:8] = -1
FINDER[2:7, 2:7] = 1
FINDER[3:6, 3:6] = -1

#: (name, columns, half rows) of one module.
DRAWINGS = [("full", 2, 2), ("half", 1, 1)]


@dataclasses.dataclass(frozen=True)
class Symbol:
    """A QR on a screen. Lengths are in pixels, but for `modules` (the width of the symbol) and `quiet`, in modules."""

    drawing: str
    left: int
    top: int
    modules: int
    quiet: int
    module_width: float
    module_height: float

    @property
    def module(self):
        """The side of a square module as large as this one, in pixels."""
        return (self.module_width * self.module_height) ** 0.5


def find(grey, cell_width, cell_height):
    """The QR in a screenshot of a terminal, None if there is none."""
    light = half_cells(grey, cell_width, cell_height)
    for drawing, wide, high in DRAWINGS:
        pattern = numpy.kron(FINDER, numpy.ones((high, wide), numpy.float32))
        if pattern.shape[0] > light.shape[0] or pattern.shape[1] > light.shape[1]:
            continue
        score = cv2.matchTemplate(light, pattern, cv2.TM_CCORR) / pattern.size
        # With the light line cut off: the corner of the finder pattern itself.
        corners = [(int(x) + wide, int(y) + high) for y, x in numpy.argwhere(score > 0.97)]
        if len(corners) != 3:
            continue
        left, top = min(corners)
        size = max(x for x, _ in corners) - left
        if set(corners) != {(left, top), (left + size, top), (left, top + size * high // wide)}:
            continue
        modules = size // wide + 7
        return Symbol(
            drawing,
            left * cell_width,
            round(top * cell_height / 2),
            modules,
            quiet_zone(light, left, top, wide, high, modules),
            cell_width * wide,
            cell_height * high / 2,
        )
    return None


def half_cells(grey, cell_width, cell_height):
    """1 for each upper or lower half of a cell that is light in its middle, -1 for each that is dark."""
    rows, columns = grey.shape[0] // cell_height, grey.shape[1] // cell_width
    xs = ((numpy.arange(columns) + 0.5) * cell_width).astype(int)
    ys = ((numpy.arange(2 * rows) + 0.5) * cell_height / 2).astype(int)
    middles = cv2.blur(grey, (3, 3))[ys][:, xs]
    return numpy.where(middles > 127, 1, -1).astype(numpy.float32)


def quiet_zone(light, left, top, wide, high, modules):
    """How many modules around the symbol are light on all four sides, 4 at most."""
    for quiet in range(1, 5):
        x, y = left - quiet * wide, top - quiet * high
        width, height = (modules + 2 * quiet) * wide, (modules + 2 * quiet) * high
        if x < 0 or y < 0 or x + width > light.shape[1] or y + height > light.shape[0]:
            return quiet - 1
        ring = light[y : y + height, x : x + width].copy()
        ring[quiet * high : -quiet * high, quiet * wide : -quiet * wide] = 1
        if ring.min() < 0:
            return quiet - 1
    return 4
