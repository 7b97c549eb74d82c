"""Four readers that are not ours. Each is given the octets of a feed and answers what it finds: the calendar's own properties,
and each entry as a dictionary of the same names (`entry.entry`), in order."""

import ctypes
import ctypes.util
import json
import re
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import icalendar
import recurring_ical_events

from entry import in_order

HEAD = {"name": "NAME", "known_as": "X-WR-CALNAME", "zone": "X-WR-TIMEZONE", "url": "URL", "description": "DESCRIPTION"}


class Complaint(Exception):
    """A reader found something that is no calendar."""


class Reader:
    unknown = ("name", "known_as")

    def as_read(self, entry):
        """An entry as this reader has it where it reads rightly."""
        return entry

    def as_headed(self, head):
        """What a feed says of itself, likewise. Who does not know a property leaves its value as it is written."""
        return {**head, **{name: escaped(head[name]) for name in self.unknown}}


def escaped(text):
    """TEXT as it is written (RFC 5545 section 3.3.11)."""
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def when(value):
    """As it is written: a DATE, or a DATE-TIME in UTC."""
    if not isinstance(value, datetime):
        return value.strftime("%Y%m%d")
    if value.tzinfo is None:
        raise Complaint(f"a time in no zone: {value!r}")
    return value.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")


class Icalendar(Reader):
    """Python's icalendar; without a single error, in the calendar or in any component."""

    name = "icalendar"

    def read(self, octets):
        calendar = icalendar.Calendar.from_ical(octets)
        wrong = [(part.name, part.errors) for part in calendar.walk() if part.errors]
        if wrong:
            raise Complaint(f"errors: {wrong[:3]}")
        head = {key: str(calendar[name]) if name in calendar else None for key, name in HEAD.items()}
        return head, [self.entry(event) for event in calendar.walk("VEVENT")]

    def entry(self, event):
        text = lambda name: str(event[name]) if name in event else None
        conference = event.get("CONFERENCE")
        return {
            "uid": text("UID"), "sequence": int(event["SEQUENCE"]), "stamp": when(event["DTSTAMP"].dt),
            "created": when(event["CREATED"].dt), "modified": when(event["LAST-MODIFIED"].dt),
            "start": when(event["DTSTART"].dt), "end": when(event["DTEND"].dt), "summary": text("SUMMARY"),
            "description": text("DESCRIPTION"), "location": text("LOCATION"), "url": text("URL"),
            "categories": [str(topic) for topic in event["CATEGORIES"].cats] if "CATEGORIES" in event else [],
            "status": text("STATUS"), "transp": text("TRANSP"), "class": text("CLASS"),
            "conference": conference and [str(conference), conference.params["LABEL"]],
            "alarms": [[alarm["TRIGGER"].to_ical().decode(), str(alarm["DESCRIPTION"])] for alarm in event.walk("VALARM")],
        }


class Recurring(Reader):
    """recurring_ical_events, which says what takes place when: each entry once, at its time.

    It is asked in UTC. In the zone of X-WR-TIMEZONE it reckons with wall times, and takes an entry over the hour that comes
    twice for one that ends before it starts (3.8.2)."""

    name = "recurring_ical_events"

    def read(self, octets):
        calendar = icalendar.Calendar.from_ical(octets)
        calendar.pop("X-WR-TIMEZONE")
        found = recurring_ical_events.of(calendar).between((1970, 1, 1), (2199, 1, 1))
        own = Icalendar()
        return None, sorted((own.entry(event) for event in found), key=in_order)


