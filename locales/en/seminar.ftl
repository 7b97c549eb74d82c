### A seminar.

seminar-untitled = Title to be announced
seminar-online = Online
seminar-when = When
seminar-where = Where
seminar-moved-from = Moved from
seminar-abstract = Abstract
seminar-no-abstract = There is no abstract yet.
seminar-topics = Topics
seminar-beside = Take part
seminar-join = Join now
seminar-join-link = Link to take part
seminar-join-opens = Opens
seminar-diary = Add to your calendar
seminar-diary-file = Calendar file (Apple and others)
seminar-diary-series = Subscribe to the whole series
seminar-short = Short link
seminar-next = Next in this series

banner-on = On now
banner-over = This is over.
banner-draft = Draft
banner-draft-words = Only its organisers and speakers see it. It is not announced yet.
banner-cancelled = Cancelled
banner-postponed = Postponed
banner-postponed-words = The new time is not known yet.
banner-since = Since

answer-question = Are you coming?
answer-closed = It cannot be answered now.
answer-sign-in = Sign in to answer, or use the link in your invitation.
answer-position = { $count ->
    [one] first in the queue
   *[other] number { $count } in the queue
}

tools-title = For the organisers
tools-invited = Invited
tools-unanswered = No answer
tools-knows = { $count ->
    [one] { $count } knows
   *[other] { $count } know
}
tools-doesnt = { $count ->
    [one] { $count } doesn’t
   *[other] { $count } don’t
}
tools-bounced = { $count } bounced
tools-announce = Announce
tools-edit = Edit
tools-invite = Invite
tools-people = Who was told, who answered
tools-postpone = Postpone…
tools-cancel = Cancel…
tools-next = What is next
tools-tell-rest = Tell the rest
tools-tell-rest-words = { $count ->
    [one] One does not know yet how it is now.
   *[other] { $count } do not know yet how it is now.
}
tools-open-door = Open the door
tools-recording = Add the recording
tools-afterwards = Enter heads and evidence
tools-new-time = Set the new time
tools-group-people = Who comes
tools-group-talks = Speakers and times
tools-group-words = Words and print
tools-group-change = Change or call off

flash-saved = Saved.
flash-seminar-drafted = The draft is saved. Nobody has been told.
flash-seminar-announced = It is announced. Its speakers are asked; now invite people.
flash-seminar-stale = Someone changed this in the meantime, so nothing was announced. Look at it once more.
flash-seminar-taken = The room has been taken in the meantime, so nothing was announced. Edit and save it to see by whom, and what is free.
flash-seminar-cancelled = It is cancelled. Everyone who had been told of it gets a mail.
flash-seminar-postponed = It is postponed. Everyone who had been told of it gets a mail. Edit it when the new time is known.
flash-told-rest = { $count ->
    [0] Nobody was left to tell.
    [one] One mail is on its way.
   *[other] { $count } mails are on their way.
}
flash-invited = { $count ->
    [one] One invitation is on its way.
   *[other] { $count } invitations are on their way.
}
