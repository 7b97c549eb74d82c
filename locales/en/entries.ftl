### Calendar feeds: their names, and what stands in their entries.

feed-my-name = My calendar
feed-name = { $name } · { $hub }
feed-about-hub = The public seminars of { $hub }.
feed-about-topic = Seminars of { $hub } on { $name }.
feed-about-institution = Seminars of { $hub } with speakers from { $name }, and of series that it organises with others.
feed-about-room = When { $name } is taken.
feed-holds-the-first = There is more than a calendar can hold: these are the first { $count } entries. Ask for a shorter time, as with ?days=180.

feed-prefix-cancelled = [Cancelled]
feed-prefix-postponed = [Postponed]
feed-prefix-refused = [Refused]
feed-prefix-no_show = [Did not come]

feed-busy = Busy
feed-join = Join online
feed-series = Series: { $series }
feed-visit = Visitor: { $visitor }
feed-visit-unnamed = Visitor
feed-stay = Stay: { $place }
feed-host = Host: { $host }

reason-feed-days = From 0 to { $max } days.
reason-feed-alarms = Write times before an entry such as 15m, 1h or 1d: at most 28 days.
refused-too-many-feeds = At most { $max } calendar addresses at a time; revoke one first.
