"""What people type, and what those type who wish us ill."""

from datetime import date, timedelta

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


def cut(text):
    """A topic has one line."""
    return " ".join(text.split()) or "-"


def sunday(year, month, number):
    """The first Sunday of a month (0), the second (1), the last (-1)."""
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == 6][number]
