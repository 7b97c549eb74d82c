### The administrators' pages: start, people, captured mail.

admin-failing = { $count ->
    [one] One recurring task failed the last time it ran. It is tried again.
   *[other] { $count } recurring tasks failed the last time they ran. They are tried again.
}
admin-failing-which = What failed
admin-numbers = In numbers
admin-people = People
admin-series = Series
admin-seminars = Seminars
admin-rooms = Rooms and desks
admin-stays = Stays
admin-mail = Mail
admin-waiting = Waiting
admin-sent = Sent in 24 hours
admin-failed = Could not be sent
admin-checks = Set-up
admin-places = Go to
admin-check-database = PostgreSQL { $version } answers.
admin-check-captured = No mail server is set up: mail is captured, and none leaves this machine.
admin-check-sent = Mail is sent from { $from }.
admin-check-address = People reach the hub at { $address }.
admin-check-plain = People reach the hub at { $address }, without encryption. Put it behind HTTPS, and set the public address.

people-title = People
people-search = Name, address or institution
people-nobody = Nobody was found.
people-more = More people
hub-role-member = Member
hub-role-organiser = Organiser
hub-role-host = Host
hub-role-room_keeper = Room keeper
hub-role-front_desk = Front desk
hub-role-administrator = Administrator

captured-title = Captured mail
captured-words = No mail server is set up: every mail is kept here, and none leaves this machine.
captured-search = Recipient or subject
captured-find = Find
captured-empty = No mail was found.
captured-empty-words = Invitations, notices and reminders appear here as soon as they go out.
captured-all = Show all mail
captured-older = Older
captured-from = From
captured-to = To
captured-at = Captured
captured-parts = Parts of the mail
captured-part-text = Text
captured-part-html = As mail programs show it
captured-part-calendar = Calendar
captured-part-source = Source
captured-links = Links in it
captured-kind-invitation = Invitation
captured-kind-change = Change
captured-kind-cancellation = Cancellation
captured-kind-reminder = Reminder
captured-kind-digest = Digest
captured-kind-announcement = Announcement
captured-kind-speaker_request = Request to a speaker
captured-kind-speaker_chase = Question to a speaker
captured-kind-reply_wanted = Reply wanted
captured-kind-consent_withdrawn = Consent withdrawn
captured-kind-answer = Answers
captured-kind-waiting_place = Place on the waiting list
captured-kind-booking = Booking
captured-kind-booking_reminder = Reminder of a booking
captured-kind-approval = Approval
captured-kind-stay = Stay
captured-kind-stay_checklist = Checklist of a stay
captured-kind-letter = Letter
captured-kind-sign_in = Sign-in
captured-kind-confirmation = Confirmation
captured-kind-report_ready = Report
captured-kind-forwarded = Mail that came in
