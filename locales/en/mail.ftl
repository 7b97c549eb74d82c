### What mails say. Names and titles come from people and are kept to one line.

## All mails

mail-hello = Dear { $name },
mail-hello-honoured = Dear { $name },
mail-hello-nameless = Hello,
mail-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
mail-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
mail-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
mail-when = When
mail-where = Where
mail-online = Online
mail-speakers = { $n ->
    [one] Speaker
   *[other] Speakers
}
mail-title = Title
mail-series = Series
mail-state = Status
mail-reason = Reason
mail-abstract = Abstract
mail-note = A note from { $name }
mail-note-nameless = A note from the organiser
mail-before = before:
mail-now = now:
mail-open = not decided yet
mail-none = none
mail-no-title = Title to be announced
mail-no-title-series = { $series }: title to be announced
mail-details = Details
mail-map = Map or directions
mail-add-to-calendar = Add to calendar
mail-preferences = Choose what you are told
mail-unsubscribe = Unsubscribe from these mails

## Seminars

mail-online-living = By the link in this mail, from { $n ->
    [one] 1 minute
   *[other] { $n } minutes
} before the start
mail-online-start = By the link in this mail, from the start
mail-join = Join online
mail-yes = Yes, I will come
mail-maybe = Maybe
mail-no = No
mail-will-you = Will you come?
mail-will-you-hint = The buttons in your calendar do the same.
mail-answered-yes = Your answer so far: yes.
mail-answered-maybe = Your answer so far: maybe.
mail-answered-no = Your answer so far: no.
mail-answered-waiting = You are on the waiting list.
mail-answered-accepted = You have accepted.
mail-answered-declined = You have declined.
mail-answered-hint = If that still holds, there is nothing to do.

mail-invitation-subject = Invitation: { $title }, { $when }
mail-invitation-kind = Invitation
mail-invitation-lead = { $name } invites you.
mail-invitation-lead-nameless = You are invited.
mail-invitation-why = You receive this because you are personally invited.

mail-change-subject = Changed: { $title }, { $when }
mail-change-subject-time = New time: { $title }, { $when }
mail-change-subject-place = New place: { $title }, { $when }
mail-change-kind = Changed
mail-change-kind-time = New time
mail-change-kind-place = New place
mail-change-lead = Something you were told has changed.
mail-change-as-it-is = As it is now
mail-change-again = Will you come, with these changes?
mail-change-online = The way to take part online has changed; see the page of the seminar.
mail-change-why = You receive this because you were told of this seminar before.

mail-standing-announced = takes place
mail-standing-postponed = postponed, the new time is not decided yet
mail-standing-cancelled = cancelled

mail-cancellation-subject = Cancelled: { $title }, { $when }
mail-cancellation-kind = Cancelled
mail-cancellation-lead = This will not take place.
mail-cancellation-when = It would have been
mail-cancellation-calendar = If you took it into your calendar from our invitation, this mail cancels it there too.
mail-cancellation-why = You receive this because you were told of this seminar before. This mail cannot be switched off.

mail-closed-subject = No longer open to you: { $title }, { $when }
mail-closed-kind = No longer open
mail-closed-lead = This seminar is no longer open to everyone. You are told nothing more of it unless you are invited.

mail-postponement-subject = Postponed: { $title }, { $when }
mail-postponement-kind = Postponed
mail-postponement-lead = This will not take place at the time you were told. When the new time is decided, you will be told.
mail-postponement-why = You receive this because you were told of this seminar before. This mail cannot be switched off.

mail-reminder-subject = In { $span }: { $title }
mail-reminder-kind = In { $span }
mail-reminder-lead = This starts in { $span }.
mail-reminder-lead-speaker = You are a speaker; it starts in { $span }.
mail-reminder-lead-panellist = You are on the panel; it starts in { $span }.
mail-reminder-lead-moderator = You are the moderator; it starts in { $span }.
mail-reminder-lead-host = You are the host; it starts in { $span }.
mail-reminder-change = Cannot come after all? Change your answer
mail-reminder-why = You receive this because you said that you would come.
mail-reminder-why-part = You receive this because you take part in the programme.
mail-reminder-why-follows = You receive this because you asked to be reminded of this series.

mail-released-subject = You are released: { $title }, { $when }
mail-released-kind = Released
mail-released-lead = This takes place without your part in it: the organisers do not count on you to speak any more. If that comes as a surprise, reply to this mail; they read it.
mail-released-why = You receive this because you were asked to speak. This mail cannot be switched off.

