"""vdirsyncer: what a synchroniser makes of every public feed, once, once more, and after one change."""

import os
import subprocess
import sys
from pathlib import Path

from ground import Wrong


class Synced:
    """A folder for each feed, and one program that fills them all."""

    def __init__(self, ground, base, feeds):
        self.home = ground.make("synced")
        parts = [f'[general]\nstatus_path = "{ground.make("synced", "status")}"\n']
        self.folders = {}
        for number, feed in enumerate(feeds):
            folder = self.folders[feed] = ground.make("synced", f"feed{number}")
            parts.append(f"""
[pair feed{number}]
a = "here{number}"
b = "there{number}"
collections = null
[storage here{number}]
type = "filesystem"
path = "{folder}"
fileext = ".ics"
[storage there{number}]
type = "http"
url = "{base}{feed.path}"
""")
        self.settings = ground.write("".join(parts), "synced", "config")
        self.run("discover")

    def run(self, word):
        program = Path(sys.executable).with_name("vdirsyncer")
        ended = subprocess.run([program, "-c", self.settings, word], capture_output=True, text=True, stdin=subprocess.DEVNULL,
                               env={**os.environ, "LC_ALL": "C.UTF-8"})
        if ended.returncode:
            raise Wrong(f"vdirsyncer {word}: {ended.stdout}{ended.stderr}")
        return ended.stdout + ended.stderr

    def sync(self):
        """Synchronises, and answers every file: when it was written, and what it holds."""
        self.run("sync")
        return {(feed, file.name): (file.stat().st_mtime_ns, file.read_bytes())
                for feed, folder in self.folders.items() for file in folder.glob("*.ics")}
