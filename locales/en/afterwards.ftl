### The living link: for whom it opens, and when. And what comes afterwards: thanks, slides and the recording.

## For whom it opens

form-join-for = Who may join online
form-join-minutes = Minutes before the start
form-join-minutes-hint = From then on the link leads into the meeting, until shortly after the end. Speakers and organisers get in at any time.
series-form-join-minutes-hint = From then on the links lead into the meeting. Seminars that have no number of their own follow this one.
join-for-open = Whoever may see it
join-for-members = Members
join-for-yes = Those who said yes
join-for-named = Invited people
join-for-hint-open = Of a public seminar, anyone who has the link.
join-for-hint-members = Members of the hub, and those invited.
join-for-hint-yes = Those who answered yes and have a place.
join-for-hint-named = Those who were invited by name.
seminar-join-open = For those who may see it.
seminar-join-members = For members of the hub.
seminar-join-yes = For those who said yes.
seminar-join-named = For those who are invited.

join-members = For members of the hub
join-yes = For those who said yes
join-named = For those who are invited
join-former = This link is an old one
join-over = It is over
join-cancelled = It is cancelled
join-postponed = It is postponed
join-words-members = Use the link in your invitation, or sign in with an address that the hub knows.
join-words-yes = Say that you are coming, and the link opens for you.
join-words-named = Use the link in your invitation, or sign in with the address that was invited.
join-words-former = Use the link in your latest invitation, or sign in.
join-words-over = Below is what can be seen of it.
join-words-nothing = No slides and no recording of it are here.
join-words-cancelled = It does not take place.
join-words-postponed = The new date is to be announced. This link stays the same.
join-answer = Answer

speak-join = The address to join, for you: please do not pass it on

seminar-slides-expected = Slides are expected.
seminar-recording-expected = A recording is expected.

## What is still to come, for organisers

speakers-slides-none = No slides will come
speakers-slides-after-all = Slides will come after all
speakers-no-slides = None will come, says { $name } since
speakers-recording-none = No recording will come. Nobody is asked for it any more.
reason-recording-there = There is a recording. Take its address away first.
captured-kind-thanks = Thanks to a speaker
captured-kind-slides_chase = Question for slides
captured-kind-recording_chase = Question for the recording

## The mails

mail-thanks-subject = Thank you for { $title }
mail-thanks-kind = Thank you
mail-thanks-lead = Thank you for being part of it. We are glad that you were with us.
mail-thanks-slides = If you would like others to have your slides, you can give them on your page.
mail-thanks-agreed = What you agreed to
mail-thanks-change = You can change what you agreed to at any time on your page.
mail-thanks-why = You receive this because you took part as a speaker.
mail-slides-subject = Your slides: { $title }
mail-slides-kind = Your slides
mail-slides-lead = You agreed to your slides being published, and they are not there yet. Put the file on your page, or a link to it.
mail-slides-none = If there are none, or you do not want them published any more, say so on your page or to the organisers, and no further mail asks for them.
mail-slides-why = You receive this because you gave a talk.
mail-recording-subject = The recording: { $title }
mail-recording-kind = Recording
mail-recording-lead = Everyone who spoke agreed to a recording being published, and none is there yet.
mail-recording-act = Set its address
mail-recording-none = If there is none, say so on the same page, and no further mail asks for it.
mail-recording-why = You receive this because you organise it.
