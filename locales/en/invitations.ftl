### Inviting, answering, joining; cancelling and postponing.

invite-title = Invite
invite-addresses = Mail addresses
invite-addresses-hint = One a line, or pasted with commas. “Name <address>” works too.
invite-people = People who follow the series
invite-note = A word with it
invite-note-hint = Stands above the invitation; may stay empty.
invite-look = Show whom this reaches
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
invite-shared = { $address } serves several people. Who is meant?
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
knowledge-who = Who
knowledge-answer = Answer
knowledge-told = Told
knowing-knows = Knows
knowing-doesnt = Does not know the latest
knowing-bounced = Bounced
knowing-need-not = Need not know

answer-thanks = Thank you
answer-change = You can change your answer here at any time, until it begins.
answer-as = You answer as { $name }.
answer-not-you = Not you? Then leave this page: the link belongs to someone else.
answer-to-seminar = To the seminar
answer-closed-cancelled = This was cancelled
answer-closed-postponed = This was postponed
answer-closed-over = This is over

join-title = Take part online
join-opens = Not open yet
join-not-for-you = For those who are invited
join-over = There is nothing to join
join-no-address = Not ready yet
join-words-opens = This link leads into the meeting as soon as it opens. Keep it: it stays the same when things move.
join-words-not-for-you = Use the link in your invitation, or sign in with the address that was invited.
join-words-over = It is over, or does not take place then.
join-words-no-address = The organisers have not set the address yet. Try again in a few minutes.
join-again = Try again

act-cancellation = Cancel the seminar
act-postponement = Postpone the seminar
act-words-cancellation = It leaves everyone’s calendar, its rooms are free again, and no reminder goes out. This cannot be undone.
act-words-postponement = It stays in the programme without a new time. Its rooms are free again, and no reminder goes out. Give it a new time by editing it.
act-do-cancellation = Cancel it and tell them
act-do-postponement = Postpone it and tell them
act-reason = Reason
act-reason-hint = People are told it, and it stands on the page. May stay empty.
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