mail-request-subject-speaker = Will you speak? { $title }, { $when }
mail-request-subject-panellist = Will you join the panel? { $title }, { $when }
mail-request-subject-moderator = Will you moderate? { $title }, { $when }
mail-request-subject-host = Will you be the host? { $title }, { $when }
mail-request-kind = A request
mail-request-lead-speaker = { $name } would like you to speak.
mail-request-lead-panellist = { $name } would like you to join the panel.
mail-request-lead-moderator = { $name } would like you to moderate.
mail-request-lead-host = { $name } would like you to be the host.
mail-request-by = An answer by { $when } would help.
mail-request-accept = I accept
mail-request-decline = I cannot
mail-request-why = You receive this because you are personally asked.

mail-answers-subject = { $n ->
    [one] 1 answer
   *[other] { $n } answers
}: { $title }
mail-answers-kind = { $n ->
    [one] 1 answer came in
   *[other] { $n } answers came in
}
mail-answers-so-far = So far
mail-answer-yes = Yes
mail-answer-maybe = Maybe
mail-answer-no = No
mail-answer-waiting = Waiting list
mail-answer-accepted = Accepted
mail-answer-declined = Declined
mail-answer-unverified = We cannot tell for certain that this answer is from them: their mail server does not vouch for it.
mail-total-yes = { $n } yes
mail-total-maybe = { $n } maybe
mail-total-no = { $n } no
mail-total-waiting = { $n } on the waiting list
mail-total-silent = { $n } not answered yet
mail-answers-board = All answers
mail-answers-why = You receive this because you organise this seminar.

## Stays

mail-stay-visitor = Visitor
mail-stay-host = Host
mail-stay-dates = Dates
mail-stay-site = Site
mail-stay-desk = Desk
mail-stay-purpose = Purpose
mail-stay-page = See the stay
mail-stay-confirm = I will come

mail-visitor-stay-title = Your stay at { $hub }
mail-visitor-stay-kind-proposed = Proposed
mail-visitor-stay-kind-approved = Approved
mail-visitor-stay-kind-refused = Not possible
mail-visitor-stay-kind-invited = Invitation
mail-visitor-stay-kind-confirmed = Confirmed
mail-visitor-stay-kind-arrived = Welcome
mail-visitor-stay-kind-departed = Thank you
mail-visitor-stay-kind-cancelled = Cancelled
mail-visitor-stay-kind-no-show = Not arrived
mail-visitor-stay-subject-proposed = A stay for you is proposed: { $hub }, { $dates }
mail-visitor-stay-subject-approved = Your stay is approved: { $hub }, { $dates }
mail-visitor-stay-subject-refused = Your stay cannot take place: { $hub }, { $dates }
mail-visitor-stay-subject-invited = Invitation to stay: { $hub }, { $dates }
mail-visitor-stay-subject-confirmed = Your stay is confirmed: { $hub }, { $dates }
mail-visitor-stay-subject-arrived = Welcome: { $hub }, { $dates }
mail-visitor-stay-subject-departed = Thank you for your stay: { $hub }, { $dates }
mail-visitor-stay-subject-cancelled = Your stay is cancelled: { $hub }, { $dates }
mail-visitor-stay-subject-no-show = We missed you: { $hub }, { $dates }
mail-visitor-stay-lead-proposed = A stay is proposed for you, with { $host } as your host.
mail-visitor-stay-lead-approved = The hub has approved your stay.
mail-visitor-stay-lead-refused = The hub cannot receive you on these dates.
mail-visitor-stay-lead-invited = We invite you to stay with us.
mail-visitor-stay-lead-confirmed = Your stay is confirmed. We look forward to it.
mail-visitor-stay-lead-arrived = Welcome. It is good that you are here.
mail-visitor-stay-lead-departed = Your stay has come to its end. Thank you for your time with us.
mail-visitor-stay-lead-cancelled = Your stay is cancelled.
mail-visitor-stay-lead-no-show = You were expected, and we have not seen you arrive.
mail-visitor-stay-next-proposed = The hub decides next, and you will be told. There is nothing for you to do now.
mail-visitor-stay-next-approved = Your invitation comes next.
mail-visitor-stay-next-refused = Your host { $host } can tell you more.
mail-visitor-stay-next-invited = Please tell us whether you will come on these dates.
mail-visitor-stay-next-confirmed = On your first day please come to the front desk; your host { $host } is told when you arrive.
mail-visitor-stay-next-arrived = If you need anything, the front desk and your host { $host } will help.
mail-visitor-stay-next-departed = If you left something behind, please write to { $host }.
mail-visitor-stay-next-cancelled = No desk is held for you any more. Your host { $host } can tell you more.
mail-visitor-stay-next-no-show = If you are here, please come to the front desk. If your plans have changed, please write to { $host }.
mail-visitor-stay-why = You receive this because it is your stay.

