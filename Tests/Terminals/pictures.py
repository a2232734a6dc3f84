"""Pictures of screens: made into PNG files without any library, and read by zbar."""

import pathlib
import struct
import subprocess
import zlib

#: Pixels of a cell in the picture of an emulated screen.
CELL_WIDTH, CELL_HEIGHT = 8, 16

#: The colours of the Linux console, as red, green, blue.
COLOURS = {
    "black": (0, 0, 0),
    "red": (170, 0, 0),
    "green": (0, 170, 0),
    "brown": (170, 85, 0),
    "blue": (0, 0, 170),
    "magenta": (170, 0, 170),
    "cyan": (0, 170, 170),
    "white": (170, 170, 170),
}


def png(width, height, rgb):
    """The bytes of a PNG file: `rgb` has three bytes a pixel, line by line."""
    lines = b"".join(b"\0" + rgb[3 * width * y : 3 * width * (y + 1)] for y in range(height))

    def piece(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + piece(b"IHDR", head) + piece(b"IDAT", zlib.compress(lines, 1)) + piece(b"IEND", b"")


def of_portable_pixmap(data):
    """The same of a PPM file, as qemu writes them: no comment, 255 levels."""
    _, size, _, rgb = data.split(b"\n", 3)
    return png(*map(int, size.split()), rgb)


def of_window_dump(data):
    """The same of Xvfb's XWD file: 32 bits a pixel, blue first."""
    header = struct.unpack(">25I", data[:100])
    width, height, bits, line = header[4], header[5], header[11], header[12]
    if bits != 32 or line != 4 * width or header[7] != 0:
        raise RuntimeError(f"Xvfb keeps its pixels in a way unknown here: {bits} bits, {line} bytes a line")
    pixels = data[header[0] + 12 * header[19] :][: line * height]
    rgb = bytearray(3 * width * height)
    rgb[0::3], rgb[1::3], rgb[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
    return png(width, height, bytes(rgb))


def of_cells(screen):
    """The same of a pyte screen. Letters are bars: what is read are blocks, and the text is kept beside the picture."""
    lines = []
    for row in range(screen.lines):
        cells = [screen.buffer[row][column] for column in range(screen.columns)]
        halves = [[], []]
        for cell in cells:
            fore, back = colour(cell.fg, (170, 170, 170)), colour(cell.bg, (0, 0, 0))
            if cell.reverse:
                fore, back = back, fore
            upper = fore if cell.data in "█▀" else back
            lower = fore if cell.data in "█▄" else back
            for half, ground in zip(halves, (upper, lower)):
                letter = cell.data not in " █▀▄"
                side = fore if letter else ground
                half.append(bytes(ground) * 2 + bytes(side) * (CELL_WIDTH - 4) + bytes(ground) * 2)
        for half in halves:
            lines += [b"".join(half)] * (CELL_HEIGHT // 2)
    return png(screen.columns * CELL_WIDTH, screen.lines * CELL_HEIGHT, b"".join(lines))


def colour(name, default):
    """What pyte calls a colour: a name, or six hexadecimal digits."""
    name = name.removeprefix("bright")
    if name in COLOURS:
        return COLOURS[name]
    return default if name == "default" else tuple(bytes.fromhex(name))


def read(file):
    """The text of the one QR code in a picture; None when there is none that zbar can read."""
    found = subprocess.run(
        ["zbarimg", "--quiet", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", str(file)],
        capture_output=True,
        text=True,
    )
    # Exit code 4: there is no code in it.
    if found.returncode not in (0, 4):
        raise RuntimeError(f"zbarimg ended with {found.returncode}: {found.stderr.strip()}")
    return found.stdout.strip() or None


def keep(data, file):
    """Writes a picture whole, as another look may come between."""
    file = pathlib.Path(file)
    new = file.with_suffix(".new")
    new.write_bytes(data)
    new.rename(file)
    return file
