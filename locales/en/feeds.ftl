### How to subscribe.

feeds-title = Calendars
feeds-words = Subscribe once. What is added, moved or cancelled then arrives by itself.
feeds-mine = My own calendars
feeds-hub = The hub
feeds-everything = Everything public at { $hub }
feeds-series = Series
feeds-topics = Topics
feeds-institutions = Institutions
feeds-rooms = Rooms
feeds-ways = Other programs, address
feeds-address = Address
feeds-how = How it works
feeds-lists-words = Atom and JSON Feed are for programs that read news. They name what was announced or changed last.
