"""What a screen costs: bytes to the terminal for the whole of it, microseconds to make it."""

import json
import os
import subprocess
import time

from process import Failure, Process

SIZES = [(24, 80), (45, 160)]
# The kiosk's own screen, without a network: its QR as it fits, then as half blocks.
DRAWINGS = ["auto", "half"]


def measure_painting(program, view_cost, environment):
    """{"bytes": {"160x45 auto": n, …}, "microseconds": {"code": n, …}}"""
    written = {}
    for rows, columns in SIZES:
        for drawing in DRAWINGS:
            arguments = [program, "gallery", "--state", "pending", "--bare", "--qr", drawing]
            written[f"{columns}x{rows} {drawing}"] = whole_paint(arguments, environment, (rows, columns))
    answer = subprocess.run([view_cost], check=True, capture_output=True, text=True).stdout
    return {"bytes": written, "microseconds": json.loads(answer)}


def whole_paint(arguments, environment, size):
    """Bytes of a repaint that Ctrl-L asks for: without what taking the terminal costs."""
    process = Process(arguments, environment, size=size)
    try:
        if not until_quiet(process):
            raise Failure("the gallery shows nothing")
        os.write(process.terminal, b"\x0c")
        return until_quiet(process)
    finally:
        process.stop()


def until_quiet(process, seconds=10):
    """How many bytes came before nothing came for 100 ms."""
    deadline, count = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        piece = process.read(0.1 if count else deadline - time.monotonic())
        if piece is None:
            break
        count += len(piece[1])
    return count
