### The programme of a seminar: its items, their rooms, overflow rooms.

items-title = Programme
items-words = What happens when, and where. Items move with the seminar, and so do their rooms.
items-none = There is no programme yet. The first item is added below.
items-add = Add an item
items-edit = Change “{ $title }”
items-change = Change
items-earlier = Earlier
items-remove = Take out
items-item-title = Title
items-kind = Kind
items-starts = Starts
items-ends = Ends
items-end-date = On another day
items-end-date-hint = Only if it ends on another day than it starts.
items-room = Room
items-room-none = Where the seminar is
items-room-hint = Another room is booked for the time of the item. One of the seminar’s own rooms is there already.
items-place = Place elsewhere
items-place-hint = A name is enough: “The river garden”. It is not booked.
items-speakers-hint = One a line: a name with an address. Whoever does not speak at the seminar yet is asked to.
items-abstract = A few sentences
items-overflow = Overflow rooms
items-overflow-rooms = Rooms for those who find no place in the others
items-overflow-hint = They are booked for the whole time of the seminar.
items-overflow-room = overflow
item-kind-talk = Talk
item-kind-break = Break
item-kind-panel = Panel
item-kind-session = Session
item-kind-stop = Stop
item-kind-other = Other
flash-programme-stale = Someone else has changed the seminar in the meantime. This is how it stands now; please look again.

## What cannot be

reason-items-overlap = “{ $one }” and “{ $other }” are in the same room at the same time. Give one of them another room or another time.
reason-item-around = “{ $title }” is partly outside the time of the seminar, in the seminar’s own room. Make the seminar longer, or give it another room.
reason-item-beyond = “{ $title }” is in a room of which the seminar itself has a part at that time. Give the seminar the whole room, or the item another one.
reason-item-other-house = “{ $title }” is in { $room }, which is at another site than the seminar. Only a stop of a tour can be there.
reason-item-two-places = Choose a room or name a place, not both.
reason-item-far = It is more than { $days } days away from the seminar.
reason-item-no-time = “{ $title }” would be at a time that clocks there skip or show twice that day. Give this item another time first.

## In mails and calendars

mail-programme = Programme
mail-items-more = { $n ->
    [one] and one more, on the page
   *[other] and { $n } more, on the page
}

## A place elsewhere with a zone of its own

seminar-form-place-zone = Time zone of the place
seminar-form-place-zone-hint = Only if clocks there do not show the time above. Its own time is then named first.