class IcalJs(Reader):
    """Mozilla's ical.js, as in Thunderbird: one node for all feeds."""

    name = "ical.js"

    def __init__(self, modules):
        script = Path(__file__).with_name("ical_js.mjs")
        module = Path(modules).resolve() / "ical.js" / "dist" / "ical.js"
        self.node = subprocess.Popen(["node", script, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")

    def read(self, octets):
        self.node.stdin.write(json.dumps(octets.decode()) + "\n")
        self.node.stdin.flush()
        read = json.loads(self.node.stdout.readline())
        if "wrong" in read:
            raise Complaint(read["wrong"])
        return read["head"], read["entries"]

    def end(self):
        self.node.stdin.close()
        self.node.wait(30)


class Libical(Reader):
    """libical 3, as in GNOME, KDE and many servers, by its C functions."""

    name = "libical"
    unknown = ()
    ANY = 0  # ICAL_ANY_PROPERTY
    ANY_COMPONENT, EVENT, ALARM = 1, 4, 10

    def __init__(self):
        self.library = ctypes.CDLL(ctypes.util.find_library("ical") or "libical.so.3")
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
        for name, answer, takes in (
            ("icalparser_parse_string", pointer, [text]), ("icalcomponent_free", None, [pointer]),
            ("icalcomponent_count_errors", number, [pointer]), ("icalcomponent_isa", number, [pointer]),
            ("icalcomponent_get_first_component", pointer, [pointer, number]),
            ("icalcomponent_get_next_component", pointer, [pointer, number]),
            ("icalcomponent_get_first_property", pointer, [pointer, number]),
            ("icalcomponent_get_next_property", pointer, [pointer, number]),
            ("icalproperty_get_property_name", text, [pointer]), ("icalproperty_get_value", pointer, [pointer]),
            ("icalproperty_get_parameter_as_string", text, [pointer, text]),
            ("icalproperty_get_value_as_string", text, [pointer]),
            ("icalvalue_get_text", text, [pointer]), ("icalvalue_get_x", text, [pointer]),
        ):
            function = getattr(self.library, name)
            function.restype, function.argtypes = answer, takes
            setattr(self, name.removeprefix("ical"), function)

    def read(self, octets):
        calendar = self.parser_parse_string(octets)
        try:
            if self.component_count_errors(calendar):
                raise Complaint(f"{self.component_count_errors(calendar)} errors")
            own = self.properties(calendar)
            head = {key: own[name][0] if name in own else None for key, name in HEAD.items()}
            return head, [self.entry(event) for event in self.components(calendar, self.EVENT)]
        finally:
            self.component_free(calendar)

    def as_read(self, entry):
        """It looks for backslashes one and three octets before a comma, and does not part what is `a\\;b,c` (3.0)."""
        return {**entry, "categories": ",".join(entry["categories"])}

    def components(self, parent, kind):
        one = self.component_get_first_component(parent, kind)
        while one:
            yield one
            one = self.component_get_next_component(parent, kind)

    TEXTS = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CATEGORIES", "NAME"}

    def properties(self, component):
        """Values by name, with the text of each that is TEXT."""
        found, one = {}, self.component_get_first_property(component, self.ANY)
        while one:
            name = self.property_get_property_name(one).decode()
            read = self.value_get_x if name.startswith("X-") else self.value_get_text if name in self.TEXTS else None
            value = read(self.property_get_value(one)) if read else self.property_get_value_as_string(one)
            found.setdefault(name, []).append(value.decode())
            if name == "CONFERENCE":
                found["LABEL"] = [(self.property_get_parameter_as_string(one, b"LABEL") or b"").decode()]
            one = self.component_get_next_property(component, self.ANY)
        return found

    def entry(self, event):
        own = self.properties(event)
        one = lambda name: own[name][0] if name in own else None
        return {
            "uid": one("UID"), "sequence": int(one("SEQUENCE")), "stamp": one("DTSTAMP"), "created": one("CREATED"),
            "modified": one("LAST-MODIFIED"), "start": one("DTSTART"), "end": one("DTEND"), "summary": one("SUMMARY"),
            "description": one("DESCRIPTION"), "location": one("LOCATION"), "url": one("URL"),
            "categories": ",".join(own.get("CATEGORIES", [])),
            "status": one("STATUS"), "transp": one("TRANSP"), "class": one("CLASS"),
            "conference": [one("CONFERENCE"), one("LABEL")] if "CONFERENCE" in own else None,
            "alarms": [[alarm["TRIGGER"][0], alarm["DESCRIPTION"][0]]
                       for alarm in map(self.properties, self.components(event, self.ALARM))],
        }
