"""What people type, and what those type who wish us ill: put into a hub by its JSON API, as titles, texts, names, places and
topics of seminars, stays and bookings; with what happens to them, and days on which clocks change."""

from datetime import date, datetime, time, timedelta

from ground import check

CONTROLS = "".join(map(chr, [*range(1, 0x20), *range(0x7F, 0xA0)]))
TEXTS = {
    "controls": f"[{CONTROLS}]",
    "each control by itself": " ".join(f"a{control}b" for control in CONTROLS),
    "marks of direction": "\u202eright\u202c \u200fto\u200e \u2067left\u2069 עברית العربية 12:30",
    "separators": r"a,b;c:d=e|f/g\h\\i\\\j \n \N \, \; \: \r",
    "quotes": "\"a\" 'b' “c” «d» `e` ^f ^n ^' ^^ &quot; %22 \\\"",
    "percent signs": "100% %0D%0AATTENDEE:mailto:mallory@evil.example %s %00 %%",
    "an event": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:mallory\r\nSUMMARY:mine",
    "an event in one line": "BEGIN:VEVENT",
    "a property": "x\nATTENDEE;RSVP=TRUE:mailto:mallory@evil.example\nX-EVIL:1\n DESCRIPTION:folded",
    "an X- property": "X-WR-CALNAME:mine;X-EVIL=\"a\":b",
    "emoji": "🪑👩🏽‍🔬👨‍👩‍👧‍👦🏳️‍🌈🇰🇷1️⃣" * 8,
    "combining": "Z̸̡͓͌a̷͎͗l̵̤̏ǵ̴̙o e\u0301e\u0301 각각 각각 ﬁ Å Å",
    "astral and last": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \U0010fffd \ufffd \ufdfa \U000e0001",
    "byte order mark": "\ufeffa\ufeffb\u200bc\u00add\u2060",
    "line separators": "a\u2028b\u2029c\u0085d\x0be\x0cf",
    "Korean": "확률적 경사 하강법의 수렴, 그리고 일반화; 두 갈래 이야기 " * 6,
    "one long word": "ㄱ" * 600,
    "one long word of ASCII": "x" * 1000,
    "an escape on every fold": "abcdefg\\;,\n" * 90,
    "ten thousand characters": "열 글자로 된 낱말, " * 900,
    "ten thousand without a blank": "無" * 10_000,
    "markup": "<script>alert(1)</script> **bold** [a](javascript:b) <b>c</b> &amp; {{ 7*7 }} ${x}",
    "blanks": "\t  tab\t\ttab  \u3000wide\u00a0hard\u2003em \t",
    "no-characters": "\uffff\ufffe\ufdd0a",
}
# Bodies that are no text at all: refused as such, and by no fault of ours.
NO_TEXTS = (rb'"\ud800"', rb'"\udc00\ud800"', rb'"a\ud83d"', b'"\xff"', b'"\xed\xa0\x80"')
TITLE, TOPIC = 500, 80


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
        self.programmes()
        self.hidden()
        self.instead()
        self.happenings()
        self.listed()
        self.stays()
        self.bookings()
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

    def programmes(self):
        """Of more days and more items than are shown, over clocks that change, and with rooms of its own."""
        day = self.today + timedelta(days=100)
        item = lambda title, start, minutes, **more: {
            "title": title, "starts_local": start.isoformat(), "ends_local": (start + timedelta(minutes=minutes)).isoformat(), **more}
        first = datetime.combine(day, time(9))
        items = [item(f"{name}: {text}"[:TITLE], first + timedelta(hours=number), 45, place=text[:TITLE] if number % 3 else None)
                 for number, (name, text) in enumerate([*TEXTS.items()] * 2)]
        for title, some in (("More than are shown", items), ("One more than are shown", items[:31]), ("The day before", [
                item("The evening before", first - timedelta(hours=14), 60), item("On the day", first, 30)])):
            self.api.post("/seminars", title=title, zone="Europe/Paris", state="announced", kind="workshop", duration_minutes=3000,
                          starts_local=first.isoformat(), programme=some, place={"name": "There", "zone": "America/Montreal"})
        second = first + timedelta(days=20)
        beside = [item(TEXTS["markup"][:TITLE], second, 60, room_id=self.annexe),
                  item("In its own room", second + timedelta(hours=1), 30)]
        for visibility, days in (("public", 0), ("members", 1)):
            moved = [{**one, **{name: (datetime.fromisoformat(one[name]) + timedelta(days=days)).isoformat()
                                for name in ("starts_local", "ends_local")}} for one in beside]
            self.api.post("/seminars", title="With rooms beside", zone="Europe/Paris", state="announced", kind="workshop",
                          starts_local=(second + timedelta(days=days)).isoformat(), duration_minutes=120, programme=moved,
                          room_ids=[self.part], visibility=visibility)
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
        for number, title in enumerate(("Open to all", "", "With a guest")):
            seminar = self.api.post("/seminars", title=title, series_id=series, state="announced", visibility="public",
                                    starts_local=f"{day}T{10 + number}:00:00", duration_minutes=30)["id"]
        self.api.post(f"/seminars/{seminar}/invitations", people=[self.guest])

    def instead(self):
        """Cancelled, with others in their place: the next but one, one that is not everyone's, one without a title, none after
        all."""
        day = self.today + timedelta(days=140)
        made = lambda title, hour, **more: self.api.post(
            "/seminars", title=title, zone="Europe/Paris", state="announced", starts_local=f"{day}T{hour:02}:00:00",
            duration_minutes=45, **more)["id"]
        first, second, third = (made(f"{word} of three", hour) for hour, word in enumerate(("First", "Second", "Third"), 8))
        self.api.patch(f"/seminars/{third}", texts={"ko": {"title": TEXTS["Korean"][:TITLE]}},
                       place={"name": "There", "zone": "Asia/Kathmandu"})
        closed, nameless = made("For members", 12, visibility="members"), made("", 13)
        gone = made("Nothing after all", 14)
        for seminar, by in ((first, second), (second, third), (made("Members come", 15), closed), (gone, None),
                            (made("Nameless comes", 16), nameless), (made("None comes", 17), gone)):
            self.api.post(f"/seminars/{seminar}/cancellation", reason=TEXTS["quotes"], **({"replaced_by": by} if by else {}))

    def listed(self):
        """Lists: one of every sort of rule, without one that was left out; and one with nothing on it."""
        name = TEXTS["separators"][:TITLE]
        full = self.api.post("/lists", name_en=name, name_ko=TEXTS["Korean"][:TITLE], visibility="public",
                             description_en=TEXTS["ten thousand characters"])["id"]
        self.api.post("/lists", name_ko=TEXTS["emoji"][:TITLE], description_ko=TEXTS["an event"], visibility="public")
        speaker = self.api.get(f"/seminars/{self.seminars[12]}")["speakers"][1]["person_id"]
        for what, value in (("topic", "theory"), ("series_id", self.series), ("institution_id", self.home),
                            ("person_id", speaker), ("seminar_id", self.seminars[3])):
            self.api.post(f"/lists/{full}/items", what=what.removesuffix("_id"), **{what: value})
        self.api.post(f"/lists/{full}/items", what="left_out", seminar_id=self.seminars[14])

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


def cut(text):
    """A topic has one line."""
    return " ".join(text.split()) or "-"


def sunday(year, month, number):
    """The first Sunday of a month (0), the second (1), the last (-1)."""
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == 6][number]
