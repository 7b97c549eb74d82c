"""What should stand in each feed: rebuilt from what the JSON API says of seminars, stays and bookings, by the rules that the
hub publishes. Nothing here has seen a calendar."""

import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from urllib.parse import quote
from zoneinfo import ZoneInfo

from served import instant
from words import Words, as_address, as_text, paragraphs, shortened, slug

HUB_ZONE, HUB_NAME, PAST_DAYS, CANCELLED_DAYS = "Asia/Seoul", "Maru", 90, 30
NEVER = datetime(1970, 1, 1, tzinfo=timezone.utc)
FOLLOWS, MAY, COMES = range(3)
WORDS = {language: Words(language) for language in ("en", "ko")}


@dataclass(frozen=True)
class Feed:
    """A feed and what is asked of it. `key` is the row that it is about, by its id; a topic's slug; a personal feed's own."""

    kind: str
    key: str
    path: str
    query: dict = field(default_factory=dict, hash=False)

    @property
    def address(self):
        asked = "&".join(f"{name}={value}" for name, value in self.query.items())
        return self.path + (f"?{asked}" if asked else "")

    def asking(self, **query):
        return Feed(self.kind, self.key, self.path, query)


class Hub:
    """Everything that the API says, at one moment."""

    def __init__(self, served, personal):
        self.url, self.personal = served.url, personal
        self.key = bytes.fromhex((served.data / "secret.key").read_text())
        self.today = datetime.now(ZoneInfo(HUB_ZONE)).date()
        by_id = lambda items: {item["id"]: item for item in items}
        for name in ("seminars", "stays", "bookings", "people", "rooms", "sites", "institutions", "series"):
            setattr(self, name, by_id(served.all(f"/{name}")))
        rows = served.rows()
        for name in ("seminars", "stays", "bookings"):
            for row in rows[name] or ():
                getattr(self, name)[row["id"]].update(row)
        self.answered = {(row["seminar_id"], row["person_id"]): instant(row["answered_at"]) for row in rows["speakers"] or ()}
        owners = {feed["person_id"] for feed in personal.values()}
        self.followed = {(one["series_id"], one["person_id"]) for series in self.series
                         for one in served.all(f"/series/{series}/subscriptions") if one["person_id"] in owners}
        self.attendances = [{**one, "seminar_id": seminar} for seminar in self.seminars
                            for one in served.all(f"/seminars/{seminar}/attendances") if one["person_id"] in owners]

    def feeds(self):
        """Every public feed."""
        found = [Feed("hub", "", "/feeds/hub.ics")]
        for kind, items in (("series", self.series), ("institutions", self.institutions), ("rooms", self.rooms)):
            found += [Feed(kind, key, f"/feeds/{kind}/{encoded(one['slug'])}.ics") for key, one in items.items()
                      if kind != "series" or one["visibility"] == "public"]
        shown = [one for one in self.seminars.values() if one["visibility"] == "public" and one["state"] != "draft"]
        topics = {slug(topic) for one in shown for topic in one["topics"]} - {""}
        found += [Feed("topics", topic, f"/feeds/topics/{encoded(topic)}.ics") for topic in sorted(topics)]
        found += [Feed("seminars", one["id"], f"/feeds/seminars/{one['code']}.ics") for one in shown]
        return found

    def entries(self, feed):
        """The entries of a feed, in order."""
        told = Told(self, feed)
        found = sorted(told.entries(), key=in_order)
        for entry in found:
            wanted = feed.query.get("alarms") if feed.kind == "my" else None
            rings = wanted and "T" in entry["start"] and entry["status"] != "CANCELLED"
            entry["alarms"] = [[f"-PT{wanted.rstrip('m')}M", entry["summary"]]] if rings else []
        return found

    def head(self, feed):
        """What a feed says of itself."""
        return Told(self, feed).head()

    def named(self, person):
        """A person's name and institution, and when either was last changed."""
        one = self.people[person]
        home = self.institutions.get(one["institution_id"])
        changed = [instant(item["modified_at"]) for item in (one, home) if item]
        return one["name"], home and home["name"], max(changed)

    def places(self, rooms):
        """Rooms by name with their sites, and when any of them was last changed."""
        found = sorted((self.rooms[room] for room in rooms), key=lambda room: (room["name"], room["id"]))
        pairs = [(room, self.sites.get(room["site_id"])) for room in found]
        changed = [instant(item["modified_at"]) for pair in pairs for item in pair if item]
        return pairs, max(changed, default=NEVER)


