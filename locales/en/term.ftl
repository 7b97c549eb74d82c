### Planning a term, and the board of a series.

term-title = Plan a term
term-words = Each date becomes a draft with its room held. Nobody is told of drafts.
term-rhythm = Rhythm
term-weekday = Day
term-every = Every how many weeks
term-zone = Dates and times are those of { $zone }.
term-from = First day
term-until = Last day
term-count = Number of dates
term-count-hint = In place of a last day.
term-weeks-off = Weeks off
term-weeks-off-hint = Any day in each of them, separated by commas: 2026-10-05, 2026-12-21.
term-show = Show the dates
term-show-again = Make the list again
term-dates = Dates
term-dates-count = { $count ->
    [one] One date
   *[other] { $count } dates
}
term-strip-words = At the first of the dates. Below, each date says where the day or the hour is another one.
term-free = The room is free.
term-no-room = In no room.
term-obstacle-taken = The room is taken.
term-obstacle-gap = This time does not exist: the clocks go forward.
term-obstacle-fold = This time comes twice: choose the first or the second.
term-obstacle-overlaps = Another date of this list is at the same time.
term-fold-choose = Choose one
term-week-off = Week of { $date }: off
term-will-make = { $count ->
    [0] No date is ticked.
    [one] One draft will be made.
   *[other] { $count } drafts will be made, all of them or none.
}
term-in-the-way = { $count ->
    [one] One date cannot be as it is: move it, or take its tick away.
   *[other] { $count } dates cannot be as they are: move them, or take their ticks away.
}
term-make = Make the drafts
term-look = Look again
flash-term-made = The drafts are made. Nobody has been told.

reason-term-empty = There is no date in it.
reason-term-dates = From 1 to { $max } dates.
reason-term-weeks = From 1 to { $max } weeks.
reason-term-too-long = A term lasts three years at most.
reason-term-end = Give the last day or the number of dates, one of them.
reason-term-row = Row { $row }: { $why }
refused-series-ended = This series has ended.

board-title = Board
board-link = Board of the term
board-plan = Plan a term
board-announce = Announce drafts together
board-empty = Nothing is planned yet.
board-empty-words = Plan a term, or make a single seminar.
board-date = Date
board-speaker = Speaker
board-what = Title
board-room = Room
board-state = State
board-lacks = Missing
board-next = Next
board-untitled = To be announced
board-nobody = Nobody yet
board-complete = Nothing
board-seminars = Seminars
board-drafts = Drafts
board-incomplete = Incomplete
board-unanswered = Not answered
board-past = Past
board-more = Only the first { $count } are shown.
lacks-answer = answer
lacks-announcement = announcement
lacks-join = address to join online
next-speaker = Ask a speaker
next-answer = See whether they answered
next-title = Give it a title
next-abstract = Add the abstract
next-room = Choose a room
next-join = Add the address to join
next-announcement = Announce it
next-invitation = Invite people
next-time = Give it a new time
next-nothing = Look at it
organise-board-of = Board of { $series }
reason-term-weekday = From 1 (Monday) to 7 (Sunday).
reason-term-gap = { $local } does not exist: the clocks go forward then.
reason-term-fold = { $local } comes twice: the clocks go back then. Say which is meant (fold 0 or 1).
reason-term-overlaps = { $local } is at the time of another date.
series-institutions = Organised together by
series-form-institutions = Institutions that organise it together
refused-series-has-seminars = This series has seminars, drafts among them. End it instead: it is kept, and takes no more.
series-form-state = Going on, or over
series-form-state-legend = The series
series-state-running = goes on
series-state-ended = has ended
series-state-hint-running = Seminars can be made in it, and people can follow it.
series-state-hint-ended = It is kept with all that was held, under its address; it takes no more seminars and is offered to nobody.
series-form-colour = Colour
series-colour-pine = Pine
series-colour-persimmon = Persimmon
series-colour-indigo = Indigo
series-colour-plum = Plum
series-colour-ochre = Ochre
series-colour-lagoon = Lagoon
series-colour-rose = Rose
series-colour-slate = Slate

announce-title = Announce drafts together
announce-words = Those that you tick are announced at once, all of them or none. Whom that tells, and what they read, is shown first.
announce-nothing = No draft is yet to come.
announce-seminars = Drafts
announce-seminars-hint = Those that lack nothing are ticked. One that lacks something can be announced all the same: what is missing is shown as yet to come.
announce-lacks = Missing: { $what }
announce-take-all = Tick all { $count }
announce-whom = Who is told
announce-speakers = Each speaker who has not been asked yet gets a request, one for each talk, which their calendar can answer.
announce-followers = { $count ->
    [0] Nobody follows the series yet.
    [one] One person follows the series, and reads of them in one mail: the next programme that they get.
   *[other] { $count } people follow the series, and read of them in one mail: the next programme that they get.
}
announce-lists = { $count ->
    [one] One mailing list gets a mail that lists all of them, with their entries for calendars.
   *[other] { $count } mailing lists get a mail that lists all of them, with their entries for calendars.
}
announce-do = Announce those ticked
flash-term-announced = { $count ->
    [one] One seminar is announced.
   *[other] { $count } seminars are announced.
}
flash-term-announced-already = They were announced already. Nobody has been told again.
reason-announce-none = Choose at least one draft.
reason-announce-stopped = { $local }: it is cancelled or postponed.
reason-announce-begun = { $local }: it has begun already.
reason-announce-changed = { $local }: it was changed in the meantime, so nothing was announced. This is how it stands now.
reason-announce-taken = A room has been taken in the meantime ({ $rooms }), so nothing was announced.
