"""vdirsyncer: what a synchroniser makes of every public feed, once, once more, and after one change; and khal: what a calendar
on a command line reads in its files."""

import json
import os
import subprocess
import sys
from pathlib import Path

from ground import Wrong

# Of khal beside its calendars: days and times as feeds have them, which are in UTC.
KHAL = """
[sqlite]
path = "{}"
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y%m%d
longdateformat = %Y%m%d
datetimeformat = %Y%m%d %H:%M
longdatetimeformat = %Y%m%d %H:%M
[calendars]
"""


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
        self.settings = {"vdirsyncer": ground.write("".join(parts), "synced", "config")}
        calendars = [f'[[{folder.name}]]\npath = "{folder}"\nreadonly = True\n' for folder in self.folders.values()]
        self.settings["khal"] = ground.write(KHAL.format(self.home / "khal.db") + "".join(calendars), "synced", "khal")
        self.run("vdirsyncer", "discover")

    def run(self, name, *words):
        program = Path(sys.executable).with_name(name)
        ended = subprocess.run([program, "-c", self.settings[name], *words], capture_output=True, text=True,
                               stdin=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"})
        if ended.returncode:
            raise Wrong(f"{name} {words[0]}: {ended.stdout}{ended.stderr}")
        return ended.stdout

    def sync(self):
        """Synchronises, and answers every file: when it was written, and what it holds."""
        self.run("vdirsyncer", "sync")
        return {(feed, file.name): (file.stat().st_mtime_ns, file.read_bytes())
                for feed, folder in self.folders.items() for file in folder.glob("*.ics")}

    def read(self, first, last):
        """What khal finds in the files from one day to another, both included: each entry's feed, the UID that it has there, and
        its title. It has a line for each day, and an entry on every day that it lasts."""
        feeds = {folder.name: feed for feed, folder in self.folders.items()}
        fields = [word for field in ("calendar", "uid", "title") for word in ("--json", field)]
        lines = self.run("khal", "list", *fields, first, last).split("\n")
        try:
            return {(feeds[one["calendar"]], one["uid"], one["title"]) for line in lines if line for one in json.loads(line)}
        except ValueError:
            raise Wrong(f"khal lists no entries: {lines[:3]}") from None
