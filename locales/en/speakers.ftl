### The page of a speaker, the speakers in their organisers' hands, and the mail that asks for what is missing.

## The speaker's page

speak-heading = Your part in this
speak-organiser = Organised by { $name }, who is glad to answer questions.
speak-saved = Saved. You can change it here at any time.
speak-closed-takes = Slides, and what you agree to, can still be changed here.
speak-words = A word to the organisers
speak-words-hint = It goes with your answer, and only the organisers read it. Leave it empty if there is nothing to say.
speak-missing = Still missing
speak-missing-answer = Whether you will speak
speak-missing-title = A title
speak-missing-abstract = An abstract
speak-missing-biography = A short biography
speak-missing-consents = A yes or a no to each use of the talk
speak-talk-part = The talk
speak-talk-alone = You are the only speaker: title and abstract are those of the seminar, and whoever is invited is told of a new title.
speak-talk-own = Several people speak: this is your own talk, shown under your name.
speak-title = Title
speak-abstract = Abstract
speak-slides-url = Link to the slides
speak-slides-url-hint = Shown after the seminar, and only if you agree to that below.
speak-who-part = About you
speak-biography = Short biography
speak-biography-hint = A few sentences, as you would like to be introduced. Shown on the seminar’s page.
speak-affiliation = Institution
speak-ror = ROR id of the institution
speak-ror-hint = If you know it, such as 02mhbdp94.
speak-orcid = ORCID iD
speak-orcid-hint = Such as 0000-0002-1825-0097.
speak-consent-part = What you agree to
speak-consent-words = Each is up to you, and can be taken back at any time. Nothing is published without a yes.
speak-consent-since = Your word since
speak-consent-stream = It is streamed live
speak-consent-record = It is recorded
speak-consent-publish = The recording is published
speak-consent-slides = The slides are published
speak-say-yes = Yes
speak-say-no = No
speak-say-unsaid = Not yet said
speak-come-part = Coming
speak-in-person = How you take part
speak-come-yes = In person
speak-come-no = Online
speak-come-unsaid = Not yet said
speak-stay-words = If you come for some days, say from when to when: your stay is proposed to your host, who writes to you about it.
speak-stay-from = First day
speak-stay-to = Last day
speak-rehearsal = Rehearsal
speak-private-part = For the organisers only
speak-private-words = Nobody else sees this, and it is erased 30 days after the seminar.
speak-equipment = Needed in the room
speak-arrival = Arrival, when and how
speak-dietary = Food to avoid
speak-phone = Phone number for the day
speak-gone = This link is no longer good
speak-gone-ask = It was replaced or withdrawn. { $name } can send you another one.
speak-gone-ask-organisers = It was replaced or withdrawn. The organisers can send you another one.
reason-stay-no-host = There is nobody here who could be your host. Please write to the organisers.

## The speakers, for organisers

speakers-title = Speakers
speakers-words = What each of them said on their page, what is missing, and the link that leads there.
speakers-none = There are no speakers yet
speakers-consents = What they agree to
speakers-comes = How they take part
speakers-link = Link to their page
speakers-link-hint = Whoever has it can answer for them there. Send it to them alone.
speakers-asked-at = Asked in an organiser’s own mail since
speakers-ask-oneself = Ask in my own mail
speakers-ask-oneself-hint = You get the link to copy. Maru sends no request then.
speakers-take-over = I look after what is missing
speakers-hand-back = Remind them again
speakers-taken-over = { $name } looks after it, since
speakers-chased = A mail asks for it on
speakers-rehearsal-date = Rehearsal on
speakers-rehearsal-time = Its time, where the seminar is
speakers-renew = New link
flash-speaker-link-made = The link is below, to copy into your own mail. Nothing was sent.
flash-speaker-link-renewed = There is a new link. The old one no longer works.

## What an organiser enters for a speaker

speakers-enter = Enter what they said
speakers-entered = { $name } last entered something for them:
speakers-entered-by-someone = An organiser last entered something for them:
speaker-entry-title = What { $name } said
speaker-entry-words = For what a speaker tells you otherwise than on their own page. They see it there and can change it, and it is kept that you entered it.
speaker-entry-who = Who they are
speaker-entry-portrait = Their portrait is brought on this page:
speaker-entry-consent-words = Enter a yes only where they gave it to you; it is marked as given to you, today. A no that they said themselves, or something that they took back, stays.
speak-consent-given-to = Given to { $name } on
speak-consent-given = Given to an organiser on
reason-consent-theirs = They said so themselves. You can enter a no; anything else is theirs to say.
reason-consent-withdrawn = They refused this themselves, or took it back. Only they can agree to it again.
reason-orcid-theirs = They have another ORCID iD already. Only they can change it.

## What is shown afterwards

seminar-slides = Slides
seminar-recording = Watch the recording
speakers-recording = Recording
speakers-recording-url = Where it can be seen
speakers-recording-hint = Shown after the seminar, and only while everyone who speaks agrees to that.

## The mail that asks for what is missing

mail-chase-subject = Still missing: { $title }, { $when }
mail-chase-subject-answer = Will you speak? { $title }, { $when }
mail-chase-kind = For your part
mail-chase-lead = In { $span } you are on the programme, and some things are not known yet. They take a few minutes, on one page.
mail-chase-missing = Still missing
mail-chase-missing-answer = Whether you will speak
mail-chase-missing-title = A title
mail-chase-missing-abstract = An abstract
mail-chase-missing-biography = A short biography
mail-chase-missing-consents = A yes or a no to each use of the talk
mail-chase-act = To your page
mail-chase-taken-over = If you have sent it to the organisers already, they can note that here, and no further mail asks for it.
mail-chase-why = You receive this because you are on the programme.

## A speaker agrees no more: the mail to the organisers

mail-consent-subject = Consent withdrawn: { $title }
mail-consent-kind = Consent withdrawn
mail-consent-lead = { $name } does not agree any more to something that they had agreed to.
mail-consent-withdrawn = Not agreed to any more
mail-consent-follows = What Maru shows has followed already. What is streamed, recorded or published elsewhere is yours to stop or to take down.
mail-consent-act = See what each speaker agrees to
mail-consent-why = You receive this because you organise it.
