### The programme of what someone follows: by mail, and where that is chosen.

mail-digest-kind-weekly = Weekly programme
mail-digest-kind-daily = Daily programme
mail-digest-subject-weekly-some = This week at { $hub }: { $n ->
    [one] 1 seminar
   *[other] { $n } seminars
}
mail-digest-subject-weekly-news = This week at { $hub }: what is new
mail-digest-subject-weekly-nothing = This week at { $hub }: nothing
mail-digest-subject-daily-some = Today and tomorrow at { $hub }: { $n ->
    [one] 1 seminar
   *[other] { $n } seminars
}
mail-digest-subject-daily-news = Today and tomorrow at { $hub }: what is new
mail-digest-subject-daily-nothing = Today and tomorrow at { $hub }: nothing
mail-digest-lead = The programme of what you follow. Times without a place are your own ({ $zone }).
mail-digest-gone = No longer as you were told
mail-digest-nothing-weekly = Nothing in these days.
mail-digest-nothing-daily = Nothing today and tomorrow.
mail-digest-later = Announced for later
mail-digest-more = { $n ->
    [one] And 1 more, in the programme.
   *[other] And { $n } more, in the programme.
}
mail-digest-new = New
mail-digest-moved = Moved. Before: { $when }
mail-digest-elsewhere = Another place. Before: { $place }
mail-digest-placed = The place is decided
mail-digest-again = Takes place after all
mail-digest-cancelled = Cancelled
mail-digest-postponed = Postponed. The new time is not decided yet.
mail-digest-part-speaker = You are asked to speak.
mail-digest-part-panellist = You are asked to join the panel.
mail-digest-part-moderator = You are asked to moderate.
mail-digest-part-host = You are asked to be the host.
mail-digest-programme = The whole programme
mail-digest-why = You receive this because you follow what stands in it.
mail-follower-why = You receive this because the programme of what you follow told you of it.

follow-title = By mail
follow-words-hub = The programme of the week, on Mondays, and what becomes otherwise before it takes place.
follow-words-topic = What is announced under { $topic } comes by mail, once a week, and what becomes otherwise before it takes place.
follow-hub = Follow the programme
follow-topic = Follow this topic
follow-is-hub = You follow the programme.
follow-is-topic = You follow this topic.
follow-end = No longer follow
follow-times = When it comes
flash-followed = You follow it. Its programme comes by mail.
flash-unfollowed = You no longer follow it.

notices-digests = The programme of what you follow
notices-digests-hint = In your own time ({ $zone }), wherever you are. It gathers everything you follow in one mail, and marks what is new or otherwise since the one before. If something it told is moved or called off before it takes place, you are told at once.
notices-weekday = The weekly one comes on
notices-weekly-hour = At
notices-daily-hour = The daily one comes at
notices-even-nothing = When there is nothing
notices-even-nothing-yes = Tell me so
notices-rhythm-weekly = weekly
notices-rhythm-daily = daily
notices-rhythm-none = no programme
notices-to-weekly = Weekly
notices-to-daily = Daily
notices-to-weekly-of = { $list }: weekly
notices-to-daily-of = { $list }: daily
notices-hub = Everything
notices-topic = Topic: { $topic }
notices-not-wanted = The programme does not come: it is not among what you chose above, or you stopped it by one click.
