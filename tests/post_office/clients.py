"""What mail programs send: a calendar's answer, what someone writes, and what a machine answers while its owner is away."""

from datetime import datetime, timezone
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

import icalendar

AWAY = "I am away until Monday."


def _mail(sender, recipient, subject, **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, recipient, subject
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=sender.rpartition("@")[2].strip(">"))
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


def event(letter):
    """The entry in a mail's calendar, and the method by which it came."""
    calendar = icalendar.Calendar.from_ical(letter.part("text/calendar").get_content())
    [entry] = calendar.walk("VEVENT")
    return entry, str(calendar["METHOD"])


def answer(letter, address, recipient, partstat):
    """A calendar's answer to the invitation in `letter` (RFC 5546 section 3.2.3, RFC 6047)."""
    asked, _ = event(letter)
    calendar, entry = icalendar.Calendar(), icalendar.Event()
    calendar.add("prodid", "-//Sample//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REPLY")
    for name in ("UID", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER"):
        entry[name] = asked[name]
    entry.add("dtstamp", datetime.now(timezone.utc))
    attendee = icalendar.vCalAddress(f"mailto:{address}")
    attendee.params["PARTSTAT"] = icalendar.vText(partstat)
    entry.add("attendee", attendee)
    calendar.add_component(entry)
    mail = _mail(address, recipient, f"{partstat.capitalize()}: {asked['SUMMARY']}", In_Reply_To=letter["Message-ID"])
    mail.set_content(f"{partstat.capitalize()}\n")
    mail.add_alternative(calendar.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    return mail


def words(letter, address, text):
    """What someone writes in answer to a mail."""
    mail = _mail(f"Hong Sample <{address}>", letter["Reply-To"], f"Re: {letter['Subject']}", In_Reply_To=letter["Message-ID"])
    mail.set_content(text)
    return mail


def away(letter, address):
    """What a mail server answers for someone who is away (RFC 3834)."""
    mail = _mail(address, letter["Return-Path"].strip("<>"), f"Away: {letter['Subject']}", Auto_Submitted="auto-replied",
                 In_Reply_To=letter["Message-ID"])
    mail.set_content(f"{AWAY}\n")
    return mail
