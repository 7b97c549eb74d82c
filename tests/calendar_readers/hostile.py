"""Hostile texts, put into a hub by its JSON API as titles, texts, names, places and topics of seminars, stays and bookings; with
what happens to them, and days on which clocks change."""

from datetime import date, timedelta

from ground import check
from occasions import Occasions
from texts import NO_TEXTS, TEXTS, TITLE, TOPIC, cut, sunday


class Hostile:
    """Puts it in, and knows what can be changed afterwards."""

    def __init__(self, served):
        self.served, self.api = served, served.api
        self.today = date.today()

    def put(self):
        self.site = self.api.post("/sites", name=TEXTS["separators"], zone="Europe/Paris", address=TEXTS["quotes"])["id"]
        self.hall, self.part = (self.api.post("/rooms", site_id=self.site, name=name, kind="meeting", setup_minutes=minutes)["id"]
                                for name, minutes in ((TEXTS["quotes"], 5), (TEXTS["Korean"][:90], 0)))
        self.whole = self.api.post("/rooms", site_id=self.site, name="Both; together", kind="hall",
                                   part_ids=[self.hall, self.part])["id"]
        self.annexe = self.api.post("/rooms", site_id=self.site, name=TEXTS["separators"][:90], kind="meeting",
                                    setup_minutes=10)["id"]
        self.desk = self.api.post("/rooms", site_id=self.site, name=TEXTS["emoji"][:60], kind="desk")["id"]
        self.home = self.api.post("/institutions", name=TEXTS["an event"], zone="America/Montreal", kind="member")["id"]
        self.person = self.api.post("/people", name=TEXTS["marks of direction"], email="hostile@sample.example",
                                    institution_id=self.home, language="ko", zone="America/Montreal")["id"]
        self.guest = self.api.post("/people", name=TEXTS["separators"], email="guest@sample.example", language="en")["id"]
        self.series = self.api.post("/series", title=TEXTS["separators"], description=TEXTS["ten thousand characters"],
                                    zone="Europe/Paris", topics=[TEXTS["an event in one line"]])["id"]
        self.api.call("PUT", f"/series/{self.series}/subscriptions/{self.guest}", {})
        self.seminars = [self.seminar(number, name, text) for number, (name, text) in enumerate(TEXTS.items())]
        self.no_texts()
        self.clocks()
        self.happenings()
        self.stays()
        self.bookings()
        Occasions(self).put()
        check(f"{len(TEXTS)} hostile texts are kept, as titles, texts, names, places and topics", self.seminars)
        return {"hostile": self.person, "guest": self.guest}

    def seminar(self, number, name, text):
        day = self.today + timedelta(days=20 + number)
        seminar = self.api.post(
            "/seminars", title=text[:TITLE], **{"abstract": text}, series_id=self.series, state="announced",
            starts_local=f"{day}T{8 + number % 10:02}:{number % 4 * 15:02}:00", duration_minutes=30 + number,
            kind=("seminar", "workshop", "lecture", "ceremony", "tour")[number % 5],
            topics=[cut(text[:TOPIC]), name, "a,b;c\\d"], language="ko" if number % 2 else None,
            texts={"en": {"title": f"{name}: {text}"[:TITLE], "abstract": text}} if number % 2
            else {"ko": {"title": f"{name}: {text}"[:TITLE]}, "fr": {"abstract": text}},
            place={"name": text[:TITLE], "address": text[:200], "url": "https://sample.example/a,b;c?d=%2C&e=1",
                   **({"zone": "Asia/Kathmandu"} if number % 4 == 1 else {})},
            join_url="https://meet.example/a,b;c" if number % 3 == 0 else None,
            join_for=("open", "members", "yes", "named")[number // 3 % 4],
            room_ids=[[], [self.hall], [self.whole]][number % 3],
            speakers=[{"person_id": self.person},
                      {"name": text[:200], "email": f"n{number}@sample.example", "role": "panellist"},
                      {"person_id": self.guest, "role": "host"}][: 3 if number % 5 == 4 else 2],
        )["id"]
        # As they are to be announced, and in a language of their own.
        self.api.patch(f"/seminars/{seminar}/speakers/{self.person}/page", **(
            {"affiliation": text[:TITLE]} if number % 2 else {}), talk_language=(None, "fr", "en", "ko")[number % 4])
        return seminar

    def no_texts(self):
        """What is no Unicode, and what a database cannot hold, is refused; U+0000 may be dropped."""
        for octets in NO_TEXTS:
            body = b'{"title": ' + octets + b', "starts_local": "2030-01-01T10:00:00", "zone": "UTC"}'
            status = self.served.refused("POST", "/seminars", body)
            check(f"{octets!r} is no title", 400 <= status < 500, status)
        body = rb'{"title": "a\u0000b", "starts_local": "2030-01-01T10:00:00", "zone": "UTC", "state": "announced"}'
        status = self.served.refused("POST", "/seminars", body)
        check("a title with U+0000 is kept without it, or refused", status == 201 or 400 <= status < 500, status)

    def clocks(self):
        """Seminars over the hour that clocks skip, and at both of two equal wall times."""
        year = self.today.year + 1
        for zone, skips, doubles in (("Europe/Paris", sunday(year, 3, -1), sunday(year, 10, -1)),
                                     ("America/Montreal", sunday(year, 3, 1), sunday(year, 11, 0))):
            hour = 1 if zone == "Europe/Paris" else 1
            for day, fold in ((skips, None), (doubles, None)):
                self.api.post("/seminars", title=f"Through the night of {day}", zone=zone, state="announced",
                              starts_local=f"{day}T00:30:00", duration_minutes=240)
            hour = 2 if zone == "Europe/Paris" else 1
            for fold in (0, 1):
                self.api.post("/seminars", title=f"{fold} of two", zone=zone, state="announced", fold=fold,
                              starts_local=f"{doubles}T{hour:02}:30:00", duration_minutes=45)

    def happenings(self):
        """One is cancelled, one postponed, one moved, one loses its title, one is for members, and people answer."""
        cancelled, postponed, moved, nameless, members, asked, refused, *_ = self.seminars
        self.api.post(f"/seminars/{cancelled}/cancellation", reason=TEXTS["an event"])
        self.api.post(f"/seminars/{postponed}/postponement", reason=TEXTS["quotes"])
        self.api.patch(f"/seminars/{moved}", starts_local=f"{self.today + timedelta(days=60)}T09:00:00")
        self.api.patch(f"/seminars/{nameless}", title="")
        self.api.patch(f"/seminars/{members}", visibility="members")
        for seminar, answer in ((asked, "maybe"), (refused, "no"), (self.seminars[7], "yes"), (self.seminars[8], None)):
            self.api.post(f"/seminars/{seminar}/invitations", people=[self.guest])
            if answer:
                self.api.call("PUT", f"/seminars/{seminar}/attendances/{self.guest}", {"answer": answer})

    def stays(self):
        first = self.today + timedelta(days=10)
        each = (("controls", 5, "approval"), ("an event", 1, "refusal"), ("emoji", 14, None), ("Korean", 0, "cancellation"))
        for number, (name, months, act) in enumerate(each):
            last = first + timedelta(days=30 * months)
            stay = self.api.post("/stays", visitor={"person_id": self.guest}, host_id=self.person, site_id=self.site,
                                 purpose=TEXTS[name], topics=[cut(TEXTS[name][:TOPIC]), "a,b"], tentative=number == 2,
                                 **{"from": str(first), "to": str(last)}, **({"desk_id": self.desk} if number == 0 else {}))["id"]
            if act:
                self.api.post(f"/stays/{stay}/{act}", reason=TEXTS["separators"])
            first = last + timedelta(days=1)

    def bookings(self):
        day = self.today + timedelta(days=200)
        run = self.api.post("/bookings", room_ids=[self.hall], title=TEXTS["separators"][:TITLE],
                            note=TEXTS["an escape on every fold"], for_id=self.person, starts_local=f"{day}T09:00:00",
                            ends_local=f"{day}T10:30:00", rule="FREQ=DAILY;COUNT=20")
        one, other, third, *_ = run["booked"]
        self.api.post(f"/bookings/{one['id']}/cancellation", reason=TEXTS["quotes"])
        self.api.patch(f"/bookings/{other['id']}", room_id=self.part)
        self.api.patch(f"/bookings/{third['id']}", title=TEXTS["emoji"][:TITLE])
        self.api.post("/bookings", room_ids=[self.whole], title=TEXTS["Korean"][:TITLE], for_id=self.person,
                      starts_local=f"{day}T11:00:00", ends_local=f"{day}T12:00:00")

    def change(self):
        """One change of one seminar that is in public feeds: its path, to be looked for."""
        seminar = self.seminars[10]
        self.api.patch(f"/seminars/{seminar}", title="Otherwise, now; and \\ for ever")
        return seminar
