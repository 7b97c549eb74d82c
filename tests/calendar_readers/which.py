"""Which seminars a feed holds, what each is to its reader, whether the living link opens for them, and of which series they
may know."""

from dataclasses import dataclass
from datetime import datetime

from rows import NEVER, is_public, speakers
from served import instant
from words import slug

NOT, FOLLOWS, MAY, COMES = range(-1, 3)


@dataclass(frozen=True)
class Shown:
    """A seminar in a feed."""

    one: dict
    stance: int
    # Whether whoever reads the feed is let in by the living link, where there is one.
    opens: bool
    # Whether they may know of its series.
    names_series: bool
    tied_at: datetime = NEVER


def of_public(hub, feed, visible):
    """What a public feed holds of `visible`: nobody knows who reads it."""
    for one in visible:
        if is_public(one) and is_about(hub, feed, one):
            series = hub.series.get(one["series_id"])
            yield Shown(one, COMES if feed.kind in ("rooms", "seminars") else FOLLOWS, opens=one["join_for"] == "open",
                        names_series=bool(series) and series["visibility"] == "public")


def is_about(hub, feed, one):
    match feed.kind:
        case "hub":
            return True
        case "series":
            return one["series_id"] == feed.key
        case "topics":
            return feed.key in map(slug, one["topics"])
        case "institutions":
            series = hub.series.get(one["series_id"])
            return (series is not None and feed.key in series["institution_ids"]) or any(
                hub.people[speaker["person_id"]]["institution_id"] == feed.key and speaker["role"] != "host"
                for speaker in speakers(one))
        case "lists":
            return hub.stands_on(one, feed.key)
        case "rooms":
            return one["state"] == "announced" and any(
                booking["seminar_id"] == one["id"] and booking["part"] == "whole" and taken(hub, feed.key, booking)
                for booking in hub.bookings.values())
        case "seminars":
            return one["id"] == feed.key


def taken(hub, room, booking):
    """What a booking takes of a room: the room itself before its parts, by the time from which each is blocked."""
    all_of_it = hub.with_parts(room)
    found = [row for row in hub.occupancies.get(booking["id"], [])
             if row["room_id"] in all_of_it and row["state"] in ("held", "confirmed")]
    return sorted(found, key=lambda row: (instant(row["blocked_from"]), row["part_of"] is not None,
                                          hub.rooms[row["room_id"]]["name"], row["id"]))


@dataclass
class Tie:
    """What ties a person to a seminar besides that they follow its series. Several make the strongest."""

    stance: int = NOT
    changed: datetime = NEVER
    # Whether they are invited by name.
    named: bool = False
    # Whether it is theirs, or they are asked to speak there and have not said no.
    takes_part: bool = False

    def add(self, stance, *changed, named=False, takes_part=False):
        self.stance = max(self.stance, stance)
        self.changed = max(self.changed, *(instant(moment) or NEVER for moment in changed), NEVER)
        self.named |= named
        self.takes_part |= takes_part


class Person:
    """Whose a personal feed is: what ties them to seminars, and what they may see."""

    def __init__(self, hub, person):
        self.hub, self.id, self.ties = hub, person, {}
        row = hub.people[person]
        home = hub.institutions.get(row["institution_id"])
        self.everything = "administrator" in row["roles"]
        self.member = bool(row["roles"]) or bool(home and home["kind"] == "member")
        self.open = ("public", "members") if self.member else ("public",)
        self.tie()

    def tie(self):
        tied = lambda seminar: self.ties.setdefault(seminar, Tie())
        for one in self.hub.seminars.values():
            if one["owner_id"] == self.id:
                tied(one["id"]).add(COMES, takes_part=True)
        for one in self.hub.attendances.get(self.id, []):
            if one["answer"] or one["invited_at"]:
                stance = {"yes": COMES, "no": NOT}.get(one["answer"], MAY)
                if stance == NOT:
                    # A no outweighs that it is theirs.
                    self.ties.pop(one["seminar_id"], None)
                moments = (one[name] for name in ("invited_at", "answered_at", "moved_up_at"))
                tied(one["seminar_id"]).add(stance, *moments, named=one["invitation_no"] > 0)
        for one in self.hub.seminars.values():
            for speaker in speakers(one):
                if speaker["person_id"] == self.id:
                    stance = COMES if speaker["answer"] == "accepted" else MAY
                    tied(one["id"]).add(stance, speaker["answered_at"], takes_part=True)

    def organises(self, series):
        return bool(series) and (self.everything or self.id in self.hub.series[series]["organisers"])

    def follows(self, series):
        return (series, self.id) in self.hub.followed

    def concerns(self, one):
        """Whether a seminar is in their feed, if they have not said no to it."""
        return one["id"] in self.ties or self.follows(one["series_id"]) and (
            one["visibility"] in self.open or self.organises(one["series_id"]))

    def sees(self, one):
        """Whether they may see it where someone put it on a list."""
        return self.everything or one["visibility"] in self.open or one["id"] in self.ties or self.organises(one["series_id"])

    def shown(self, visible, on_list=None):
        """What their feed holds of `visible`; of a list, what they may see of it."""
        for one in visible:
            is_in = self.concerns(one) if on_list is None else self.sees(one) and self.hub.stands_on(one, on_list)
            tie = self.ties.get(one["id"])
            if is_in and (tie is None or tie.stance != NOT):
                yield Shown(one, tie.stance if tie else FOLLOWS, self.comes_in(one, tie), self.knows_series(one, tie),
                            tie.changed if tie else NEVER)

    def comes_in(self, one, tie):
        if self.organises(one["series_id"]) or (tie and tie.takes_part):
            return True
        named = tie is not None and tie.named
        return {"open": True, "members": self.member or named, "yes": tie is not None, "named": named}[one["join_for"]]

    def knows_series(self, one, tie):
        series = self.hub.series.get(one["series_id"])
        return series is not None and (
            self.everything or series["visibility"] in self.open or self.organises(series["id"])
            or self.follows(series["id"]) or tie is not None)
