### The open answer page: for readers of mailing lists and visitors, the mail that asks whether the answer is theirs, and the
### page to which it leads.

## The mail

mail-confirm-answer-subject = Is this your answer? { $title }, { $when }
mail-confirm-answer-lead-yes = Someone who gave this address answered that they will come. If that was you, say so: only then does the answer count.
mail-confirm-answer-lead-maybe = Someone who gave this address answered that they may come. If that was you, say so: only then does the answer count.
mail-confirm-answer-lead-no = Someone who gave this address answered that they will not come. If that was you, say so: only then does the answer count.
mail-confirm-answer-button = Yes, this is my answer
mail-confirm-answer-not-you = If it was not you, do nothing. What you answered before, if anything, stays as it is.

## In mails to lists

mail-list-answer = Say whether you are coming

## The open page

open-answer-words = Anyone can answer here, invited or not.
open-answer-mail-first = To be sure that it is you, we send a mail first. Your answer counts once you press the button in it.
open-answer-name = Your name
open-answer-email = Your mail address
open-answer-answer = Your answer
open-answer-send = Send my answer
open-answer-sign-in = Or sign in: then it counts at once.
open-answer-as = You answer as { $name }.
open-answer-by-address = Answer by mail
flash-answer-asked = If mail reaches this address, a message is on its way there. Your answer counts once you press the button in it.
flash-answer-given = Thank you. Your answer is noted.

## Where the mail leads

confirm-answer-title-yes = You will come?
confirm-answer-title-maybe = You may come?
confirm-answer-title-no = You will not come?
confirm-answer-words = Answered as { $name }, { $address }. It counts once you say that this is you.
confirm-answer-button = Yes, this is my answer
confirm-answer-not-you = Not you? Then leave this page, and nothing changes.
confirm-answer-old = This link is not good any more
confirm-answer-old-words = It was too old, or a later mail has replaced it. Answer once more on the page of the seminar.
confirm-answer-not-open = This is not open to everyone any more
confirm-answer-not-open-words = Whoever comes needs an invitation of their own. Please turn to the organisers.
confirm-answer-again = Answer once more
refused-answer-not-open = This is not open to everyone any more. Whoever comes needs an invitation of their own.
