"""What is played: a seminar from its invitation to its cancellation, and everything that comes back by mail meanwhile."""

import re
from collections import Counter
from datetime import date, datetime, timedelta, timezone

import dkim

import clients
from dovecot import Letter
from ground import check, equal, until

HUB = "hub@hub.test"
CALENDAR_SHAPE = [
    "multipart/mixed",
    "multipart/alternative",
    "text/plain charset=utf-8",
    "text/html charset=utf-8",
    "text/calendar charset=utf-8 method={method}",
    "application/ics charset=utf-8 method={method} name=invite.ics attachment invite.ics",
]
QUESTION = "May I bring a student along?"
PLAIN_SHAPE = ["multipart/alternative", "text/plain charset=utf-8", "text/html charset=utf-8"]


class Story:
    def __init__(self, hub, postfix, dovecot, published):
        """`published` is what the name system would say of the hub's keys, by name."""
        self.hub, self.postfix, self.dovecot, self.published = hub, postfix, dovecot, published
        self.admin = hub.api("admin@uni.test", "--role", "administrator")
        self.pages = hub.browser("admin@uni.test", "administrator")
        self.people, self.seen = {}, {}

    # Who there is.

    def enter(self, handle, name, **more):
        made = self.admin.post("/people", name=name, email=f"{handle}@uni.test", **more)
        self.people[handle] = made["id"]

    def settle(self):
        self.enter("organiser", "Oh Organiser", language="en", zone="Asia/Seoul")
        self.enter("marie", "Marie Sample, Dr.", language="en", zone="Europe/Paris")
        self.enter("hong", "홍견본", language="ko", zone="Asia/Seoul")
        self.enter("sam", "Sam Speaker", language="en", zone="America/Montreal")
        self.enter("rooms", "Rose Keeper", language="ko", zone="Asia/Seoul")
        self.organiser = self.hub.api("organiser@uni.test", "--role", "member")
        self.series = self.organiser.post("/series", title="Scaling Laws", zone="Asia/Seoul", duration_minutes=60, reminders=[60])

    # What arrives.

    def new(self, handle, what, wanted):
        """Waits for a mail that was not there before."""
        name = f"{handle}@uni.test"

        def look():
            for letter in self.dovecot.read(name):
                if letter.id not in self.seen and wanted(letter):
                    return letter

        letter = until(f"{what} arrives at {name}", look)
        self.seen[letter.id] = letter
        return letter

    def with_method(self, handle, method, seminar=None):
        uid = (seminar or self.seminar)["uid"]

        def wanted(letter):
            if not any(part.get_param("method") == method for part in letter.mail.walk()):
                return False
            return str(clients.event(letter)[0]["UID"]) == uid

        return self.new(handle, f"a mail with METHOD:{method}", wanted)

    def hubs_own(self, letter, handle):
        """What holds of everything that the hub sends."""
        token = letter["Return-Path"].strip("<>")
        address = f"{handle}@uni.test"
        says = f"to {handle}: “{letter['Subject']}”"
        facts = {
            "From": letter.mail["From"].addresses[0].addr_spec == HUB,
            "To": [one.addr_spec for one in letter.mail["To"].addresses] == [address],
            "envelope": token.startswith("hub+") and token.endswith("@hub.test"),
            "Message-ID": letter["Message-ID"].endswith("@hub.test>"),
            "Auto-Submitted": letter["Auto-Submitted"] == "auto-generated",
            "TLS": any("using TLSv1.3" in received for received in letter.mail.get_all("Received")),
            "signature": self.is_signed(letter),
        }
        equal(f"{says} comes from the hub, to one reader, over TLS, and its signature holds",
              [name for name, holds in facts.items() if not holds], [])
        return token

    def is_signed(self, letter):
        def ask(name, timeout=5):
            return self.published.get(name.decode().rstrip("."))

        return dkim.verify(letter.octets, dnsfunc=ask)

    def in_calendar(self, letter, handle, method, sequence):
        """That a calendar finds what it needs, and nobody else's address."""
        token = self.hubs_own(letter, handle)
        shape = [one.format(method=method) for one in CALENDAR_SHAPE]
        equal("  its parts are those that calendars know", letter.shape(), shape)
        entry, said = clients.event(letter)
        attendee = entry["ATTENDEE"]
        facts = {
            "METHOD": said, "UID": str(entry["UID"]), "SEQUENCE": int(entry["SEQUENCE"]), "ORGANIZER": str(entry["ORGANIZER"]),
            "ATTENDEE": str(attendee), "RSVP": str(attendee.params["RSVP"]), "STATUS": str(entry["STATUS"]),
            "DTSTART": entry["DTSTART"].dt.astimezone(timezone.utc).isoformat(),
        }
        wanted = {
            "METHOD": method, "UID": self.seminar["uid"], "SEQUENCE": sequence, "ORGANIZER": f"mailto:{HUB}",
            "ATTENDEE": f"mailto:{handle}@uni.test", "RSVP": "FALSE" if method == "CANCEL" else "TRUE",
            "STATUS": "CANCELLED" if method == "CANCEL" else "CONFIRMED",
            "DTSTART": datetime.fromisoformat(self.seminar["starts_at"].replace("Z", "+00:00")).isoformat(),
        }
        equal("  its calendar says what the hub says", facts, wanted)
        file = letter.part("application/ics").get_content()
        shown = letter.part("text/calendar").get_content()
        equal("  the file beside it is the same calendar", file.decode().split(), shown.split())
        equal("  replies go where bounces go", letter["Reply-To"], token)
        check("  it is no list's", letter["List-Unsubscribe"] is None)
        return token

    # The acts.

    def invite(self, title, nobody, full=None):
        day = date.today() + timedelta(days=30)
        self.seminar = self.organiser.post("/seminars", series_id=self.series["id"], title=title, state="announced",
                                           starts_local=f"{day}T16:00:00")
        self.path = f"/seminars/{self.seminar['id']}"
        emails = [address for address in (nobody, full) if address]
        self.organiser.post(f"{self.path}/invitations", people=[self.people["marie"], self.people["hong"]], emails=emails,
                            note="Tea is from half past three.")
        self.invitations = {handle: self.with_method(handle, "REQUEST") for handle in ("marie", "hong")}
        for handle, letter in self.invitations.items():
            self.in_calendar(letter, handle, "REQUEST", self.seminar["sequence"])
        check("Hong reads Korean, and the hour of Seoul", "16:00–17:00 (서울, UTC+9)" in self.invitations["hong"].text())

    def later(self, address, status):
        """A mail that Postfix took for a mailbox that is full: it goes out once more, hours from now."""
        def waits():
            found = self.admin.messages(recipient=address, kind="invitation", state="queued")
            return found and found[0]["error"]

        error = until(f"the report about {address} is understood", waits)
        check(f"what {address} has no room for is sent again later", error.startswith(f"it came back: {status}"), error)
        listed = f">{address}<" in self.pages.page("/admin/suspensions")
        check(f"{address} is written to again", not listed)

    def bounce(self, address, suspended, status):
        """A mail that Postfix took and could not deliver: its own report comes back."""
        def failed():
            found = self.admin.messages(recipient=address, kind="invitation", state="failed")
            return found and found[0]

        error = until(f"the report about {address} is understood", failed)["error"]
        check(f"what could not be delivered to {address} is known to have failed", error.startswith(f"it came back: {status}"), error)
        told = self.new("organiser", f"word of {address}", lambda letter: address in letter.text())
        self.hubs_own(told, "organiser")
        check(f"the organiser reads why: {status}", status in told.text(), told.text())
        listed = f">{address}<" in self.pages.page("/admin/suspensions")
        equal(f"nothing more goes to {address}" if suspended else f"{address} is written to again", listed, suspended)

    def reply(self, handle, partstat, to=None):
        """A calendar answers: to where replies go, or, as many do, to the ORGANIZER."""
        letter = self.invitations[handle]
        address = f"{handle}@uni.test"
        recipient = to or letter["Reply-To"]
        self.postfix.take(address, recipient, clients.answer(letter, address, recipient, partstat))

    def replied(self, handle, says):
        def look():
            items = self.organiser.get(f"{self.path}/attendances")["items"]
            one = next(one for one in items if one["person_id"] == self.people[handle])
            return (one["answer"], one["channel"]) == (says, "calendar")

        until(f"{handle}'s answer counts", look)
        check(f"{handle} answered {says}, by the calendar", True)

    def write(self):
        letter = self.invitations["hong"]
        self.postfix.take("hong@uni.test", letter["Reply-To"], clients.words(letter, "hong@uni.test", QUESTION))

    def written(self):
        passed = self.new("organiser", "what Hong wrote", lambda letter: QUESTION in letter.text())
        self.hubs_own(passed, "organiser")
        check("what Hong wrote is in the organiser's mailbox, and a reply goes to Hong", "hong@uni.test" in passed["Reply-To"])

    def leave(self):
        """Marie is away, and her mail server says so."""
        letter = self.invitations["marie"]
        self.told = self.told_to("marie")
        self.postfix.take("", letter["Return-Path"].strip("<>"), clients.away(letter, "marie@uni.test"))

    def left(self):
        subject = f"Away: {self.invitations['marie']['Subject']}"

        def noted():
            page = self.pages.page("/admin/inbound")
            begin = page.find(subject)
            outcome = "nothing follows: it (answers by itself|wants no answer)"
            return begin >= 0 and re.search(outcome, page[begin:begin + 800])

        until("what was written by itself is noted", noted)
        equal("an out-of-office is answered by nothing", self.told_to("marie"), self.told)

    def told_to(self, handle):
        """What goes out to someone; reminders go out by the clock."""
        told = self.admin.messages(recipient=f"{handle}@uni.test")
        return [one["id"] for one in told if one["kind"] != "reminder"]

    def move(self, nobody):
        day = date.today() + timedelta(days=31)
        before = self.seminar
        self.seminar = self.organiser.patch(self.path, starts_local=f"{day}T17:00:00")
        equal("a move raises SEQUENCE by one and keeps the UID", (self.seminar["sequence"], self.seminar["uid"]),
              (before["sequence"] + 1, before["uid"]))
        for handle in ("marie", "hong"):
            letter = self.with_method(handle, "REQUEST")
            self.in_calendar(letter, handle, "REQUEST", self.seminar["sequence"])
            equal("  it stands in the thread of the invitation", letter["In-Reply-To"], self.invitations[handle]["Message-ID"])
            self.invitations[handle] = letter
        changes = self.admin.messages(recipient=nobody, kind="change")
        check(f"no news of it goes to {nobody}", all(one["state"] == "void" for one in changes), changes)

    def cancel(self):
        self.seminar = self.organiser.post(f"{self.path}/cancellation", reason="The speaker is ill.")
        for handle in ("marie", "hong"):
            self.in_calendar(self.with_method(handle, "CANCEL"), handle, "CANCEL", self.seminar["sequence"])

    def everything_else(self):
        """The other kinds of mail, once each."""
        def arrives(shape, handle, what, wanted):
            letter = self.new(handle, what, wanted)
            self.hubs_own(letter, handle)
            equal("  its parts are those of its kind", letter.shape(), shape)
            return letter

        def plain(handle, what, wanted):
            return arrives(PLAIN_SHAPE, handle, what, wanted)

        def dated(handle, what, wanted):
            return arrives([one.format(method="REQUEST") for one in CALENDAR_SHAPE], handle, what, wanted)

        self.pages.send("/sign-in", email="organiser@uni.test")
        plain("organiser", "a way in", lambda letter: "/sign-in/" in letter.text())

        room = self.admin.post("/rooms", name="Hall", kind="hall", approval=True, keepers=[self.people["rooms"]])
        at = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=40)
        booking = self.organiser.post("/bookings", room_id=room["id"], title="Board", starts_at=at.isoformat(),
                                      ends_at=(at + timedelta(hours=1)).isoformat())
        plain("rooms", "a request to approve", lambda letter: "Board" in letter.text())
        self.admin.post(f"/bookings/{booking['id']}/approval")
        dated("organiser", "word of the booking", lambda letter: "Board" in letter.text())

        first = date.today() + timedelta(days=50)
        stay = self.admin.post("/stays", visitor={"person_id": self.people["marie"]}, host_id=self.people["organiser"],
                               to=str(first + timedelta(days=9)), purpose="Joint work", **{"from": str(first)})
        path, last = f"/stays/{stay['id']}", first + timedelta(days=12)
        for handle in ("marie", "organiser"):
            plain(handle, "word of the stay", lambda letter: "Joint work" in letter.text())
        self.admin.patch(path, to=str(last))
        for handle in ("marie", "organiser"):
            plain(handle, "news of the stay", lambda letter: f"{last:%-d %b %Y}" in letter.text())
        self.admin.post(f"{path}/approval")
        dated("organiser", "the stay's approval", lambda letter: f"{last:%-d %b %Y}" in letter.text())
        self.admin.post(f"{path}/invitation")
        asked = self.new("marie", "the invitation to the stay",
                         lambda letter: "multipart/mixed" in letter.shape() and f"{last:%-d %b %Y}" in letter.text())
        self.hubs_own(asked, "marie")
        self.postfix.take("marie@uni.test", asked["Reply-To"], clients.answer(asked, "marie@uni.test", asked["Reply-To"], "ACCEPTED"))
        until("Marie's yes confirms the stay", lambda: self.admin.get(path)["state"] == "confirmed")
        check("a yes in the visitor's calendar confirms the stay", True)

        # In an hour and a little: whoever comes is reminded an hour before.
        start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(minutes=60, seconds=12)
        soon = self.organiser.post("/seminars", series_id=self.series["id"], title="Soon", zone="UTC", state="announced",
                                   starts_local=start.replace(tzinfo=None).isoformat(),
                                   speakers=[{"person_id": self.people["sam"]}])
        path = f"/seminars/{soon['id']}"
        self.admin.call("PUT", f"{path}/attendances/{self.people['marie']}", {"answer": "yes"})
        self.hubs_own(self.with_method("sam", "REQUEST", soon), "sam")
        reminder = plain("marie", "a reminder", lambda letter: letter["List-Id"] is not None)
        check("  it is left by one mail, or one click", "mailto:hub+" in reminder["List-Unsubscribe"], reminder["List-Unsubscribe"])
        self.organiser.post(f"{path}/postponement", reason="A strike.")
        for handle in ("sam", "marie"):
            self.hubs_own(self.with_method(handle, "CANCEL", soon), handle)
        plain("organiser", "the answers that came in", lambda letter: letter["Subject"].startswith("1 answer"))

    def add_up(self):
        """Nothing is lost and nothing comes twice."""
        until("Postfix has delivered all", lambda: self.postfix.queue() == "")
        waiting = [one for one in self.admin.messages() if one["state"] in ("held", "queued", "leased")]
        far = all(one["kind"] == "reminder" or one["recipient"] == "full@uni.test" for one in waiting)
        check("nothing waits but reminders of what is far away, and what a full mailbox may take later", far, waiting)
        sent, arrived = {}, {}
        for one in self.admin.messages(state="sent"):
            sent.setdefault(one["recipient"], []).append(one["id"])
        for name in (f"{handle}@uni.test" for handle in self.people):
            ours = [letter for letter in self.dovecot.read(name) if letter["Message-ID"].endswith("@hub.test>")]
            arrived[name] = sorted(letter.id for letter in ours)
            self.seen.update((letter.id, letter) for letter in ours)
        sent = {name: sorted(ids) for name, ids in sent.items()}
        equal("every mail that was sent lies in its mailbox, once", arrived, sent)
        check("nobody was passed on an out-of-office", not any(clients.AWAY in letter.text() for letter in self.seen.values()))
        by = Counter(signed_by(letter) for letter in self.seen.values() if self.is_signed(letter))
        equal(f"all {len(self.seen)} of them have a signature that holds ({by['rsa']} by RSA, {by['ed25519']} by Ed25519)",
              (by.total(), sorted(by)), (len(self.seen), ["ed25519", "rsa"]))
        letter = next(iter(self.seen.values()))
        forged = Letter(letter.octets.replace(b"\r\nSubject:", b"\r\nSubject: Not", 1))
        check("  and none where a word was put in", not self.is_signed(forged))


def signed_by(letter):
    return re.search("a=([a-z0-9]+)-sha256", letter["DKIM-Signature"]).group(1)