mail-host-stay-kind-proposed = Proposed
mail-host-stay-kind-approved = Approved
mail-host-stay-kind-refused = Refused
mail-host-stay-kind-invited = Invitation sent
mail-host-stay-kind-confirmed = Confirmed
mail-host-stay-kind-arrived = Arrived
mail-host-stay-kind-departed = Departed
mail-host-stay-kind-cancelled = Cancelled
mail-host-stay-kind-no-show = Not arrived
mail-host-stay-subject-proposed = Stay proposed: { $visitor }, { $dates }
mail-host-stay-subject-approved = Stay approved: { $visitor }, { $dates }
mail-host-stay-subject-refused = Stay refused: { $visitor }, { $dates }
mail-host-stay-subject-invited = Invitation sent: { $visitor }, { $dates }
mail-host-stay-subject-confirmed = Your visitor will come: { $visitor }, { $dates }
mail-host-stay-subject-arrived = Your visitor is here: { $visitor }, { $dates }
mail-host-stay-subject-departed = Your visitor has left: { $visitor }, { $dates }
mail-host-stay-subject-cancelled = Stay cancelled: { $visitor }, { $dates }
mail-host-stay-subject-no-show = Your visitor did not come: { $visitor }, { $dates }
mail-host-stay-lead-proposed = A stay with you as host is proposed.
mail-host-stay-lead-approved = The stay is approved.
mail-host-stay-lead-refused = The stay is refused.
mail-host-stay-lead-invited = The invitation has gone to your visitor.
mail-host-stay-lead-confirmed = Your visitor has confirmed.
mail-host-stay-lead-arrived = Your visitor has arrived.
mail-host-stay-lead-departed = Your visitor’s stay has come to its end.
mail-host-stay-lead-cancelled = The stay is cancelled.
mail-host-stay-lead-no-show = Your visitor was expected and has not arrived.
mail-host-stay-next-proposed = The hub decides next, and you will be told. Until then, any desk chosen for it is held.
mail-host-stay-next-approved = Your visitor receives the invitation next.
mail-host-stay-next-refused = No desk is held for it any more. Your visitor is told as well.
mail-host-stay-next-invited = You will be told when your visitor confirms.
mail-host-stay-next-confirmed = You will be told when your visitor arrives.
mail-host-stay-next-arrived = Please welcome them at the front desk.
mail-host-stay-next-departed = Thank you for being the host.
mail-host-stay-next-cancelled = No desk is held for it any more. Your visitor is told as well, unless they cancelled it themselves.
mail-host-stay-next-no-show = If you know more, please tell the front desk.
mail-host-stay-by = Entered by { $name }.
mail-host-stay-why = You receive this because you are the host of this stay.
mail-former-host-stay-why = You receive this because you were the host of this stay until now.

mail-stay-change-subject = Stay changed: { $visitor }, { $dates }
mail-stay-change-subject-visitor = Your stay has changed: { $hub }, { $dates }
mail-stay-change-kind = Changed
mail-stay-change-lead = Something you were told about this stay has changed.

## Bookings

mail-booking-subject-made = Booked for you: { $title }, { $when }
mail-booking-subject-moved = Your booking was moved: { $title }, { $when }
mail-booking-subject-refused = Your booking was refused: { $title }, { $when }
mail-booking-subject-approved = Your booking was approved: { $title }, { $when }
mail-booking-subject-cancelled = Your booking was cancelled: { $title }, { $when }
mail-booking-subject-seminar-approved = The room is approved: { $title }, { $when }
mail-booking-subject-seminar-refused = The room was refused: { $title }, { $when }
mail-booking-kind-made = Booked for you
mail-booking-kind-moved = Your booking was moved
mail-booking-kind-refused = Your booking was refused
mail-booking-kind-approved = Your booking was approved
mail-booking-kind-cancelled = Your booking was cancelled
mail-booking-kind-seminar-approved = The room is approved
mail-booking-kind-seminar-refused = The room was refused
mail-booking-lead-made = { $name } made this booking for you.
mail-booking-lead-moved = { $name } moved this booking of yours.
mail-booking-lead-refused = { $name } refused this booking of yours; the room is no longer held.
mail-booking-lead-approved = { $name } approved this booking of yours.
mail-booking-lead-cancelled = { $name } cancelled this booking of yours.
mail-booking-lead-seminar-approved = { $name } approved the room of this seminar.
mail-booking-lead-seminar-refused = { $name } refused the room of this seminar. It still takes place: choose another room for it, or say where it is.
mail-booking-rooms = { $n ->
    [one] Room
   *[other] Rooms
}
mail-booking-page = See the booking
mail-booking-why = You receive this because the booking is yours.
mail-booking-why-seminar = You receive this because you organise the seminar.

