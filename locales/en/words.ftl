### The hub's words: kinds, states, answers, roles. Every text follows the list below.
###
### One thing has one word (after ×: what is not said).
###
###   person                    × user, account; members belong to the hub, guests do not
###   seminar                   one occasion of any kind × event, talk
###   series                    people follow it; calendars are subscribed to
###   speaker, panellist, moderator, host    the parts in a seminar
###   organiser                 looks after a series and its seminars
###   host                      also: whose guest a visitor is
###   stay                      × visit; who stays is the visitor; first it is proposed
###   room, desk, site          × space, building; a place is where a seminar takes place elsewhere
###   booking                   × reservation; held until it is approved or refused
###   calendar                  what is subscribed to × feed
###   programme                 the list of what is coming
###   announce, invite, remind  what organisers do; a notice is anything that Maru tells someone
###   answer                    yes, maybe, no × reply, RSVP; a reply is to a mail
###   mail                      × email, message
###   hub, front desk, room keeper, administrator
###
### Short whole sentences in the present, a full stop at their end; none after a label. “You” is the reader; buttons say what
### they do. An error says what is wrong and what to do.

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
visibility-hint-public = Shown in the public programme and calendars.
visibility-hint-members = Shown to members of the hub and to those invited.
visibility-hint-invited = Shown to those invited, and to nobody else.

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

booking-state-held = Waiting for approval
booking-state-confirmed = Booked
booking-state-refused = Refused
booking-state-cancelled = Cancelled
