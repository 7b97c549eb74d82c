"""`make bench`: measures Maru beside what it is compared with, on this machine and in this run (docs/PERFORMANCE.md)."""

import argparse
import importlib
import json
import os
import pathlib
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import figures
from ground import ROOT, TARGET, Ground, program

MEASURES = ["reminders", "announcing", "due", "reading", "feeds", "bookings", "start"]


def options():
    """What was asked for."""
    asked = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    asked.add_argument("measures", nargs="*", metavar="MEASURE", help=f"all of them by default: {', '.join(MEASURES)}")
    asked.add_argument("--rounds", type=int, default=3, help="samples of each side (default: 3)")
    asked.add_argument("--rows", type=int, default=1_000_000, help="messages kept, for `due` (default: a million)")
    asked.add_argument("--maru", type=pathlib.Path, default=TARGET / "release/maru", help="the program")
    given = asked.parse_args()
    for measure in given.measures:
        if measure not in MEASURES:
            asked.error(f"there is no measure {measure}")
    given.measures = given.measures or MEASURES
    return given


def machine() -> dict[str, str]:
    """What the figures depend on."""
    def first(*command) -> str:
        done = subprocess.run(command, capture_output=True, text=True)
        return (done.stdout or done.stderr).strip().splitlines()[0]

    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {"processors": str(os.cpu_count()), "memory": f"{memory:.0f} GiB", "kernel": platform.release(),
            "file system": first("stat", "-f", "-c", "%T", "/var/tmp"),
            "a write is on the disk in": f"{1000 * to_the_disk():.1f} ms",
            "PostgreSQL": first(program("postgres"), "--version"),
            "nginx": first(program("nginx"), "-v"),
            "load at the start": f"{os.getloadavg()[0]:.2f}"}


def to_the_disk() -> float:
    """The median of what each commit waits for: 8 kB, and fdatasync."""
    took = []
    with tempfile.NamedTemporaryFile(dir="/var/tmp") as file:
        for _ in range(100):
            begun = time.monotonic()
            os.pwrite(file.fileno(), bytes(8192), 0)
            os.fdatasync(file.fileno())
            took.append(time.monotonic() - begun)
    return statistics.median(took)


def main():
    given = options()
    # So that a terminated run takes its processes and its directory with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    shape = machine()
    print(*(f"{name}: {value}" for name, value in shape.items()), sep="\n", flush=True)
    found = []
    with Ground(given.maru.resolve()) as ground:
        for name in given.measures:
            begun = time.monotonic()
            print(f"\n{name} …", flush=True)
            measured = importlib.import_module(f"measures.{name}").measure(ground, given)
            print(figures.table(measured), f"({time.monotonic() - begun:.0f} s)", sep="\n", flush=True)
            found += measured
    shape["load at the end"] = f"{os.getloadavg()[0]:.2f}"
    print("\n" + figures.table(found))
    written = TARGET / "bench.json"
    written.parent.mkdir(parents=True, exist_ok=True)
    written.write_text(json.dumps({"machine": shape, "rounds": given.rounds, "figures": [one.as_json() for one in found]},
                                  ensure_ascii=False, indent=2) + "\n")
    print(f"\nEvery sample is in {os.path.relpath(written, ROOT)}.")


if __name__ == "__main__":
    main()
