### What forms have in common, and what can be wrong with a field.

form-required = (needed)
form-save = Save
form-save-anyway = Save my version
form-back = Back without saving
form-wrong = { $count ->
    [one] One thing needs your attention
   *[other] { $count } things need your attention
}

error-required = This is needed.
error-address = This is no mail address. Write it like name@university.example.
error-address-line = Line { $line } is no mail address. Write one address a line.
error-code = This code is wrong or too old. Check it, or have a new one sent.
error-date = Write the date like 2026-12-01.
error-time = Write the time like 16:00.
error-zone = There is no such time zone. Write it like Asia/Seoul.
error-gap = { $time } does not exist that day in { $zone }: the clocks go forward. The next time that exists is { $next }.
error-fold = This time comes twice that night: the clocks go back. Choose which is meant.
error-end-before-start = The end must come after the start.
error-past = This lies in the past.
error-duration = Write the length in minutes, at least 1.
error-number = Write a whole number.
error-url = Write an address that begins with https:// or http://.
error-too-long = At most { $count } characters fit here.
error-slug = Only letters, digits and single hyphens can stand here.
error-slug-taken = This address is taken. Choose another.
error-choice = Choose one of these.
error-room-taken = This room is taken then.
error-desk-taken = This desk is taken in that time.
error-unknown-person = Nobody of that name is known here. Write a mail address, or choose from the list.
error-reminders = Write minutes before the start, with commas: 1440, 60.
error-csrf = This form was open too long or came from elsewhere. Nothing was done. Please send it once more.

conflict-title = Taken, and what is free instead
conflict-taken = is taken
conflict-free = Free instead – one click takes it:
conflict-nothing-free = Nothing fitting is free on that day. Try another time.

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
told-nobody = Nobody will get a mail.

room-seats = { $count ->
    [one] { $count } seat
   *[other] { $count } seats
}
