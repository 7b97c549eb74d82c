"""When a room is taken, what a person has booked, and stays, as entries."""

from datetime import date, timedelta

from entry import at, belonging, entry, located
from rows import HUB_NAME
from served import instant
from which import taken
from words import paragraphs, shortened

TAKES = ("held", "confirmed")


def block(hub, words, room, booking):
    """A time at which a room is taken, and when it is: by whom and for what is told of items of a public programme alone."""
    rows = taken(hub, room, booking)
    whole = any(row["room_id"] == room for row in rows)
    part = None if whole else hub.rooms[rows[0]["room_id"]]
    start, end = min(instant(row["blocked_from"]) for row in rows), max(instant(row["blocked_to"]) for row in rows)
    seminar = hub.seminars.get(booking["seminar_id"]) if booking["part"] == "programme" else None
    titled = seminar is not None and seminar["visibility"] == "public" and seminar["state"] == "announced"
    changed = [instant(one["modified_at"]) for one in (booking, part) if one]
    return entry(
        booking, max(changed), at(start), at(end), summary=booking["title"] if titled else words("feed-busy"),
        url=f"{hub.url}/seminars/{seminar['code']}" if titled else "", location=part["name"] if part else "",
        status="TENTATIVE" if rows[0]["state"] == "held" else "CONFIRMED", class_="PUBLIC" if titled else "CONFIDENTIAL")


def blocks(hub, room, in_window, shown):
    """The bookings that take a room, without those of the seminars that are shown as themselves."""
    for one in hub.bookings.values():
        rows = [row for row in taken(hub, room, one) if in_window(instant(row["blocked_from"]), instant(row["blocked_to"]))]
        if rows and not (one["part"] == "whole" and one["seminar_id"] in shown):
            yield one


def is_theirs(one, person):
    """Whether a booking is someone's own: rooms of seminars and desks of stays stand with those."""
    return one["for_id"] == person and not one["seminar_id"] and not one["stay_id"]


def booking(hub, words, one):
    start, end, stands = instant(one["starts_at"]), instant(one["ends_at"]), one["state"] in TAKES
    pairs, changed = hub.places(one["room_ids"] if stands else [])
    prefix = "" if stands else words(f"feed-prefix-{one['state']}") + " "
    page = f"{hub.url}/bookings/{one['code']}"
    return entry(
        one, max(changed, instant(one["modified_at"])), at(start), at(end), summary=prefix + one["title"],
        description=paragraphs(words.slot(start, end, one["zone"]), shortened(one["note"]), page),
        location=located(pairs, None), url=page, class_="PRIVATE",
        status={"confirmed": "CONFIRMED", "held": "TENTATIVE"}.get(one["state"], "CANCELLED"),
        transp="OPAQUE" if stands else "TRANSPARENT",
    )


def stay(hub, words, one, person):
    """A stay, to its visitor or its host."""
    hosting, site = one["host_id"] == person, hub.sites.get(one["site_id"])
    name, home, _, visitor_changed = hub.named(one["visitor"]["person_id"])
    host, _, _, host_changed = hub.named(one["host_id"])
    held = [room for booking in sorted(hub.bookings.values(), key=lambda b: (instant(b["starts_at"]), b["id"]))
            if booking["stay_id"] == one["id"] and booking["state"] in TAKES for room in booking["room_ids"]]
    desks, desks_changed = hub.places(dict.fromkeys(held))
    visitor = belonging(name, home)
    if not hosting:
        summary = words("feed-stay", place=site["name"] if site else HUB_NAME)
    else:
        summary = words("feed-visit", visitor=visitor) if visitor else words("feed-visit-unnamed")
    ended = one["state"] in ("cancelled", "refused", "no_show")
    sure = one["state"] in ("arrived", "departed") or (one["state"] == "confirmed" and not one["tentative"])
    first = [words(f"stay-state-{one['state']}")] + ([words("feed-host", host=host)] if host and not hosting else [])
    page = f"{hub.url}/stays/{one['code']}"
    place = [desk["name"] for desk, _ in desks] + ([site["name"], site["address"]] if site else [])
    changed = [instant(one["modified_at"]), visitor_changed, host_changed, desks_changed]
    changed += [instant(site["modified_at"])] if site else []
    after = date.fromisoformat(one["to"]) + timedelta(days=1)
    return entry(
        one, max(changed), one["from"].replace("-", ""), after.isoformat().replace("-", ""),
        summary=f"{words('feed-prefix-' + one['state'])} {summary}" if ended else summary,
        description=paragraphs("\n".join(first), shortened(one["purpose"] or ""), page),
        location=", ".join(part for part in place if part), url=page, categories=one["topics"] or (),
        status="CANCELLED" if ended else "CONFIRMED" if sure else "TENTATIVE",
        transp="TRANSPARENT", class_="PRIVATE",
    )
