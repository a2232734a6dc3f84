"""Three readers of QR codes, written by different people. Each is given pictures (grey, 0 to 255) and gives, for each,
the list of texts it found. None of them is told to try light on dark, as not every phone does."""

import pathlib
import subprocess
import tempfile
import xml.etree.ElementTree

import cv2
import zxingcpp


def zbar(pictures):
    with tempfile.TemporaryDirectory(prefix="kiosk-optics.") as folder:
        names = [f"{folder}/{number}.pgm" for number in range(len(pictures))]
        for name, picture in zip(names, pictures):
            height, width = picture.shape
            pathlib.Path(name).write_bytes(b"P5 %d %d 255\n" % (width, height) + picture.tobytes())
        # Exit code 4: some picture had no code in it. It says so for all of them together.
        read = subprocess.run(
            ["zbarimg", "--quiet", "--nodbus", "--xml", "-Sdisable", "-Sqrcode.enable", *names],
            capture_output=True,
            text=True,
        )
        if read.returncode not in (0, 4):
            raise RuntimeError(f"zbarimg ended with {read.returncode}: {read.stderr.strip()}")
    found = {name: [] for name in names}
    for source in xml.etree.ElementTree.fromstring(read.stdout or "<barcodes/>").findall("{*}source"):
        found[source.get("href")] = [data.text for data in source.findall(".//{*}data")]
    return list(found.values())


def zxing(pictures):
    return [
        [code.text for code in zxingcpp.read_barcodes(picture, zxingcpp.BarcodeFormat.QRCode, try_invert=False)]
        for picture in pictures
    ]


def opencv(pictures):
    detector = cv2.QRCodeDetector()
    texts = [detector.detectAndDecode(picture)[0] for picture in pictures]
    return [[text] if text else [] for text in texts]


DECODERS = {"zbar": zbar, "zxing-cpp": zxing, "OpenCV": opencv}