mail-approval-subject = Approval wanted: { $title }, { $when }
mail-approval-kind = Approval wanted
mail-approval-lead = { $name } would like to have a room that you keep. It is held until you decide.
mail-approval-for = For
mail-approval-run = Repeats
mail-booking-dates = { $n ->
    [one] This date alone
   *[other] { $n } dates, of which this is the first
}
mail-approval-dates = { $n ->
    [one] This date alone
   *[other] The first of { $n } dates; each waits to be decided on
}
mail-approval-note = Note
mail-approval-page = Approve or refuse
mail-approval-all = All that waits for you
mail-approval-why = You receive this because you decide on bookings of this room.

## Signing in

mail-sign-in-subject = Sign in to { $hub }
mail-sign-in-title = Sign in
mail-sign-in-lead = Open this link, or enter the code where you asked for it.
mail-sign-in-link = Sign in
mail-sign-in-code = Code
mail-sign-in-valid = Both are valid for { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}, and can be used once.
mail-sign-in-asked = Asked for on { $when }.
mail-sign-in-asked-device = Asked for on { $when }, from { $device }.
mail-sign-in-not-you = If that was not you, do nothing: nobody signs in without this mail.
mail-sign-in-why = You receive this because someone typed your address to sign in. This mail cannot be switched off.

## Mail that came in

mail-post-about = About
mail-post-from = From
mail-post-subject = Subject
mail-post-time = Proposed
mail-post-address = Address
mail-post-reason = What the mail server said
mail-post-attached = Attached, and not passed on
mail-post-nameless = a file without a name
mail-post-no-subject = no subject
mail-post-someone = Someone
mail-post-text = { $who } wrote
mail-post-invite = Invite them
mail-post-subject-wrote = { $who }: { $subject }
mail-post-title-wrote = Mail for you
mail-post-title-time = Another time is asked for
mail-post-title-answered = An answer from a calendar
mail-post-title-passed-on = An invitation was passed on
mail-post-title-came-back = A mail came back
mail-post-title-many = Many mails came back
mail-post-title-unwanted = Our mail is not wanted
mail-post-lead-wrote = { $who } wrote to the hub.
mail-post-lead-too-large = { $who } wrote to the hub. The mail was too large to be taken; please ask for it in another way.
mail-post-lead-time = { $who } asks for another time. Nothing has been changed, and their answer stays as it was.
mail-post-lead-answered-yes = { $who } answered “yes” in their calendar. Nothing has been changed: please see to it.
mail-post-lead-answered-maybe = { $who } answered “maybe” in their calendar. Nothing has been changed: please see to it.
mail-post-lead-answered-no = { $who } answered “no” in their calendar. Nothing has been changed: please see to it.
mail-post-lead-passed-on = The invitation to { $invited } was answered from another address. That answer does not count, and { $invited } can still answer. You may invite whoever it was.
mail-post-lead-passed-on-nameless = An invitation was answered from an address that was not invited. That answer does not count. You may invite whoever it was.
mail-post-lead-came-back = A mail to { $to } came back: nobody is at that address. Nothing more is sent there until they sign in with it.
mail-post-lead-came-back-contact = A mail to { $to } came back: nobody is at that address. Nothing more is sent there unless an administrator of the hub allows it again. Another address can be entered for them.
mail-post-lead-not-taken = A mail to { $to } came back: their mail server did not take it. They do not know what it said.
mail-post-lead-many = { $n ->
    [one] Within one hour, 1 mail could not be delivered. It was not told separately; what came back stands in the queue.
   *[other] Within one hour, { $n } mails could not be delivered. Only the first were told one by one; all of them stand in the queue.
}
mail-post-domains = By domain
mail-post-elsewhere = elsewhere: { $n }
mail-post-lead-unwanted = { $to } marked a mail of ours as unwanted. Nothing more is sent to that address until they sign in with it.
mail-post-lead-unwanted-contact = { $to } marked a mail of ours as unwanted. Nothing more is sent to that address unless an administrator of the hub allows it again. Another address can be entered for them.
mail-post-lift = Send to that address again
mail-post-hint = If you reply to this mail, your reply goes to { $who }.
mail-post-why = You receive this because you organise what it is about, or look after the hub.

# Above what is told of a seminar that moved because the rules of its zone did.
zone-rules-changed = The rules of the time zone { $zone } have changed. On the clocks there it begins when it was announced; only calendars that knew the old rules show another hour.

# In calendar entries.
calendar-cancelled = [Cancelled] { $title }
calendar-join = Join online
