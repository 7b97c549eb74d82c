### Following by an address alone: the mail that asks, and the pages around it.

mail-confirm-subject = Follow { $series }?
mail-confirm-lead = Someone typed this address in order to follow { $series }. If that was you, say so: from then on its programme comes once a week.
mail-confirm-lead-asker = { $name } wants you to follow { $series }. Nothing comes unless you agree.
mail-confirm-button = Yes, I want to follow it
mail-confirm-valid = The link is good until { $when }.
mail-confirm-not-you = If you do not want this, do nothing. Nothing else is sent to you.
mail-confirm-why = You receive this because your address was given. How often one address is asked is limited.

series-follow-by-address = Or by your address alone, without signing in:
series-follow-email = Your mail address
series-follow-email-button = Follow by mail
series-follow-email-hint = We ask by a mail first whether you want it.
flash-follow-asked = If mail reaches this address, a message is on its way there. The button in it makes you follow the series.

confirm-title = Follow { $series }?
confirm-words = Its programme comes by mail once a week. It can be stopped at any time.
confirm-words-asked = You were asked to. It can be stopped at any time.
confirm-button = Yes, follow it
confirm-done = You follow { $series }
confirm-done-words = Its programme comes by mail from now on. To stop it, use the link in the foot of each mail, or the button here.
confirm-stop = Stop it again
confirm-stopped = You do not follow { $series } any more
confirm-stopped-words = Nothing more comes of it. To follow it after all, type your address on its page once more.
confirm-old = This link is not good any more
confirm-old-words = It was too old, or a later mail has replaced it. Type your address once more on the page of the series.
confirm-to-series = To the series
refused-confirmation-old = This link is not good any more. Type your address once more on the page of the series.
refused-confirmation-shared = Several people share this address, or it is a mailing list. Ask the organisers, who can invite you in person.
refused-unconfirmed = Nobody has confirmed yet that mail to this person reaches them. They can follow it themselves once they have signed in.
refused-no-address = This person has no mail address that could be asked.
