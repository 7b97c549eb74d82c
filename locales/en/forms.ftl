### What forms have in common, and what can be wrong with a field.

form-required = (required)
form-save = Save
form-save-anyway = Save my version
form-back = Back without saving
form-wrong = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}

error-address-line = Line { $line } is not a mail address. Write one address per line.
error-role-line = Line { $line }: after the bar (|), write speaker, panellist, moderator or host.
error-choice = Choose one of these.
error-time = Write a time such as 16:00.
error-no-room = Choose a room, or say that it takes place elsewhere or in no room.
error-code = This code is wrong or too old. Check it, or have a new one sent.
error-room-taken = This room is taken at that time.
error-desk-taken = This desk is taken on some of these days.
error-csrf = This form was open too long or came from elsewhere. Nothing was done. Please send it once more.
step-title = One more step
step-words = Your browser did not say that this form came from a page of ours, so nothing was done. If you sent it yourself, please send it once more.
step-sent = What you sent
step-button = Send it

conflict-title = Taken, and what is free instead
conflict-taken = is taken
conflict-free = Free instead – one click takes it:
conflict-nothing-free = Nothing suitable is free on that day. Try another time.

stale-title = Someone else was quicker
stale-by = { $name } changed this while you were writing:
stale-by-someone = This was changed while you were writing:
stale-words = Nothing of yours is lost: it stands in the form below. Take over what you want to keep, then save.
stale-field = What
stale-theirs = Now
stale-yours = Yours

told-count = { $count ->
    [one] One person will get a mail:
   *[other] { $count } people will get a mail:
}
told-others = { $count ->
    [one] and one more
   *[other] and { $count } more
}
told-if-moved = { $count ->
    [one] If the time changes, one person who said no will get a mail too.
   *[other] If the time changes, { $count } people who said no will get a mail too.
}
told-nobody = Nobody will get a mail.

room-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
