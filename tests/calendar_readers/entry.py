"""How an entry is put together, whatever it is about: the names by which readers are asked for it."""

from datetime import timezone

from served import instant
from words import as_address, as_text


def entry(one, modified, start, end, *, summary, status, class_, description="", location="", url="", categories=(),
          transp="OPAQUE", conference=None):
    return {
        "uid": one["uid"], "sequence": one["sequence"], "stamp": at(modified), "modified": at(modified),
        "created": at(instant(one["created_at"])), "start": start, "end": end, "summary": as_text(summary),
        "description": as_text(description), "location": as_text(location), "url": as_address(url),
        "categories": [topic for topic in map(as_text, categories) if topic], "status": status, "transp": transp,
        "class": class_, "conference": conference,
    }


def in_order(entry):
    """By start, days from midnight on, then by UID."""
    return entry["start"].partition("T")[0], entry["start"].partition("T")[2] or "000000Z", entry["uid"]


def at(moment):
    return moment.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")


def belonging(name, home):
    """`Ada Kim (KAIST)`, with what is known of the two."""
    return f"{name} ({home})" if name and home else name or home


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
