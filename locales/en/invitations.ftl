### Inviting, answering, joining; cancelling and postponing.

invite-title = Invite
invite-addresses = Mail addresses
invite-addresses-hint = One per line, or separated by commas. “Name <address>” works too.
invite-people = People who follow the series
invite-note = A personal note
invite-note-hint = Appears above the invitation. May stay empty.
invite-look = Show who will get this
invite-look-again = Look again
invite-preview = { $count ->
    [0] This reaches nobody new
    [one] One person will get an invitation
   *[other] { $count } people will get an invitation
}
invite-send = { $count ->
    [one] Invite one person
   *[other] Invite { $count } people
}
invite-unknown = New here
invite-shared = { $address } is shared by several people. Whom do you mean?
invite-already = { $count ->
    [one] One is invited already
   *[other] { $count } are invited already
}
invite-invited = { $count ->
    [one] One person is invited so far.
   *[other] { $count } people are invited so far.
}

knowledge-empty = Nobody is invited yet.
knowledge-words = Only what was sent is counted. Nobody is watched while reading.
knowledge-tell = { $count ->
    [one] Tell the one who does not know
   *[other] Tell the { $count } who do not know
}
knowledge-tell-hint = What waits for them goes now. Who was told before reads what is different; who was not is invited.
knowledge-bounced-hint = Where a mail bounced, none is sent again from here. The person or the front desk can enter another address.
knowledge-suspended-hint = Where nothing more is sent to an address at all, an administrator can allow it again.
knowledge-who = Who
knowledge-answer = Answer
knowledge-told = Told
knowing-knows = Knows
knowing-doesnt = Does not know the latest
knowing-bounced = Bounced
knowing-need-not = Need not know
knowledge-list = List
knowledge-lists-words = A list is told as a whole. Who reads it is unknown here, so it is not counted among those who know.
knowledge-list-told-accepted = told up to revision { $told }
knowledge-list-told-failed = revision { $told } may not have arrived
knowledge-list-waits = Another mail to it waits.
knowing-list-accepted = Sent
knowing-list-failed = Failed

answer-thanks = Thank you
answer-change = You can change your answer here at any time until it is over.
answer-as = You answer as { $name }.
answer-not-you = Not you? Then leave this page: the link belongs to someone else.
answer-to-seminar = To the seminar
answer-closed-cancelled = This was cancelled
answer-closed-postponed = This was postponed
answer-closed-over = This is over

join-title = Take part online
join-opens = Not open yet
join-no-address = Not ready yet
join-words-opens = This link leads into the meeting as soon as it opens. Keep it: it stays the same when the time changes.
join-words-no-address = The organisers have not set the address yet. Try again in a few minutes.
join-again = Try again

act-cancellation = Cancel the seminar
act-postponement = Postpone the seminar
act-words-cancellation = It shows as cancelled in everyone’s calendar, its rooms are free again, and no reminder goes out. This cannot be undone.
act-words-postponement = It stays in the programme, marked as postponed. Its rooms are free again, and no reminder goes out. Edit it to give it a new time.
act-do-cancellation = Cancel it and tell them
act-do-postponement = Postpone it and tell them
act-reason = Reason
act-reason-hint = Shown on the page and in the mail. May stay empty.
act-leave = Back to the seminar

speak-question-speaker = Will you speak?
speak-question-panellist = Will you join the panel?
speak-question-moderator = Will you moderate?
speak-question-host = Will you host?
speak-do-accepted = I will
speak-do-declined = I cannot
speak-answer-asked = You have not answered yet.
speak-answer-accepted = You have said yes.
speak-answer-declined = You have said no.
