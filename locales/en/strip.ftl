### The strip of local times: who sees what time.

strip-title = Local times
strip-words = For the institutions and people concerned.
strip-no-time = Give a date and a time to see them.
strip-show = Show the times
strip-people = { $count ->
    [one] one person
   *[other] { $count } people
}
strip-and-more = { $names } and { $count } more
unsuited-night = at night
unsuited-early = early in the morning
unsuited-late = in the evening
unsuited-weekend = weekend
unsuited-friday_afternoon = Friday after noon: the weekend has begun
strip-holiday = holiday: { $name }
strip-holiday-expected = expected holiday: { $name }
strip-moves = clocks shift: { $otherwise } until the week before
strip-meanwhile = clocks shift: { $otherwise } in other weeks
