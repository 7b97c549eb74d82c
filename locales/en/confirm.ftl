### Following by an address alone: the mail that asks, and the pages around it.

mail-confirm-subject = Follow { $series }?
mail-confirm-subject-hub = Follow the programme of { $hub }?
mail-confirm-subject-topic = Follow what is announced under { $topic }?
mail-confirm-subject-list = Follow the list { $list }?
mail-confirm-lead = Someone typed this address in order to follow { $series }. If that was you, say so: from then on its programme comes once a week.
mail-confirm-lead-hub = Someone typed this address in order to follow the programme of { $hub }. If that was you, say so: from then on the programme comes once a week.
mail-confirm-lead-topic = Someone typed this address in order to follow what is announced under { $topic }. If that was you, say so: from then on it comes once a week.
mail-confirm-lead-list = Someone typed this address in order to follow the list { $list }. If that was you, say so: from then on what is announced of it comes once a week.
mail-confirm-lead-asker = { $name } wants you to follow { $series }. Nothing comes unless you agree.
mail-confirm-button = Yes, I want to follow it
mail-confirm-button-news = Yes, I want to follow it
mail-confirm-valid = The link is good until { $when }.
mail-confirm-not-you = If you do not want this, do nothing. Nothing else is sent to you.
mail-confirm-why = You receive this because your address was given. How often one address is asked is limited.

series-follow-by-address = Or by your address alone, without signing in:
series-follow-email = Your mail address
series-follow-email-button = Follow by mail
series-follow-email-hint = We ask by a mail first whether you want it.
flash-follow-asked = If mail reaches this address, a message is on its way there. The button in it makes you follow the series.

follow-by-address = Or by your address alone, without signing in:
follow-email-button = Follow by mail
flash-follow-asked-news = If mail reaches this address, a message is on its way there. Nothing else comes until the button in it is pressed.

confirm-title = Follow { $series }?
confirm-title-hub = Follow the programme of { $hub }?
confirm-title-topic = Follow what is announced under { $topic }?
confirm-title-list = Follow the list { $list }?
confirm-words = Its programme comes by mail once a week. It can be stopped at any time.
confirm-words-asked = You were asked to. It can be stopped at any time.
confirm-button = Yes, follow it
confirm-button-news = Yes, follow it
confirm-done = You follow { $series }
confirm-done-hub = You follow the programme of { $hub }
confirm-done-topic = You follow what is announced under { $topic }
confirm-done-list = You follow the list { $list }
confirm-done-words = Its programme comes by mail from now on. To stop it, use the link in the foot of each mail, or the button here.
confirm-stop = Stop it again
confirm-stop-news = Stop it again
confirm-stopped = You do not follow { $series } any more
confirm-stopped-hub = You do not follow the programme of { $hub } any more
confirm-stopped-topic = You do not follow what is announced under { $topic } any more
confirm-stopped-list = You do not follow the list { $list } any more
confirm-stopped-words = Nothing more comes of it. To follow it after all, type your address on its page once more.
confirm-old = This link is not good any more
confirm-old-words = It was too old, or a later mail has replaced it. Type your address once more on the page where it was typed before.
confirm-to-series = To the series
confirm-to-hub = To the programme
confirm-to-topic = To the programme of this topic
confirm-to-list = To the list
refused-confirmation-old = This link is not good any more. Type your address once more on the page where it was typed before.
refused-confirmation-shared = Several people share this address, or it is a mailing list. Ask the organisers, who can invite you in person.
refused-unconfirmed = Nobody has confirmed yet that mail to this person reaches them. They can follow it themselves once they have signed in.
refused-no-address = This person has no mail address that could be asked.
