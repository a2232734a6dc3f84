"""tokenidp-sim held to its description by schemathesis. Started by `run`."""

import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

from schemathesis.cli import schemathesis

import real_life
from simulator import Simulator

HERE = pathlib.Path(__file__).resolve().parent
DESCRIPTION = HERE.parent.parent / "Assets/simulator/openapi.json"


def hold(simulator, seed, examples):
    """schemathesis's exit code: 0 where nothing was found."""
    real_life.begin(simulator)
    # schemathesis leaves notes where it runs.
    os.chdir(simulator.folder)
    arguments = [
        "--config-file", str(HERE / "schemathesis.toml"),
        "run", str(DESCRIPTION),
        "--url", simulator.base,
        "--tls-verify", simulator.authority,
        "--seed", str(seed),
        "--max-examples", str(examples),
        "--no-color",
    ]  # fmt: skip
    try:
        return schemathesis.main(arguments, standalone_mode=False) or 0
    except SystemExit as end:
        return end.code


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulator", required=True)
    parser.add_argument("--seed", type=int, default=8628)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--path", default="")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="contract-") as folder:
        built_in = subprocess.run([arguments.simulator, "config"], check=True, capture_output=True, text=True).stdout
        config = pathlib.Path(folder, "configuration.json5")
        config.write_text(real_life.configuration(built_in), encoding="utf-8")
        with Simulator(arguments.simulator, f"{folder}/state", arguments.path, str(config)) as simulator:
            code = hold(simulator, arguments.seed, arguments.examples)
            lacking = real_life.lacking()
    print(f"good answers: {real_life.seen()}")
    for what in lacking:
        print(f"BROKEN  no request came to {what}", file=sys.stderr)
    sys.exit(1 if code or lacking else 0)


if __name__ == "__main__":
    main()
