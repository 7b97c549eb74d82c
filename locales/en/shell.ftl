### What stands around every page.

nav-skip = Skip to the content
nav-home = { $hub }: to the programme
nav-label = Main
nav-programme = Programme
nav-rooms = Rooms
nav-stays = Stays
nav-feeds = Calendars
nav-organise = Organise
nav-admin = Hub
nav-sign-in = Sign in
nav-sign-out = Sign out

zone-times-in = Times in
zone-choose = Show my times in
zone-use = Use this zone
zone-another = Another zone

time-yours = for you
time-there = there

flash-undo = Undo
copy = Copy
copied = Copied
foot-times = Every time names its zone. Yours is { $zone }.
foot-subscribe = Subscribe to calendars
