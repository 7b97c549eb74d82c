### Series, and the organisers' page.

series-coming = Coming
series-past = Past
series-past-all = All past seminars
series-nothing = Nothing is announced at present.
series-ended = This series has ended.
series-beside = Follow, and more about the series
series-follow-title = Follow
series-follow-words = Its seminars appear in your own calendar, its programme comes by mail once a week with what becomes otherwise, and its organisers see you among those to invite.
series-follow = Follow this series
series-follows = You follow this series.
series-unfollow = No longer follow
series-followers = { $count ->
    [one] One person follows it.
   *[other] { $count } people follow it.
}
series-organisers = Organisers
series-room = Usual room
series-edit = Edit the series

series-form-new = New series
series-form-edit = Edit the series
series-form-join-hint = Seminars that have no address of their own follow this one. It is never shown in a page: people get a link that opens shortly before the start.
series-form-words = Each seminar of the series takes what is set here, unless it sets its own.
series-form-slug = Short name in addresses
series-form-slug-hint = Letters, digits and hyphens. Empty: made from the title.
series-form-description = What it is about
series-form-language = Language
series-form-any-language = Any
series-form-topics = Topics
series-form-topics-hint = Separated by commas.
series-form-defaults = Defaults
series-form-duration-hint = How long a seminar lasts.
series-form-reminders-hint = Minutes before the start, separated by commas: 1440 is a day.
series-form-organisers = Who organises it
series-form-make = Make the series

organise-title = Organise
organise-new-series = New series
organise-new-in = New seminar in { $series }
organise-series = Series
organise-next = Next:
organise-coming = { $count ->
    [0] Nothing announced
    [one] One seminar to come
   *[other] { $count } seminars to come
}
organise-drafts = Drafts
organise-lacking = Not complete yet
organise-lacks = Missing:
organise-no-series = You organise no series yet.
organise-no-series-words = A series gathers seminars that have organisers, room and rhythm in common.
lacks-time = new time
lacks-title = title
lacks-abstract = abstract
lacks-speaker = speaker
lacks-room = room

flash-series-made = The series is made. Now make its first seminar.
flash-series-followed = You follow this series.
flash-series-left = You no longer follow this series.