class Told:
    """What one feed tells."""

    def __init__(self, hub, feed):
        self.hub, self.feed = hub, feed
        self.language = feed.query.get("lang") or self.own_language()
        self.words = WORDS[self.language]
        past, days = int(feed.query.get("past", PAST_DAYS)), feed.query.get("days")
        self.first_day = hub.today - timedelta(days=past) if feed.kind != "seminars" else date(1970, 1, 1)
        self.end_day = hub.today + timedelta(days=int(days)) if days and feed.kind != "seminars" else date.max
        self.since = begins(hub.today - timedelta(days=CANCELLED_DAYS))
        self.kinds = set(feed.query["kinds"].split(",")) if "kinds" in feed.query and feed.kind != "seminars" else None

    def own_language(self):
        if self.feed.kind == "series":
            return self.hub.series[self.feed.key]["language"] or "en"
        if self.feed.kind == "seminars":
            return self.hub.seminars[self.feed.key]["language"] or "en"
        if self.feed.kind == "my":
            return self.hub.people[self.hub.personal[self.feed.key]["person_id"]]["language"] or "en"
        return "en"

    def head(self):
        hub, key, words = self.hub, self.feed.key, self.words
        about = lambda name: [words(key, name=name, hub=HUB_NAME)
                              for key in ("feed-name", f"feed-about-{self.feed.kind.rstrip('s')}")]
        zone, path = HUB_ZONE, "/"
        match self.feed.kind:
            case "hub":
                name, description = HUB_NAME, words("feed-about-hub", hub=HUB_NAME)
            case "series":
                one = hub.series[key]
                name, description = one["title"], shortened(one["description"])
                zone, path = one["zone"], f"/series/{encoded(one['slug'])}"
                if one["visibility"] != "public":
                    description, path = "", "/"
            case "topics":
                # The word that the topic is written in, the first where there are several.
                shown = [one for one in hub.seminars.values() if one["visibility"] == "public" and one["state"] != "draft"
                         and instant(one["ends_at"]) > begins(self.first_day)]
                name, description = about(min(topic for one in shown for topic in one["topics"] if slug(topic) == key))
                path = f"/?topic={encoded(key)}"
            case "institutions":
                one = hub.institutions[key]
                name, description, path = *about(one["name"]), f"/?institution={encoded(one['slug'])}"
            case "rooms":
                one = hub.rooms[key]
                site = hub.sites.get(one["site_id"])
                names = [one["name"]] + ([site["name"]] if site else [])
                (name, _), (_, description) = about(" · ".join(names)), about(", ".join(names))
                zone, path = one["zone"], f"/rooms/{encoded(one['slug'])}"
            case "seminars":
                one = hub.seminars[key]
                name, description, zone, path = one["title"] or HUB_NAME, "", one["zone"], f"/seminars/{one['code']}"
            case "my":
                one = hub.personal[key]
                name, description, path = one["name"], "", "/me"
                zone = hub.people[one["person_id"]]["zone"] or HUB_ZONE
        return {"name": as_text(name), "known_as": as_text(name), "zone": zone, "url": as_address(hub.url + path),
                "description": as_text(description)}

    def entries(self):
        entries = [self.seminar(one, stance) for one, stance in self.seminars() if self.wants(one["kind"])]
        if self.feed.kind == "rooms" and self.wants("booking"):
            entries += self.blocks()
        if self.feed.kind == "my":
            person = self.hub.personal[self.feed.key]["person_id"]
            if self.wants("booking"):
                entries += [self.booking(one) for one in self.hub.bookings.values() if self.is_theirs(one, person)]
            if self.wants("stay"):
                entries += [self.stay(one, person) for one in self.hub.stays.values() if self.concerns(one, person)]
        if self.feed.query.get("cancelled") == "0":
            entries = [entry for entry in entries if entry["status"] != "CANCELLED"]
        if self.is_handed_on() or self.feed.query.get("detail") == "busy":
            entries = [self.busy(entry) for entry in entries if entry["status"] != "CANCELLED" and entry["transp"] == "OPAQUE"]
        return entries

    def is_handed_on(self):
        """Whether the address tells only when someone is busy, whatever is asked."""
        return self.feed.kind == "my" and self.hub.personal[self.feed.key]["detail"] == "busy"

    def wants(self, kind):
        return self.kinds is None or kind in self.kinds or self.is_handed_on()

    def in_window(self, start, end):
        until = begins(self.end_day) if self.end_day < date.max else None
        return end > begins(self.first_day) and (until is None or start < until)

    # Seminars

    def seminars(self):
        """Those in the feed, with what each is to its reader."""
        shown = [one for one in self.hub.seminars.values() if self.is_visible(one)]
        if self.feed.kind == "my":
            yield from self.personal(shown)
            return
        for one in shown:
            if one["visibility"] == "public" and self.is_about(one):
                yield one, COMES if self.feed.kind in ("rooms", "seminars") else FOLLOWS

    def is_visible(self, one):
        stands = one["state"] == "announced" or (
            one["state"] in ("postponed", "cancelled") and instant(one["state_at"]) >= self.since)
        return stands and self.in_window(instant(one["starts_at"]), instant(one["ends_at"]))

    def is_about(self, one):
        match self.feed.kind:
            case "hub":
                return True
            case "series":
                return one["series_id"] == self.feed.key
            case "topics":
                return self.feed.key in map(slug, one["topics"])
            case "institutions":
                series = self.hub.series.get(one["series_id"])
                return (series is not None and self.feed.key in series["institution_ids"]) or any(
                    speaker["institution_id"] == self.feed.key and speaker["role"] != "host" for speaker in speakers(one))
            case "rooms":
                return one["state"] == "announced" and any(
                    self.takes(booking) for booking in self.hub.bookings.values() if booking["seminar_id"] == one["id"])
            case "seminars":
                return one["id"] == self.feed.key

    def personal(self, shown):
        owner = self.hub.personal[self.feed.key]["person_id"]
        ties, changed = {}, {}

        def tie(seminar, stance):
            ties[seminar] = max(ties.get(seminar, -1), stance)

        for one in self.hub.seminars.values():
            if one["owner_id"] == owner:
                tie(one["id"], COMES)
        for one in self.hub.attendances:
            if one["person_id"] != owner or not (one["answer"] or one["invited_at"]):
                continue
            stance = {"yes": COMES, "no": -1}.get(one["answer"], MAY)
            if stance == -1:
                ties.pop(one["seminar_id"], None)
            tie(one["seminar_id"], stance)
            changed[one["seminar_id"]] = max(instant(one[at]) or NEVER for at in ("invited_at", "answered_at"))
        for one in self.hub.seminars.values():
            for speaker in speakers(one):
                if speaker["person_id"] == owner:
                    tie(one["id"], COMES if speaker["answer"] == "accepted" else MAY)
                    at = self.hub.answered.get((one["id"], owner)) or NEVER
                    changed[one["id"]] = max(changed.get(one["id"], NEVER), at)
        person = self.hub.people[owner]
        home = self.hub.institutions.get(person["institution_id"])
        member = person["roles"] or (home and home["kind"] == "member")
        for one in shown:
            series = self.hub.series.get(one["series_id"])
            if one["id"] in ties:
                if ties[one["id"]] >= 0:
                    yield {**one, "tied_at": changed.get(one["id"], NEVER)}, ties[one["id"]]
            elif (one["series_id"], owner) in self.hub.followed:
                organises = "administrator" in person["roles"] or owner in series["organisers"]
                if organises or one["visibility"] == "public" or (member and one["visibility"] == "members"):
                    yield one, FOLLOWS

    def seminar(self, one, stance):
        words, takes_place = self.words, one["state"] == "announced"
        start, end = instant(one["starts_at"]), instant(one["ends_at"])
        series = self.hub.series.get(one["series_id"])
        pairs, rooms_changed = self.hub.places([room["id"] for room in one["rooms"]] if takes_place else [])
        changed = [instant(one["modified_at"]), rooms_changed, one.get("tied_at", NEVER)]
        changed += [instant(series["modified_at"])] if series else []
        changed += [self.hub.named(speaker["person_id"])[2] for speaker in speakers(one)]
        title = one["title"] or (series["title"] if series else words(f"kind-{one['kind']}"))
        prefix = {"postponed": "feed-prefix-postponed", "cancelled": "feed-prefix-cancelled"}.get(one["state"])
        page = f"{self.hub.url}/seminars/{one['code']}"
        join = f"{self.hub.url}/s/{one['code']}/join" if one["join_link"] and takes_place else None
        note = [words("banner-postponed-words")] if one["state"] == "postponed" else []
        who = [line for line in map(self.speaker, speakers(one)) if line]
        named = [words("feed-series", series=series["title"])] if series and one["title"] else []
        first = "\n".join([*note, words.slot(start, end, one["zone"]), *who, *named])
        last = "\n".join([f"{words('feed-join')}: {join}"] * bool(join) + [page])
        return entry(
            one, max(changed), at(start), at(end),
            summary=f"{words(prefix)} {title}" if prefix else title,
            description=paragraphs(first, shortened(one["abstract"]), last),
            location=located(pairs, one["place"]),
            url=page,
            categories=[topic for topic in map(as_text, one["topics"]) if topic],
            status="CANCELLED" if not takes_place else "TENTATIVE" if stance == MAY else "CONFIRMED",
            transp="TRANSPARENT" if not takes_place or stance == FOLLOWS else "OPAQUE",
            class_="PUBLIC" if one["visibility"] == "public" else "PRIVATE",
            conference=[as_address(join), words("feed-join")] if join else None,
        )

    def speaker(self, one):
        name, home, _ = self.hub.named(one["person_id"])
        who = f"{name} ({home})" if name and home else name or home
        return who if who is None or one["role"] == "speaker" else f"{self.words('role-' + one['role'])}: {who}"

    # Bookings

    def takes(self, booking):
        """Whether a booking takes the room of this feed, as itself, as a part of another or by one of its parts."""
        taken = booking["state"] in ("held", "confirmed") and set(booking["room_ids"])
        own = {self.feed.key, *self.hub.rooms[self.feed.key]["part_ids"]}
        return taken and bool(taken & own or any(self.feed.key in self.hub.rooms[room]["part_ids"] for room in taken))

    def blocks(self):
        shown = {one["id"] for one, _ in self.seminars() if self.wants(one["kind"])}
        for one in self.hub.bookings.values():
            start, end = instant(one["blocked_from"]), instant(one["blocked_to"])
            if self.takes(one) and one["seminar_id"] not in shown and self.in_window(start, end):
                yield entry(one, instant(one["modified_at"]), at(start), at(end), summary=self.words("feed-busy"),
                            status="TENTATIVE" if one["state"] == "held" else "CONFIRMED", class_="CONFIDENTIAL")

    def is_theirs(self, one, person):
        own = one["for_id"] == person and not one["seminar_id"] and not one["stay_id"]
        stands = one["state"] in ("held", "confirmed") or instant(one["state_at"]) >= self.since
        return own and stands and self.in_window(instant(one["starts_at"]), instant(one["ends_at"]))

    def booking(self, one):
        start, end = instant(one["starts_at"]), instant(one["ends_at"])
        stands = one["state"] in ("held", "confirmed")
        pairs, changed = self.hub.places(one["room_ids"] if stands else [])
        prefix = "" if stands else self.words(f"feed-prefix-{one['state']}") + " "
        page = f"{self.hub.url}/bookings/{one['code']}"
        return entry(
            one, max(changed, instant(one["modified_at"])), at(start), at(end), summary=prefix + one["title"],
            description=paragraphs(self.words.slot(start, end, one["zone"]), shortened(one["note"]), page),
            location=located(pairs, None), url=page, class_="PRIVATE",
            status={"confirmed": "CONFIRMED", "held": "TENTATIVE"}.get(one["state"], "CANCELLED"),
            transp="OPAQUE" if stands else "TRANSPARENT",
        )

    # Stays

    def concerns(self, one, person):
        stands = one["state"] not in ("refused", "cancelled", "no_show") or instant(one["state_at"]) >= self.since
        return (person in (one["visitor"]["person_id"], one["host_id"]) and stands
                and date.fromisoformat(one["to"]) >= self.first_day and date.fromisoformat(one["from"]) < self.end_day)

    def stay(self, one, person):
        words, hosting, site = self.words, one["host_id"] == person, self.hub.sites.get(one["site_id"])
        visitor, home, visitor_changed = self.hub.named(one["visitor"]["person_id"])
        host, _, host_changed = self.hub.named(one["host_id"])
        held = [room for booking in sorted(self.hub.bookings.values(), key=lambda b: (instant(b["starts_at"]), b["id"]))
                if booking["stay_id"] == one["id"] and booking["state"] in ("held", "confirmed") for room in booking["room_ids"]]
        desks, desks_changed = self.hub.places(dict.fromkeys(held))
        if not hosting:
            summary = words("feed-stay", place=site["name"] if site else HUB_NAME)
        elif visitor or home:
            summary = words("feed-visit", visitor=f"{visitor} ({home})" if visitor and home else visitor or home)
        else:
            summary = words("feed-visit-unnamed")
        ended = one["state"] in ("cancelled", "refused", "no_show")
        sure = one["state"] in ("arrived", "departed") or (one["state"] == "confirmed" and not one["tentative"])
        first = [words(f"stay-state-{one['state']}")] + ([words("feed-host", host=host)] if host and not hosting else [])
        page = f"{self.hub.url}/stays/{one['code']}"
        place = [desk["name"] for desk, _ in desks] + ([site["name"], site["address"]] if site else [])
        changed = [instant(one["modified_at"]), visitor_changed, host_changed, desks_changed]
        changed += [instant(site["modified_at"])] if site else []
        after = date.fromisoformat(one["to"]) + timedelta(days=1)
        return entry(
            one, max(changed), one["from"].replace("-", ""), after.isoformat().replace("-", ""),
            summary=f"{words('feed-prefix-' + one['state'])} {summary}" if ended else summary,
            description=paragraphs("\n".join(first), shortened(one["purpose"] or ""), page),
            location=", ".join(part for part in place if part), url=page,
            categories=[topic for topic in map(as_text, one["topics"] or ()) if topic],
            status="CANCELLED" if ended else "CONFIRMED" if sure else "TENTATIVE",
            transp="TRANSPARENT", class_="PRIVATE",
        )

    def busy(self, entry):
        """Only when, and neither a UID nor a time by which it could be found elsewhere."""
        own = uuid.UUID(self.feed.key) if self.feed.kind == "my" else uuid.UUID(int=0)
        parts = (b"alias", own.bytes, entry["uid"].encode())
        alias = hmac.digest(self.hub.key, b"".join(len(part).to_bytes(8, "big") + part for part in parts), hashlib.sha256)
        uid = f"{uuid.UUID(bytes=alias[:16], version=5)}@{entry['uid'].rpartition('@')[2]}"
        earlier = timedelta(seconds=int.from_bytes(alias[16:18], "big"))
        changed = at(datetime.strptime(entry["modified"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc) - earlier)
        return {**entry, "uid": uid, "stamp": changed, "modified": changed, "created": changed,
                "summary": self.words("feed-busy"), "description": None, "location": None, "url": None,
                "categories": [], "conference": None, "class": "CONFIDENTIAL"}


def entry(one, modified, start, end, *, summary, status, class_, description="", location="", url="", categories=(),
          transp="OPAQUE", conference=None):
    return {
        "uid": one["uid"], "sequence": one["sequence"], "stamp": at(modified), "modified": at(modified),
        "created": at(instant(one["created_at"])), "start": start, "end": end, "summary": as_text(summary),
        "description": as_text(description), "location": as_text(location), "url": as_address(url),
        "categories": list(categories), "status": status, "transp": transp, "class": class_, "conference": conference,
    }


def in_order(entry):
    """By start, days from midnight on, then by UID."""
    return entry["start"].partition("T")[0], entry["start"].partition("T")[2] or "000000Z", entry["uid"]


def encoded(slug):
    return quote(slug, safe="")


def at(moment):
    return moment.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")


def begins(day):
    return datetime.combine(day, time(), ZoneInfo(HUB_ZONE))


def speakers(one):
    """Those who have not declined."""
    return [speaker for speaker in one["speakers"] if speaker["answer"] != "declined"]


def located(pairs, place):
    """Rooms, a site behind the last of its rooms that follow each other; then the place elsewhere."""
    parts = []
    for number, (room, site) in enumerate(pairs):
        following = pairs[number + 1][1] if number + 1 < len(pairs) else ()
        parts += [room["name"]]
        if following != site and site:
            parts += [site["name"]] + [site["address"]] * bool(site["address"])
    rooms = ", ".join(parts)
    elsewhere = ", ".join(part for part in ((place or {}).get("name"), (place or {}).get("address")) if part)
    return "; ".join(part for part in (rooms, elsewhere) if part)
