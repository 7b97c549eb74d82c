"""Dates and words as Maru writes them, by its own `locales/`: read here, put together here, nothing taken from a feed."""

import re
import unicodedata
from pathlib import Path
from zoneinfo import ZoneInfo

LOCALES = Path(__file__).resolve().parents[2] / "locales"
# Characters of a text that a feed holds.
LONGEST_TEXT = 1500


class Words:
    """The texts of one language."""

    def __init__(self, language):
        self.texts = {}
        for file in sorted((LOCALES / language).glob("*.ftl")):
            for key, text in re.findall(r"^([a-z][\w-]*) = (.*)$", file.read_text(), re.MULTILINE):
                self.texts[key] = text
            for key, choices in re.findall(r"^([a-z][\w-]*) = \{ \$n ->\n(.*?)^\}$", file.read_text(), re.MULTILINE | re.DOTALL):
                self.texts[key] = dict(re.findall(r"^ *\*?\[(\w+)\] (.*)$", choices, re.MULTILINE))

    def __call__(self, key, **values):
        text = self.texts[key]
        if isinstance(text, dict):
            text = text["one" if values["n"] == 1 and "one" in text else "other"]
        return re.sub(r"\{ \$([\w-]+) \}", lambda name: str(values[name[1].replace("-", "_")]), text)

    def date(self, day):
        return self("date-full", year=day.year, month=self(f"month-{day.month}"), day=day.day,
                    weekday=self(f"weekday-short-{day.isoweekday()}"))

    def slot(self, start, end, zone):
        """`Tue 1 December 2026, 16:00–17:00 (Seoul, UTC+9)`; both offsets where clocks are changed in between."""
        begins, ends = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
        same_day, changed = begins.date() == ends.date(), begins.utcoffset() != ends.utcoffset()
        first = f" ({offset(begins)})" if changed else ""
        between = "–" if same_day and not changed else " – "
        last = "" if same_day else f"{self.date(ends)}, "
        return f"{self.date(begins)}, {clock(begins)}{first}{between}{last}{clock(ends)} ({self.zone(zone, ends)})"

    def zone(self, zone, local):
        key = "zone-" + zone.lower().replace("/", "-").replace("_", "-")
        name = self.texts.get(key, zone.rpartition("/")[2].replace("_", " "))
        return offset(local) if zone == "UTC" else f"{name}, {offset(local)}"


def offset(local):
    minutes = int(local.utcoffset().total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    return "UTC" + (f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "") if minutes else "")


def hours(start, end, zone):
    """`16:00–17:00`, as items of a programme have it; both offsets where clocks are changed in between."""
    begins, ends = start.astimezone(ZoneInfo(zone)), end.astimezone(ZoneInfo(zone))
    if begins.utcoffset() != ends.utcoffset():
        return f"{clock(begins)} ({offset(begins)}) – {clock(ends)} ({offset(ends)})"
    return f"{clock(begins)}–{clock(ends)}"


def clock(time):
    return time.strftime("%H:%M:%S" if time.second else "%H:%M")


def slug(title):
    """What a topic is called in addresses: letters and digits, hyphens between."""
    made = ""
    for letter in title:
        for lower in letter.lower():
            if unicodedata.category(lower)[0] in "LN":
                made += lower
            elif made and not made.endswith("-"):
                made += "-"
            if len(made) >= 60:
                return made.rstrip("-")
    return made.rstrip("-")


def shortened(text):
    """The beginning of a text, cut between words where it is too long for a feed."""
    if len(text) <= LONGEST_TEXT:
        return text
    beginning = text[:LONGEST_TEXT]
    blank = max((at for at, letter in enumerate(beginning) if letter.isspace()), default=-1)
    octets = lambda part: len(part.encode())
    if blank >= 0 and octets(beginning[:blank]) > octets(beginning) // 2:
        beginning = beginning[:blank]
    return f"{beginning.rstrip()} …"


def paragraphs(*parts):
    return "\n\n".join(part for part in parts if part)


def as_text(typed):
    """What is left of a text in a calendar: no controls but TAB, and one kind of line break."""
    kept = typed.replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(letter for letter in kept if letter in "\t\n" or unicodedata.category(letter) != "Cc")
    return kept if kept.strip() else None


def as_address(typed):
    """What is left of an address."""
    kept = "".join(c for c in typed if c not in "\u2028\u2029" and unicodedata.category(c) != "Cc").replace("\\", "%5C")
    return kept if kept.strip() else None
