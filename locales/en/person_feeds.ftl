### The calendars of one person, for administrators.

person-feeds-link = Calendars
person-feeds-title = Calendars: { $name }
person-feeds-words = Addresses at which calendar programs fetch what concerns this person. They are secrets, and this page shows none of them.
person-feeds-none = There is no calendar address.
person-feeds-full = Titles, places and links of all that they see.
person-feeds-busy = When they are busy, and nothing else.
person-feeds-since = Made { $at }
person-feeds-revoke-words = The address shows nothing any more, and calendar programs give it up for good. Nobody can take that back: { $name } would have to make a new one and subscribe to it. No mail tells them.
person-feeds-revoke = Revoke for good
