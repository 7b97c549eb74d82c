"""A seminar as an entry, in the language of a feed."""

from zoneinfo import ZoneInfo

from entry import at, belonging, entry, located
from rows import NEVER, is_public, speakers
from served import instant
from which import FOLLOWS, MAY
from words import as_address, hours, paragraphs, shortened

MOST_ITEMS = 30
OWN_NAMES = {"ko": "한국어", "en": "English", "fr": "Français"}


def read_in(language, one):
    """Title and abstract in a language: its own version, and the main text for what that does not say."""
    version = one["texts"].get(language, {})
    return version.get("title") or one["title"], version.get("abstract") or one["abstract"]


def there(one):
    """The zone by whose clocks people there go."""
    return (one["place"] or {}).get("zone") or one["zone"]


class Seminar:
    """One of them, for whoever reads a feed."""

    def __init__(self, hub, language, words, shown):
        self.hub, self.language, self.words, self.shown, self.one = hub, language, words, shown, shown.one
        self.takes_place = self.one["state"] == "announced"
        self.title, self.abstract = read_in(language, self.one)
        self.items = sorted(hub.items.get(self.one["id"], []),
                            key=lambda item: (instant(item["starts_at"]), instant(item["ends_at"]), item["id"]))
        self.chain = hub.instead_of(self.one["id"]) if self.one["state"] == "cancelled" else []
        self.head = hub.series.get(self.one["series_id"])
        self.series = self.head["title"] if self.head and shown.names_series else None

    def entry(self):
        one, words, stance = self.one, self.words, self.shown.stance
        pairs, rooms_changed = self.hub.places([room["id"] for room in one["rooms"]] if self.takes_place else [])
        prefix = {"postponed": "feed-prefix-postponed", "cancelled": "feed-prefix-cancelled"}.get(one["state"])
        title = self.title or self.series or words(f"kind-{one['kind']}")
        page = f"{self.hub.url}/seminars/{one['code']}"
        leads_in = one["join_link"] and self.takes_place and self.shown.opens
        join = f"{self.hub.url}/s/{one['code']}/join" if leads_in else None
        first = [*self.instead(), *self.when(), *self.who()]
        last = [f"{words('feed-join')}: {join}"] * bool(join) + [page]
        return entry(
            one, max(*self.changed(), rooms_changed), at(instant(one["starts_at"])), at(instant(one["ends_at"])),
            summary=f"{words(prefix)} {title}" if prefix else title,
            description=paragraphs("\n".join(first), "\n".join(self.programme()), shortened(self.abstract), "\n".join(last)),
            location=located(pairs, one["place"]), url=page, categories=one["topics"],
            status="CANCELLED" if not self.takes_place else "TENTATIVE" if stance == MAY else "CONFIRMED",
            transp="TRANSPARENT" if not self.takes_place or stance == FOLLOWS else "OPAQUE",
            class_="PUBLIC" if one["visibility"] == "public" else "PRIVATE",
            conference=[as_address(join), words("feed-join")] if join else None,
        )

    def changed(self):
        """When each thing that it shows, or may have shown, was last changed."""
        yield instant(self.one["modified_at"])
        yield self.shown.tied_at
        if self.head:
            yield instant(self.head["modified_at"])
        for speaker in speakers(self.one):
            _, _, own, with_home = self.hub.named(speaker["person_id"])
            yield own if speaker["affiliation"] else with_home
        for item in self.items:
            yield instant(self.hub.rooms[item["room_id"]]["modified_at"]) if item["room_id"] else NEVER
        for next_one in self.chain:
            yield instant(next_one["modified_at"]) if next_one["state"] != "draft" else NEVER

    def instead(self):
        """What comes in its place in the end, where anyone may know of that."""
        last = self.chain[-1] if self.chain else None
        if last is None or last["state"] == "cancelled" or not is_public(last):
            return []
        title = read_in(self.language, last)[0] or self.words("seminar-untitled")
        when = self.words.slot(instant(last["starts_at"]), instant(last["ends_at"]), there(last))
        return [self.words("in-place-line", title=title), when, f"{self.hub.url}/seminars/{last['code']}", ""]

    def when(self):
        """By the clocks there, and in the zone in which it is meant, where that is another."""
        if self.one["state"] == "postponed":
            yield self.words("banner-postponed-words")
        for zone in dict.fromkeys((there(self.one), self.one["zone"])):
            yield self.words.slot(instant(self.one["starts_at"]), instant(self.one["ends_at"]), zone)

    def who(self):
        """A line for each who speaks, with the language where there are several; then the series."""
        speaking = speakers(self.one)
        languages = {id(one): one["talk_language"] or self.one["language"] for one in speaking if one["role"] != "host"}
        several = len(set(languages.values()) - {None}) > 1
        for one in speaking:
            name, home, *_ = self.hub.named(one["person_id"])
            who = belonging(name, one["affiliation"] or home)
            if who is None:
                continue
            role = "" if one["role"] == "speaker" else f"{self.words('role-' + one['role'])}: "
            language = languages.get(id(one)) if several else None
            yield f"{role}{who}" + (f" · {OWN_NAMES[language]}" if language else "")
        if self.series and self.title:
            yield self.words("feed-series", series=self.series)

    def programme(self):
        """A line for each item; before the first of each day its date, where they are not all on the seminar's own day."""
        zone = there(self.one)
        day_of = lambda row: instant(row["starts_at"]).astimezone(ZoneInfo(zone)).date()
        dated, day = any(day_of(item) != day_of(self.one) for item in self.items), None
        lines = [self.words("items-title")] if self.items else []
        for item in self.items[:MOST_ITEMS]:
            if dated and day != day_of(item):
                day = day_of(item)
                lines.append(self.words.date(day))
            place = self.hub.rooms[item["room_id"]]["name"] if item["room_id"] else item["place"]
            when = hours(instant(item["starts_at"]), instant(item["ends_at"]), zone)
            lines.append(f"{when} {item['title']}" + (f" ({place})" if place else ""))
        more = len(self.items) - MOST_ITEMS
        return lines + [self.words("mail-items-more", n=more)] * (more > 0)
