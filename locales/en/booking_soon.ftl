### A booking that begins soon.

mail-booking-soon-lead = Your booking begins in { $span }.
mail-booking-soon-unneeded = If you do not need it after all, please cancel it, so that others can have the room.
mail-booking-soon-why = You receive this because the booking is yours.
