### The programme.

programme-title = Programme
programme-description = Seminars, lectures and workshops at { $hub }, with calendars to subscribe to.
programme-lede = What takes place at { $hub } in the coming weeks.
programme-new = New seminar
programme-this-week = This week
programme-next-week = Next week
programme-week-of = Week of { $date }
programme-awaited = Postponed, new time to come
programme-earlier = Earlier
programme-later = Later
programme-narrowed = Only:
programme-remove = remove this filter
programme-everything = Show everything
programme-empty = Nothing is announced yet.
programme-empty-words = Seminars appear here and in the calendar as soon as they are announced.
programme-empty-narrowed = Nothing in these weeks fits what you chose.
programme-beside = Month, filters and calendar
programme-filters = Narrow the programme
programme-subscribe = In your own calendar
programme-subscribe-words = Subscribe once, and every change arrives by itself.
programme-subscribe-button = Subscribe
programme-subscribe-how = How it works

filter-series = Series
filter-kind = Kind
filter-topic = Topic
filter-institution = Institution
