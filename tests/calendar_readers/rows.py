"""What a hub holds at one moment, by its JSON API and the rows of its database; and which feeds it has. Nothing here has seen a
calendar."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from time import sleep
from urllib.parse import quote
from zoneinfo import ZoneInfo

from served import instant
from words import slug

HUB_ZONE, HUB_NAME, HUB_LANGUAGE = "Asia/Seoul", "Maru", "en"
# Longer than it takes to read every feed.
ENOUGH = timedelta(minutes=5)
NEVER = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Feed:
    """A feed and what is asked of it. `key` is the row that it is about, by its id; a topic's slug; a personal feed's own."""

    kind: str
    key: str
    path: str
    query: dict = field(default_factory=dict, hash=False)

    @property
    def address(self):
        asked = "&".join(f"{name}={quote(value, safe=',')}" for name, value in self.query.items())
        return self.path + (f"?{asked}" if asked else "")

    def asking(self, **query):
        return Feed(self.kind, self.key, self.path, query)


def day_to_come():
    """The hub's day, once enough of it is left: windows are of whole days, and a run over midnight would meet two of each."""
    while True:
        now = datetime.now(ZoneInfo(HUB_ZONE))
        left = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo) - now
        if left > ENOUGH:
            return now.date()
        sleep(left.total_seconds() + 1)


class Hub:
    """Everything that is there."""

    def __init__(self, served, personal):
        self.url, self.personal = served.url, personal
        self.key = bytes.fromhex((served.data / "secret.key").read_text())
        self.today = day_to_come()
        by_id = lambda items: {item["id"]: item for item in items}
        for name in ("seminars", "stays", "bookings", "people", "rooms", "sites", "institutions", "series", "lists"):
            setattr(self, name, by_id(served.all(f"/{name}")))
        rows = served.rows()
        for name in ("seminars", "stays", "bookings"):
            for row in rows[name]:
                getattr(self, name)[row["id"]].update(row)
        said = {(row["seminar_id"], row["person_id"]): row for row in rows["speakers"]}
        for one in self.seminars.values():
            for speaker in one["speakers"]:
                speaker.update(said[one["id"], speaker["person_id"]])
        self.items = together(rows["items"], "seminar_id")
        self.occupancies = together(rows["occupancies"], "booking_id")
        self.replaced = {row["seminar_id"]: row["by_id"] for row in rows["replacements"]}
        self.attendances = together(rows["attendances"], "person_id")
        self.followed = {(row["series_id"], row["person_id"]) for row in rows["subscriptions"]}
        self.on_lists = together(rows["list_items"], "list_id")

    def feeds(self):
        """Every public feed."""
        found = [Feed("hub", "", "/feeds/hub.ics")]
        shown = [one for one in self.seminars.values() if is_public(one)]
        # A series that is not everyone's has a feed of those of its seminars that are.
        of_all = {one["series_id"] for one in shown}
        is_there = {
            "series": lambda one: one["visibility"] == "public" or one["id"] in of_all,
            "institutions": lambda one: True, "rooms": lambda one: True,
            "lists": lambda one: one["visibility"] == "public",
        }
        for kind, holds in is_there.items():
            found += [Feed(kind, key, f"/feeds/{kind}/{encoded(one['slug'])}.ics")
                      for key, one in getattr(self, kind).items() if holds(one)]
        topics = {slug(topic) for one in shown for topic in one["topics"]} - {""}
        found += [Feed("topics", topic, f"/feeds/topics/{encoded(topic)}.ics") for topic in sorted(topics)]
        found += [Feed("seminars", one["id"], f"/feeds/seminars/{one['code']}.ics") for one in shown]
        return found

    def named(self, person):
        """A person's name and institution, and when each was last changed."""
        one = self.people[person]
        home = self.institutions.get(one["institution_id"])
        own = instant(one["modified_at"])
        return one["name"], home and home["name"], own, max(own, instant(home["modified_at"])) if home else own

    def places(self, rooms):
        """Rooms by name with their sites, and when any of them was last changed."""
        found = sorted((self.rooms[room] for room in rooms), key=lambda room: (room["name"], room["id"]))
        pairs = [(room, self.sites.get(room["site_id"])) for room in found]
        changed = [instant(item["modified_at"]) for pair in pairs for item in pair if item]
        return pairs, max(changed, default=NEVER)

    def with_parts(self, room):
        """A room and all its parts."""
        return {room}.union(*(self.with_parts(part) for part in self.rooms[room]["part_ids"]))

    def instead_of(self, seminar):
        """What was said to come in place of a seminar, and in place of that, to the last."""
        chain, here = [], seminar
        while here in self.replaced and len(chain) < 100:
            here = self.replaced[here]
            chain.append(self.seminars[here])
        return chain

    def stands_on(self, one, key):
        """Whether a seminar stands on a list: by a rule or by hand, and not left out."""
        speaking = [speaker["person_id"] for speaker in speakers(one) if speaker["role"] != "host"]
        homes = {self.people[person]["institution_id"] for person in speaking}
        series = self.series.get(one["series_id"])
        homes |= set(series["institution_ids"]) if series else set()
        rules = {
            "topic": lambda item: item["topic"] in map(slug, one["topics"]),
            "series": lambda item: item["series_id"] == one["series_id"],
            "institution": lambda item: item["institution_id"] in homes,
            "person": lambda item: item["person_id"] in speaking,
            "seminar": lambda item: item["seminar_id"] == one["id"],
            "left_out": lambda item: False,
        }
        items = self.on_lists.get(key, [])
        left_out = any(item["what"] == "left_out" and item["seminar_id"] == one["id"] for item in items)
        return not left_out and any(rules[item["what"]](item) for item in items)


def is_public(one):
    return one["visibility"] == "public" and one["state"] != "draft"


def speakers(one):
    """Those who have not declined."""
    return [speaker for speaker in one["speakers"] if speaker["answer"] != "declined"]


def together(rows, name):
    """Rows by what they have under a name, in their order."""
    found = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return found


def encoded(slug):
    return quote(slug, safe="")
