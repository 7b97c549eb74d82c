### The reader's own page and choices.

me-title = My page
me-preferences = Language and zone
me-seminars = My seminars
me-no-seminars = Nothing is coming up yet. Find something in the
me-not-invited = Nothing is coming up to which you are invited or at which you speak. Find something in the
me-organised = You organise
me-organised-all = All that you organise
me-bookings = My bookings
me-no-bookings = No room is booked. Find one under
me-requests = Waiting for your approval
me-requests-words = The rooms are held until you decide. Open one to approve or refuse it.
me-request-by = Asked for by { $name }
me-stays = Stays
me-feeds = My calendars
me-feeds-words = Your seminars, bookings and stays in your own calendar. Keep the address secret: whoever has it can read along.
me-feed-address = Address of { $name }
me-feed-new = New calendar address
me-feed-name = What for
me-feed-detail = What it says
me-feed-make = Make the address
me-feed-change = Change name and content
me-feed-renew = New address
me-feed-revoke = Revoke
me-feed-reveals-full = Whoever has this address reads titles, places and links of your seminars, bookings and stays.
me-feed-reveals-busy = Whoever has this address sees when you are busy, and nothing else.
me-feed-large = When { $client ->
    [command_line] a command line
    [browser] a web browser
    [other] another program
   *[named] { $name }
} last fetched it ({ $ago }), this calendar had { $size } MB. Google Calendar reads none above about 1 MB, and does not say so: what is new or changed does not arrive there.
me-feed-parts = Subscribe to a part of it that Google Calendar reads, and remove the whole there
feed-detail-full = Everything
feed-detail-busy = Only that I am busy
feed-detail-hint-full = Titles, places, links.
feed-detail-hint-busy = To pass on to others.

preferences-title = Language and zone
preferences-kept = Kept with you, on every device and in every mail.
preferences-here = Kept in this browser. Sign in to have it everywhere.
preferences-language = Language
preferences-zone = Time zone
preferences-zone-hint = Times are shown in it, beside those of the place.

flash-feed-made = The calendar address is made. Keep it to yourself.
flash-feed-changed = Saved. The address stays as it was.
flash-feed-renewed = The calendar has a new address. The old one shows nothing any more: subscribe to the new one where you need it.
flash-feed-revoked = The calendar address is revoked; it shows nothing any more.
