### Mail as administrators see it: the queue, one message, suspended addresses, what came in.

queue-title = Mail
queue-tabs = Mail
queue-tab-out = Outgoing
queue-view-waiting = Waiting
queue-view-due = Due now
queue-view-failing = In trouble
queue-view-failed = Set aside
queue-view-sent = Sent
queue-view-void = Not sent on purpose
queue-late = Messages are late: the oldest has been due since { $since }.
queue-workers = Who sends it
queue-no-worker = No worker has been heard of for a day.
queue-does-mail = sends mail
queue-does-schedule = does what comes round
queue-does-mailbox = reads the mailbox
queue-since = works since { $since }
queue-silent = silent since { $since }
queue-tasks = What failed, and is tried again
queue-task-failed-at = failed { $at }
queue-task-afterwards = Telling what there is to tell after seminars
queue-task-bookings = Reminders of bookings
queue-task-digests = Programmes by mail
queue-task-imap = Reading the mailbox
queue-task-inbound = Dealing with mail that came in
queue-task-offers = Ending offers of times
queue-task-prune = Removing what has served its time
queue-task-tidy_outbox = Taking up what lost workers left
queue-task-zones = Following new rules of time zones
queue-domains = By domain
queue-domain = Domain
queue-last-error = Last in the way
queue-messages = Messages
queue-state = State
queue-kind = Kind
queue-any = All
queue-at-sent = sent { $at }
queue-at-ended = ended { $at }
queue-at-due = goes out { $at }
queue-try-again = Try again
queue-give-up = Give up

message-state-drafted = Draft
message-state-held = Gathers changes
message-state-queued = Waiting
message-state-leased = Being sent
message-state-sent = Sent
message-state-failed = Set aside
message-state-void = Not sent
message-why = Why
message-caused-by = Caused by
message-queued = Queued
message-until = Of use until
message-attempts = Attempts
message-attempt = Attempt { $count }
message-suspended = Nothing is sent to this address any more.
message-beside = In the same mail
message-goes-with = It goes with { $count ->
    [one] 1 other
   *[other] { $count } others
} as one mail, as things stand now.
message-went-with = It went with { $count ->
    [one] 1 other
   *[other] { $count } others
} as one mail.
message-told-with = One mail tells this and { $count ->
    [one] 1 other
   *[other] { $count } others
}.
message-beside-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
message-faults = What went wrong
message-letter = The letter
message-letter-not-yet = It has not gone out yet. This is how it reads now.
message-letter-now = What was sent is not kept, or was removed after 30 days. This is how it would read now.
message-letter-untrue = What was sent is not kept, or was removed after 30 days, and there is nothing to say any more.
message-letter-private = What signs someone in is shown to nobody else.

suspensions-title = Suspended addresses
suspensions-words = Nothing is sent to these any more, but for what someone asks for there. Whoever signs in by such an address is written to again.
suspensions-search = Address
suspensions-empty = No address is suspended.
suspensions-all = Show all addresses
suspensions-reason-bounced = Nobody is there
suspensions-reason-complained = Its reader does not want our mail
suspensions-message = the message
suspensions-since = since { $since }
suspensions-lift = Send to it again

inbound-title = Incoming
inbound-words = What came to the hub’s mailbox, what was understood of it, and what became of it. It is kept for 14 days, and for 90 where it was set aside.
inbound-state-waiting = Waiting
inbound-state-done = Dealt with
inbound-state-set_aside = Set aside
inbound-no-subject = No subject
inbound-nobody = nobody
inbound-vouched = our mail server vouches for it
inbound-unvouched = nobody vouches for it
inbound-at = Came in
inbound-understood = Understood as
inbound-what-answer = An answer from a calendar
inbound-what-bounce = A mail that did not arrive
inbound-what-complaint = A reader’s complaint
inbound-what-unsubscribe = A wish to get no more of it
inbound-what-automatic = Written by a machine
inbound-what-prose = Something to be read by a person
inbound-what-too-large = Too large to be read
inbound-what-nothing = No message at all
inbound-answer = Answer
inbound-recipient = Recipient
inbound-reason = Reason
inbound-about = About
inbound-answers = Answers
inbound-our-message = a message of ours
inbound-attachments = Attached
inbound-text = What was written
inbound-source = The mail as it came, as a file

flash-message-tried = The message goes out again at once, if it is still true.
flash-message-given-up = The message is not sent any more.
flash-suspension-lifted = Mail goes to this address again.
flash-inbound-tried = The mail is taken up again.
refused-message-state = This cannot be done with the message as it stands now.
refused-message-late = The message came too late to be of use; it is not sent any more.
refused-message-nowhere = There is no address any more to which it could go.
refused-inbound-state = This mail was not set aside.

test-mail-subject = Test mail from { $hub }
test-mail-text = This is a test mail from { $hub } ({ $url }). It reads well if you can read it; nothing needs to be done. ({ $id })
test-loop-subject = Test mail to itself { $id }
test-loop-text = { $hub } sent this to itself, to see whether mail comes back. ({ $id })

mail-stands-still = Mail is standing still since { $since }: no worker is running.
mail-stands-still-more = Look at the queue
