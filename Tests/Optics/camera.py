"""What a camera makes of a screenshot: each condition is a function of a view.

Blur is the standard deviation of a Gaussian in modules; sizes are pixels a module in the finished picture; noise is a
standard deviation in grey levels of 256."""

import math

import cv2
import numpy

#: Modules of screen that stay in the picture around the symbol; where the screen ends there, a dull wall begins.
SURROUND = 10
WALL = 96

#: The same noise in every run.
SEED = 8628


class View:
    """A part of a screenshot: `picture` (grey, 0 to 255) and the side of a QR module in it, in pixels."""

    def __init__(self, picture, module):
        self.picture, self.module = picture, module

    def with_picture(self, picture, scale=1.0):
        return View(picture, self.module * scale)


def look_at(shot):
    """The symbol with the screen around it."""
    found, around = shot.symbol, math.ceil(SURROUND * max(shot.symbol.module_width, shot.symbol.module_height))
    on_wall = cv2.copyMakeBorder(shot.pixels, *[around] * 4, cv2.BORDER_CONSTANT, value=WALL)
    width, height = round(found.modules * found.module_width), round(found.modules * found.module_height)
    return View(on_wall[found.top :, found.left :][: height + 2 * around, : width + 2 * around], found.module)


def clean(view):
    return view


def scaled(view, module):
    """From farther away: each pixel is the mean of what falls on it."""
    scale = module / view.module
    height, width = view.picture.shape
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return view.with_picture(cv2.resize(view.picture, size, interpolation=way), scale)


def blurred(view, modules):
    return view.with_picture(cv2.GaussianBlur(view.picture, (0, 0), modules * view.module))


def rotated(view, degrees):
    height, width = view.picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = (math.ceil(height * sine + width * cosine), math.ceil(height * cosine + width * sine))
    turn[:, 2] += (size[0] - width) / 2, (size[1] - height) / 2
    turned = cv2.warpAffine(
        view.picture, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=WALL
    )
    return view.with_picture(turned)


def tilted(view, share):
    """From below: the upper edge is shorter by `share`."""
    height, width = view.picture.shape
    inset = share / 2 * width
    before = numpy.float32([(0, 0), (width, 0), (width, height), (0, height)])
    after = numpy.float32([(inset, 0), (width - inset, 0), (width, height), (0, height)])
    lean = cv2.getPerspectiveTransform(before, after)
    leaning = cv2.warpPerspective(
        view.picture, lean, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=WALL
    )
    return view.with_picture(leaning)


def faded(view, share):
    """Everything moves towards the middle grey: `share` of the contrast is left."""
    return view.with_picture(cv2.addWeighted(view.picture, share, view.picture, 0, 128 * (1 - share)))


def noisy(view, levels):
    noise = numpy.random.default_rng(SEED).normal(0, levels, view.picture.shape)
    return view.with_picture(numpy.clip(view.picture + noise, 0, 255).astype(numpy.uint8))


def compressed(view, quality):
    """As a JPEG of that quality."""
    _, jpeg = cv2.imencode(".jpg", view.picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return view.with_picture(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE))


def phone(view, module):
    """Held in a hand: a little from below, askew, out of focus, noisy, compressed."""
    held = rotated(tilted(view, 0.15), 8)
    return compressed(noisy(scaled(blurred(held, 0.25), module), 6), 50)


#: Name: (what happens to the view, whether the QR must be read all the same).
CONDITIONS = {
    "clean": (clean, True),
    "3 px": (lambda view: scaled(view, 3), True),
    "2 px": (lambda view: scaled(view, 2), False),
    "blur 0.4": (lambda view: blurred(view, 0.4), True),
    "turned 10°": (lambda view: rotated(view, 10), True),
    "turned 45°": (lambda view: rotated(view, 45), False),
    "perspective 15 %": (lambda view: tilted(view, 0.15), True),
    "contrast 35 %": (lambda view: faded(view, 0.35), False),
    "phone 5 px": (lambda view: phone(view, 5), False),
    "phone 3.5 px": (lambda view: phone(view, 3.5), False),
}
