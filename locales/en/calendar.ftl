### Invitations by mail, or a personal calendar address: which of the two puts seminars, stays and bookings into someone's calendar.

calendar-question = Invitations or this calendar?
calendar-words = Invitations by mail put seminars, stays and bookings into your calendar already. Choose which of the two is to do it, so that nothing stands there twice. Until you choose, both do.
calendar-invitations = Invitations by mail
calendar-hint-invitations = Your calendar addresses leave out what came as an invitation. What you follow, and what you booked or changed yourself, is still there.
calendar-feed = My calendar address
calendar-hint-feed = You get the same mails, from now on without an invitation for the calendar. What came as one before stays where it is and is kept right.
