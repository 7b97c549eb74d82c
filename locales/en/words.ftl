### The hub's words: kinds, states, answers, roles.

kind-seminar = Seminar
kind-workshop = Workshop
kind-lecture = Lecture
kind-ceremony = Ceremony
kind-tour = Tour

state-draft = Draft
state-announced = Announced
state-postponed = Postponed
state-cancelled = Cancelled

visibility-public = Everyone
visibility-members = Members
visibility-invited = Invited people
visibility-hint-public = Stands in the public programme and feeds.
visibility-hint-members = Whoever is signed in.
visibility-hint-invited = Nobody else learns of it.

answer-yes = Yes
answer-maybe = Maybe
answer-no = No
answer-waiting = Waiting
my-answer-yes = You are coming
my-answer-maybe = You may come
my-answer-no = You are not coming
my-answer-waiting = You are waiting for a place

role-speaker = Speaker
role-panellist = Panellist
role-moderator = Moderator
role-host = Host

speaker-answer-asked = Asked
speaker-answer-accepted = Accepted
speaker-answer-declined = Declined

stay-state-proposed = Proposed
stay-state-approved = Approved
stay-state-refused = Refused
stay-state-invited = Invited
stay-state-confirmed = Confirmed
stay-state-arrived = Here
stay-state-departed = Left
stay-state-cancelled = Cancelled
stay-state-no_show = Did not come

room-kind-hall = Hall
room-kind-meeting = Meeting room
room-kind-lab = Laboratory
room-kind-desk = Desk
room-kind-equipment = Equipment

booking-state-held = Waits for approval
booking-state-confirmed = Booked
booking-state-refused = Refused
booking-state-cancelled = Cancelled
