### What is told, before it goes: shown first; what waits, read, written on, let go and stopped.

foretold-title-announcement = Before it is announced
foretold-title-change = Before it is changed
foretold-title-series = Before the series is changed
foretold-title-term = Before they are announced
foretold-title-cancellation = Before it is cancelled
foretold-title-postponement = Before it is postponed
foretold-title-rest = Before the rest are told
foretold-words = Nothing has been done yet. Look at whom this tells, and what they will read.
foretold-otherwise = Something has changed since this was shown, so nothing was sent. This is how it is now.
foretold-who = { $count ->
    [0] Nobody gets a mail
    [one] One person gets a mail
   *[other] { $count } people get a mail
}
foretold-who-lists = { $count ->
    [one] One mailing list gets a mail
   *[other] { $count } mailing lists get a mail
}
foretold-mails = Each coming seminar that changes is told of in a mail of its own: { $count } mails in all.
foretold-mails-term = Whoever is asked to speak gets a mail for each of their seminars, and a mailing list one that lists what is announced, with what begins within 48 hours in a mail of its own: { $count } mails in all.
foretold-languages = Languages
foretold-zones = Time zones
foretold-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
foretold-what = What they read
foretold-links = Shown as the first reader of each gets it. The links in it are samples and open nothing.
foretold-count = { $count ->
    [one] one person
   *[other] { $count } people
}
foretold-count-lists = { $count ->
    [one] one mailing list
   *[other] { $count } mailing lists
}
foretold-to = To { $name }
foretold-note = Your own words
foretold-note-hint = Stand above the facts in each mail, as you write them. At most 2,000 characters; may stay empty.
foretold-send = { $count ->
    [one] Do it and tell one person
   *[other] Do it and tell { $count } people
}
foretold-send-all = Do it and tell them all
foretold-look = Look again
foretold-back = Back to the form

held-title = What waits
held-words = Mail about this seminar that has not gone out yet. Until it goes you can read it, add your own words, let it go now, or stop it.
held-empty = Nothing waits.
held-empty-kind = Nothing of this waits any more. It has gone out, or it was stopped.
held-what = What
held-whom = Whom
held-when = When it goes
held-until = until { $at }
held-noted = with your own words
held-mails = { $count ->
    [one] one mail
   *[other] { $count } mails, one after the other
}
held-going = { $count ->
    [one] One is being sent at this moment.
   *[other] { $count } are being sent at this moment.
}
held-untrue = { $count ->
    [one] One more will not go out, because there is nothing to tell any more.
   *[other] { $count } more will not go out, because there is nothing to tell any more.
}
held-kind-title = What waits: { $kind }
held-letters = How it would read now
held-edit = Add your own words
held-note-hint = Stand above the facts in each of these mails. At most 2,000 characters. A later edit keeps them, unless it brings others.
held-save = Save the words
held-go = Let it go now
held-dispatch = { $count ->
    [one] Send it now
   *[other] Send all { $count } now
}
held-dispatch-hint = Who has quiet hours now gets it when they are over; who chose to be told once a day, the next time at eight.
held-stop = Stop it
held-stop-words = It does not go out. Who would have got it does not know, and can be told later with “Tell those who do not know”.
held-reason = Reason
held-reason-hint = Kept with the messages. May stay empty.
held-abandon = { $count ->
    [one] Stop this mail
   *[other] Stop all { $count } mails
}

flash-held-written = Saved. Your words stand above what waits.
flash-held-dispatched = { $count ->
    [one] It goes out now.
   *[other] { $count } mails go out now.
}
flash-held-stopped = { $count ->
    [one] Stopped. One person does not know.
   *[other] Stopped. { $count } mails do not go out.
}

refused-held-gone = This does not wait any more: it has gone out, or it was stopped.
refused-held-going = This is being sent at this moment. Look again in a minute to see what has gone out.
refused-held-otherwise = What waits is not what you looked at: some of it has gone out or was changed. Nothing was done; look at it as it is now.
refused-no-words = Nothing can be written on this message.
reason-one-of = Give exactly one of change, cancellation, postponement and invitation.
