### Rooms and bookings.

rooms-title = Rooms
rooms-day = Day
rooms-sites = Sites
rooms-show = Show
rooms-today = Today
rooms-day-before = The day before
rooms-day-after = The day after
rooms-clock = Times in { $zone }.
rooms-drag = Drag across a free stretch to book it.
rooms-closed = Closed
rooms-free-all-day = Free all day
rooms-book = Book
rooms-book-room = Book { $room }
rooms-sign-in = Sign in to book a room
rooms-empty = There are no rooms yet.
rooms-empty-words = An administrator adds sites and rooms.

room-closed = This room is closed
room-closed-words = It cannot be booked at present.
room-book = Book this room
room-approval = A room keeper approves each booking.
room-week = The week
room-week-before = The week before
room-week-after = The week after
room-about = About the room
room-equipment = In the room
room-parts = Consists of
room-margins = Kept free
room-before = { $count ->
    [one] one minute before
   *[other] { $count } minutes before
}
room-after = { $count ->
    [one] one minute after
   *[other] { $count } minutes after
}
room-calendar = As a calendar
room-calendar-words = What takes this room, in your own calendar. A public seminar stands there at its own time, without set-up and tidy-up; everything else for as long as the room is taken.

day-taken = Taken
day-blocked = kept free { $times }
block-part = in { $part }

booking-word = Booking
booking-rooms = Rooms
booking-for = For
booking-entered-by = Entered by { $name }
booking-blocked = Kept free
booking-belongs = Belongs to
booking-belongs-words = Move or cancel it there; the booking goes with it.
booking-move = Move or change
booking-approve = Approve
booking-refuse = Refuse
booking-refuse-reason = Why (told with the refusal)
booking-cancel = Cancel the booking
booking-cancel-words = Cancelling frees the room at once. You can undo it on the next page.

booking-form-new = Book a room
booking-form-edit = Change the booking
booking-form-title = What for
booking-form-from = From
booking-form-to = To
booking-form-last = Last day
booking-form-zone = Times in { $zone }. A night may end on the next day.
booking-form-rooms = Rooms
booking-form-for = For whom
booking-form-note = Note
booking-form-approval = A room keeper approves it; until then the room is held for you.
booking-form-book = Book
booking-form-ask = Ask for the room
booking-form-free = Free at that time
booking-form-taken = Taken at that time

flash-booking-made = The room is booked.
flash-booking-held = The room is held for you; a room keeper decides.
flash-booking-saved = The booking is changed.
flash-booking-cancelled = The booking is cancelled; the room is free again.
flash-booking-approved = The booking is approved; the person it is for is told.
flash-booking-refused = The booking is refused; the room is free again.
flash-booking-stale = The booking was changed in the meantime. Look at it as it is now, and decide anew.

reason-slug-stays = The short name stays { $slug }: calendars, door signs and printed codes lead there. What nothing refers to can be removed and entered anew.
reason-part-of-itself = A room cannot be a part of itself.
refused-part-taken = One of the parts is taken at a time at which the room is booked. Nothing was changed.
refused-kind-taken = Something takes it now or later. Desks are held through stays and other rooms are booked: move or cancel that first.
