"""What should stand in each feed: rebuilt from what the JSON API and the database say of seminars, stays and bookings, by the
rules that the hub publishes."""

import hashlib
import hmac
import uuid
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import bookings
from entry import at, in_order
from rows import HUB_LANGUAGE, HUB_NAME, HUB_ZONE, encoded, is_public
from seminars import Seminar, read_in
from served import instant
from which import Person, of_public
from words import Words, as_address, as_text, shortened, slug

PAST_DAYS, CANCELLED_DAYS = 90, 30
WORDS = {language: Words(language) for language in ("en", "ko")}


def entries(hub, feed):
    """The entries of a feed, in order."""
    found = sorted(Told(hub, feed).entries(), key=in_order)
    for entry in found:
        wanted = feed.query.get("alarms") if feed.kind == "my" else None
        rings = wanted and "T" in entry["start"] and entry["status"] != "CANCELLED"
        entry["alarms"] = [[f"-PT{wanted.rstrip('m')}M", entry["summary"]]] if rings else []
    return found


class Told:
    """What one feed tells."""

    def __init__(self, hub, feed):
        self.hub, self.feed, self.query = hub, feed, feed.query
        self.own = hub.personal[feed.key] if feed.kind == "my" else None
        self.language = self.query.get("lang") or self.own_language()
        self.words = WORDS[self.language]
        past, days = int(self.query.get("past", PAST_DAYS)), self.query.get("days")
        self.first_day = hub.today - timedelta(days=past) if feed.kind != "seminars" else date(1970, 1, 1)
        self.end_day = hub.today + timedelta(days=int(days)) if days and feed.kind != "seminars" else date.max
        self.since = begins(hub.today - timedelta(days=CANCELLED_DAYS))
        self.kinds = set(self.query["kinds"].split(",")) if "kinds" in self.query and feed.kind != "seminars" else None
        asked = self.query.get("list") if self.own else None
        self.on_list = next(one for one in hub.lists.values() if one["slug"] == asked) if asked else None

    def own_language(self):
        about = {"series": self.hub.series, "seminars": self.hub.seminars}.get(self.feed.kind)
        if self.own:
            language = self.hub.people[self.own["person_id"]]["language"]
        else:
            language = about[self.feed.key]["language"] if about else None
        return language if language in WORDS else HUB_LANGUAGE

    # Of itself

    def head(self):
        """What the feed says of itself."""
        name, description, zone, path = getattr(self, f"head_of_{self.feed.kind}")()
        return {"name": as_text(name), "known_as": as_text(name), "zone": zone, "url": as_address(self.hub.url + path),
                "description": as_text(description)}

    def about(self, name, said=None):
        key = f"feed-about-{self.feed.kind.rstrip('s')}"
        return self.words("feed-name", name=name, hub=HUB_NAME), self.words(key, name=said or name, hub=HUB_NAME)

    def head_of_hub(self):
        return HUB_NAME, self.words("feed-about-hub", hub=HUB_NAME), HUB_ZONE, "/"

    def head_of_series(self):
        one = self.hub.series[self.feed.key]
        if one["visibility"] != "public":
            return HUB_NAME, "", one["zone"], "/"
        return one["title"], shortened(one["description"]), one["zone"], f"/series/{encoded(one['slug'])}"

    def head_of_topics(self):
        """By the words that the topic is written in, the first where there are several: in what is coming, or ever was."""
        shown = [one for one in self.hub.seminars.values() if is_public(one) and self.feed.key in map(slug, one["topics"])]
        coming = [one for one in shown if instant(one["ends_at"]) > begins(self.first_day)]
        name = min(topic for one in coming or shown for topic in one["topics"] if slug(topic) == self.feed.key)
        return *self.about(name), HUB_ZONE, f"/?topic={encoded(self.feed.key)}"

    def head_of_institutions(self):
        one = self.hub.institutions[self.feed.key]
        return *self.about(one["name"]), HUB_ZONE, f"/?institution={encoded(one['slug'])}"

    def head_of_lists(self):
        name, description, path = self.listed(self.hub.lists[self.feed.key])
        return name, shortened(description), HUB_ZONE, path

    def head_of_rooms(self):
        one = self.hub.rooms[self.feed.key]
        site = self.hub.sites.get(one["site_id"])
        names = [one["name"]] + ([site["name"]] if site else [])
        return *self.about(" · ".join(names), ", ".join(names)), one["zone"], f"/rooms/{encoded(one['slug'])}"

    def head_of_seminars(self):
        one = self.hub.seminars[self.feed.key]
        return read_in(self.language, one)[0] or HUB_NAME, "", one["zone"], f"/seminars/{one['code']}"

    def head_of_my(self):
        zone = self.hub.people[self.own["person_id"]]["zone"] or HUB_ZONE
        if self.on_list:
            name, _, path = self.listed(self.on_list)
            return name, "", zone, path
        return self.own["name"], "", zone, "/me"

    def listed(self, one):
        """A list's name and description in the language of the feed, or in the other where it has none; and its page."""
        other = "ko" if self.language == "en" else "en"
        said = (one[f"{what}_{self.language}"] or one[f"{what}_{other}"] for what in ("name", "description"))
        return *said, f"/lists/{encoded(one['slug'])}"

    # What it holds

    def entries(self):
        shown = list(self.seminars())
        found = [Seminar(self.hub, self.language, self.words, one).entry() for one in shown]
        if self.feed.kind == "rooms" and self.wants("booking"):
            taken = bookings.blocks(self.hub, self.feed.key, self.in_window, {one.one["id"] for one in shown})
            found += [bookings.block(self.hub, self.words, self.feed.key, one) for one in taken]
        if self.own and not self.on_list:
            found += self.own_bookings() + self.own_stays()
        if self.query.get("cancelled") == "0":
            found = [entry for entry in found if entry["status"] != "CANCELLED"]
        if self.is_busy():
            found = [self.busy(entry) for entry in found if entry["status"] != "CANCELLED" and entry["transp"] == "OPAQUE"]
        elif self.own and "lang" not in self.query:
            # Its person may have chosen another language since: then every text is another one.
            chosen = at(instant(self.hub.people[self.own["person_id"]]["modified_at"]))
            found = [{**entry, "stamp": max(entry["stamp"], chosen), "modified": max(entry["modified"], chosen)}
                     for entry in found]
        return found

    def is_handed_on(self):
        """Whether the address tells only when someone is busy, whatever is asked."""
        return self.own is not None and self.own["detail"] == "busy"

    def is_busy(self):
        """A public feed is nobody's time: asked when someone is busy, it tells what it tells."""
        return self.is_handed_on() or (self.own is not None and self.query.get("detail") == "busy")

    def wants(self, kind):
        return self.kinds is None or kind in self.kinds or self.is_handed_on()

    def in_window(self, start, end):
        until = begins(self.end_day) if self.end_day < date.max else None
        return end > begins(self.first_day) and (until is None or start < until)

    def seminars(self):
        visible = [one for one in self.hub.seminars.values() if self.is_visible(one) and self.wants(one["kind"])]
        if self.own is None:
            return of_public(self.hub, self.feed, visible)
        return Person(self.hub, self.own["person_id"]).shown(visible, self.on_list and self.on_list["id"])

    def is_visible(self, one):
        stands = one["state"] == "announced" or (
            one["state"] in ("postponed", "cancelled") and instant(one["state_at"]) >= self.since)
        return stands and self.in_window(instant(one["starts_at"]), instant(one["ends_at"]))

    def own_bookings(self):
        stands = lambda one: one["state"] in bookings.TAKES or instant(one["state_at"]) >= self.since
        return [bookings.booking(self.hub, self.words, one) for one in self.hub.bookings.values()
                if self.wants("booking") and bookings.is_theirs(one, self.own["person_id"]) and stands(one)
                and self.in_window(instant(one["starts_at"]), instant(one["ends_at"]))]

    def own_stays(self):
        person = self.own["person_id"]
        stands = lambda one: one["state"] not in ("refused", "cancelled", "no_show") or instant(one["state_at"]) >= self.since
        return [bookings.stay(self.hub, self.words, one, person) for one in self.hub.stays.values()
                if self.wants("stay") and person in (one["visitor"]["person_id"], one["host_id"]) and stands(one)
                and date.fromisoformat(one["to"]) >= self.first_day and date.fromisoformat(one["from"]) < self.end_day]

    def busy(self, entry):
        """Only when, and neither a UID nor a time by which it could be found elsewhere."""
        parts = (b"alias", uuid.UUID(self.feed.key).bytes, entry["uid"].encode())
        alias = hmac.digest(self.hub.key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), hashlib.sha256)
        uid = f"{uuid.UUID(bytes=alias[:16], version=5)}@{entry['uid'].rpartition('@')[2]}"
        earlier = timedelta(seconds=int.from_bytes(alias[16:18], "big"))
        changed = at(datetime.strptime(entry["modified"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc) - earlier)
        return {**entry, "uid": uid, "stamp": changed, "modified": changed, "created": changed,
                "summary": self.words("feed-busy"), "description": None, "location": None, "url": None,
                "categories": [], "conference": None, "class": "CONFIDENTIAL"}


def begins(day):
    return datetime.combine(day, time(), ZoneInfo(HUB_ZONE))
