### Mailing lists: what they read, and the pages on which organisers add and end them.

## Mails to lists

mail-announcement-subject = { $title }, { $when }
mail-announcement-kind = Seminar
mail-announcement-lead = { $hub } invites everyone to this.
mail-announcements-subject = { $name }: { $n ->
    [one] { $n } seminar
   *[other] { $n } seminars
} from { $when }
mail-announcements-kind = { $n ->
    [one] { $n } seminar
   *[other] { $n } seminars
}
mail-announcements-lead = { $hub } invites everyone to these.
mail-announcements-note = A note from the organiser about “{ $title }”
mail-announcements-calendar = To put all of them into your calendar, open the attached file.
mail-withdrawal-subject = No longer open to everyone: { $title }, { $when }
mail-withdrawal-kind = No longer open to everyone
mail-withdrawal-lead = You were told of this when it was open to everyone. It is not any more: whoever comes needs an invitation of their own. Nothing more will be told here about it.
mail-list-calendar = To put it into your calendar, open the attached file.
mail-list-calendar-change = To have it right in your calendar, open the attached file.
mail-list-calendar-stop = If it is in your calendar, please take it out. Some calendars do so when the attached file is opened.
mail-list-why = You receive this because it goes to the mailing list { $list }. Who reads that list is decided by those who keep it; please turn to them to leave it.
mail-post-title-many-of-list = Many reports about a mailing list
mail-post-lead-many-of-list = { $n ->
    [one] Within one hour, 1 more report came in about this mail to a mailing list: it did not reach one of the list's readers, or one of them does not want it. Only the first reports were told one by one. The list is still told.
   *[other] Within one hour, { $n } more reports came in about this mail to a mailing list: it did not reach some of the list's readers, or some of them do not want it. Only the first reports were told one by one. The list is still told.
}
mail-post-lead-unwanted-list = A reader of the mailing list { $to } has called our mail unwanted. The list is told all the same; one reader does not act for the others. Please speak with those who keep the list, or end it.

## Pages

audiences-title = Mailing lists
audiences-of = Mailing lists: { $of }
audiences-words = A mailing list is told when a public seminar is announced, changes, or does not take place. Who reads it stays unknown here: its mails ask for no answer by calendar and hold nothing that is meant for one person. They lead to an open page on which anyone can answer.
audiences-none = No list is told yet.
audiences-told = Told now
audiences-ended = Ended
audiences-add = Add a mailing list
audiences-name = What the list is called
audiences-address = Its address
audiences-languages = Languages of its mails
audiences-languages-en = English
audiences-languages-ko = Korean
audiences-languages-en-ko = English, with Korean below
audiences-languages-ko-en = Korean, with English below
audiences-zone = Its zone
audiences-zone-hint = The name of an IANA zone, such as Europe/Paris. Empty: times are told in the zone of the series or seminar.
audiences-permission = Who permitted it
audiences-permission-hint = The person who keeps the list and agreed, and when. Only organisers read this.
audiences-add-button = Add the list
audiences-add-told-series = From then on the list is told of what is announced. Of what was announced before it is told nothing.
audiences-add-told-seminar = If the seminar is announced already, the list is told of it.
audiences-end = End
audiences-suspended = Nothing arrives there: mails came back.
audiences-permitted = Permitted: { $note }
audiences-added = Added by { $name }
audiences-added-nameless = Added
audiences-ended-by = Ended by { $name }
audiences-ended-by-nameless = Ended
audiences-not-public = Mailing lists are told only of what is open to everyone. This is not.
audiences-link = Mailing lists
told-lists = And { $count ->
    [one] 1 mailing list
   *[other] { $count } mailing lists
}.
series-lists = { $count ->
    [one] 1 mailing list is told.
   *[other] { $count } mailing lists are told.
}
tools-lists = It will be told to { $count ->
    [one] 1 mailing list
   *[other] { $count } mailing lists
}.
flash-audience-added = The list is told from now on.
flash-audience-ended = The list is told no more.

## Errors

reason-address-of-list = This is the address of a mailing list. A list is not a person: it cannot be invited or sign in.
reason-address-of-person = Someone signs in by this address. A mailing list is not a person; a person follows the series instead.
reason-list-told-already = This list is told already.
refused-audience-not-public = Mailing lists are told only of what is open to everyone, because nobody here knows who reads them. Make it public first.
refused-audience-ended = This has ended already.
