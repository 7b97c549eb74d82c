### What is printed: posters, leaflets, sheets to sign, badges; and texts to copy.

print-title = Print and pass on
print-lede = Everything here comes from what is kept of the seminar. Open a sheet and print it, or save it as a PDF, with your browser.
print-link = Print and pass on
print-draft-hint = It is a draft, and every sheet says so.
print-languages = Languages
print-sizes = Sizes
print-both = Both languages
print-size-a3 = A3
print-size-a4 = A4
print-size-card = 90 × 55 mm
print-badge-size-a4 = A4, eight on a sheet
print-badge-size-card = 90 × 55 mm, ten on a sheet
print-back = Back
print-how = Print with your browser, without margins of its own and with backgrounds.
print-qr = The code of { $address }

print-poster = Poster
print-poster-words = One sheet, whatever stands on it: title, speakers, time, place, and a code that leads to the seminar’s page.
print-leaflet = Leaflet
print-leaflet-words = All of it to take along: abstract, who speaks, and the programme.
print-text = Texts
print-text-words = For portals and mailing lists: plain, in Markdown and as HTML, in both languages.
print-text-open = Show the texts
print-text-lede = Each text is complete. Copy it, or take it as a file.
print-text-file = As a .txt file
print-format-plain = Plain text
print-format-markdown = Markdown
print-format-html = HTML
print-sign-in = Sign-in sheet
print-sign-in-words = { $count ->
    [0] Nobody has said yes yet; it has blank lines.
    [one] One person who said yes, and blank lines for those who come besides.
   *[other] { $count } people who said yes, and blank lines for those who come besides.
}
print-badges = Name badges
print-badges-words = For speakers, hosts and everyone who said yes, with marks to cut along and the code for the door.
print-term = Dates of the series
print-term-words = A poster with the dates of the term.

print-no-title = Title to be announced
print-no-speaker = Speaker to be announced
print-no-place = Place to be announced
print-no-dates = The dates are to be announced.
print-more = Details and your answer
print-others = { $count ->
    [one] and one more
   *[other] and { $count } more
}
print-dates = Programme
print-dates-more = { $count ->
    [one] and one more date
   *[other] and { $count } more dates
}
print-also-online = Also online
print-elsewhere = Starts elsewhere at
print-programme = Programme
print-times-in = Times: { $zone }
print-draft-words = Draft, not announced yet

print-when = When
print-when-here = At the hub
print-when-for = For { $name }
print-where = Where
print-online = Online

print-number = No.
print-name = Name
print-institution = Institution
print-signature = Signature
print-photos = Photographs: yes
print-photos-words = Photographs may be taken and shown by the organisers. Tick the box if you agree to be seen in them; without a tick you do not.
print-photos-with = Ask about photographs
print-photos-without = Without the question about photographs
print-recorded = The talk may be recorded or shown elsewhere, as its speakers have agreed; you may be seen or heard.
print-walk-ins = Not on the list? Please add your name.
print-part-speaker = Speaker
print-part-panellist = Panellist
print-part-moderator = Moderator
print-part-host = Host
print-part-guest = Guest
