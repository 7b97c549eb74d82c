"""What takes more than a text to go wrong: programmes, series that not everyone may know of, what comes in place of what is
cancelled, lists, and what is changed after others have read of it."""

import time as clocks
from datetime import datetime, time, timedelta

from texts import TEXTS, TITLE, sunday


class Occasions:
    """Puts it into a hub in which there are hostile data already."""

    def __init__(self, hostile):
        self.api, self.today = hostile.api, hostile.today
        self.hostile = hostile

    def put(self):
        self.programmes()
        self.hidden()
        self.instead()
        self.listed()
        self.waiting()
        # Calendars know no shorter time.
        clocks.sleep(1.1)
        self.later()

    def programmes(self):
        """Of more days and more items than are shown, over clocks that change, and with rooms of its own."""
        day = self.today + timedelta(days=100)
        item = lambda title, start, minutes, **more: {
            "title": title, "starts_local": start.isoformat(),
            "ends_local": (start + timedelta(minutes=minutes)).isoformat(), **more}
        first = datetime.combine(day, time(9))
        items = [item(f"{name}: {text}"[:TITLE], first + timedelta(hours=number), 45, place=text[:TITLE] if number % 3 else None)
                 for number, (name, text) in enumerate([*TEXTS.items()] * 2)]
        for title, some in (("More than are shown", items), ("One more than are shown", items[:31]), ("The day before", [
                item("The evening before", first - timedelta(hours=14), 60), item("On the day", first, 30)])):
            self.api.post("/seminars", title=title, zone="Europe/Paris", state="announced", kind="workshop",
                          starts_local=first.isoformat(), duration_minutes=3000, programme=some,
                          place={"name": "There", "zone": "America/Montreal"})
        second = first + timedelta(days=20)
        beside = [item(TEXTS["markup"][:TITLE], second, 60, room_id=self.hostile.annexe),
                  item("In its own room", second + timedelta(hours=1), 30)]
        for visibility, days in (("public", 0), ("members", 1)):
            moved = [{**one, **{name: (datetime.fromisoformat(one[name]) + timedelta(days=days)).isoformat()
                                for name in ("starts_local", "ends_local")}} for one in beside]
            self.api.post("/seminars", title="With rooms beside", zone="Europe/Paris", state="announced", kind="workshop",
                          starts_local=(second + timedelta(days=days)).isoformat(), duration_minutes=120, programme=moved,
                          room_ids=[self.hostile.part], visibility=visibility)
        for number in (3, 10):
            night = datetime.combine(sunday(self.today.year + 1, number, -1), time(0, 30))
            self.api.post("/seminars", title=f"Items through the night of {night:%d %B}", zone="Europe/Paris", state="announced",
                          starts_local=night.isoformat(), duration_minutes=240,
                          programme=[item("Before", night, 30), item("Through", night + timedelta(minutes=60), 150)])

    def hidden(self):
        """Public seminars of a series that is not: nobody learns from them what it is called, who need not know."""
        series = self.api.post("/series", title="Not to be named", description="Not to be told", zone="America/Montreal",
                               visibility="members")["id"]
        day = self.today + timedelta(days=130)
        made = [
            self.api.post("/seminars", title=title, series_id=series, state="announced", visibility="public",
                          starts_local=f"{day}T{10 + number}:00:00", duration_minutes=30)["id"]
            for number, title in enumerate(("Open to all", "", "With a guest"))]
        self.open = made[0]
        self.api.post(f"/seminars/{made[2]}/invitations", people=[self.hostile.guest])

    def instead(self):
        """Cancelled, with others in their place: the next but one, one that is not everyone's, one without a title, none after
        all."""
        day = self.today + timedelta(days=140)
        made = lambda title, hour, **more: self.api.post(
            "/seminars", title=title, zone="Europe/Paris", state="announced", starts_local=f"{day}T{hour:02}:00:00",
            duration_minutes=45, **more)["id"]
        first, second = made("First of three", 8), made("Second of three", 9)
        self.third = made("Third of three", 10, place={"name": "There", "zone": "Asia/Kathmandu"})
        self.dropped = made("To be dropped", 11)
        closed, nameless = made("For members", 12, visibility="members"), made("", 13)
        gone = made("Nothing after all", 14)
        for seminar, by in ((first, second), (second, self.third), (made("Members come", 15), closed), (gone, None),
                            (made("One that is dropped comes", 18), self.dropped),
                            (made("Nameless comes", 16), nameless), (made("None comes", 17), gone)):
            self.api.post(f"/seminars/{seminar}/cancellation", reason=TEXTS["quotes"], **({"replaced_by": by} if by else {}))

    def listed(self):
        """Lists: one of each sort of rule, one of them all without one that was left out, and one with nothing on it."""
        hostile = self.hostile
        speaker = self.api.get(f"/seminars/{hostile.seminars[12]}")["speakers"][1]["person_id"]
        rules = (("topic", "a b c d"), ("series_id", hostile.series), ("institution_id", hostile.home), ("person_id", speaker),
                 ("seminar_id", hostile.seminars[3]), ("seminar_id", self.open))
        full = self.list(*rules, name_en=TEXTS["separators"][:TITLE], name_ko=TEXTS["Korean"][:TITLE],
                         description_en=TEXTS["ten thousand characters"])
        self.put_on(full, "left_out", seminar_id=hostile.seminars[14])
        for rule in rules:
            self.list(rule, name_en=f"By {rule[0]}")
        self.list(name_ko=TEXTS["emoji"][:TITLE], description_ko=TEXTS["an event"])

    def list(self, *rules, **named):
        made = self.api.post("/lists", visibility="public", **named)["id"]
        for name, value in rules:
            self.put_on(made, name.removesuffix("_id"), **{name: value})
        return made

    def put_on(self, made, what, **named):
        self.api.post(f"/lists/{made}/items", what=what, **named)

    def waiting(self):
        """One place, and two who want it."""
        self.full = self.api.post("/seminars", title="One place", zone="Europe/Paris", state="announced", capacity=1,
                                  starts_local=f"{self.today + timedelta(days=150)}T10:00:00")["id"]
        for person in (self.hostile.person, self.hostile.guest):
            self.answer(person, "yes")

    def answer(self, person, answer):
        self.api.call("PUT", f"/seminars/{self.full}/attendances/{person}", {"answer": answer})

    def later(self):
        """What is shown with something else is changed after it: a place, what comes instead, and a person."""
        self.answer(self.hostile.person, "no")
        self.api.patch(f"/seminars/{self.third}", texts={"ko": {"title": TEXTS["Korean"][:TITLE]}})
        self.api.post(f"/seminars/{self.dropped}/cancellation", reason=TEXTS["quotes"])
        self.api.patch(f"/people/{self.hostile.guest}", language="ko")
