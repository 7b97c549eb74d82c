### Times that are offered to a speaker: the organisers' page, the speaker's page, the mails.

## Offering times

slots-title = Offer times
slots-words = The speaker chooses one on their own page. Until then the room is held for each of them.
slots-nobody = Nobody is asked to speak here yet, or everyone declined
slots-nobody-words = Name a speaker first: times are offered to one person.
slots-no-draft = This seminar is no draft any more: its time is settled, and is changed by editing it.
slots-open = What is offered
slots-open-to = Offered to { $name }
slots-open-until = The offer ends:
slots-none-suits = None of these suits the speaker.
slots-state-open = Open
slots-state-chosen = Chosen
slots-state-withdrawn = Withdrawn
slots-state-replaced = Replaced by others
slots-state-overtaken = Ended: the seminar was settled otherwise
slots-state-declined = Ended: the speaker declined
slots-state-ended = Ended: nobody chose in time
slot-state-open = Open
slot-state-chosen = Chosen
slot-state-released = Given up
slots-past = Begun already
slots-own = The time it has
slots-no-room = Without a room
slots-withdraw = Withdraw this time
slots-withdraw-all = Withdraw all
slots-new = Times to offer
slots-replace = Other times instead
slots-replace-words = They take the place of what is offered: all of them, or nothing changes.
slots-new-words = Two to eight times, each as long as the seminar. What stays empty does not count.
slots-zone = Dates and times are those of { $zone }.
slots-person = Speaker
slots-number = Time { $n }
slots-where = Where
slots-where-seminar = Where the seminar is
slots-where-none = No room
slots-days = Days until the offer ends
slots-days-hint = After that the rooms are free again, and the organisers are told.
slots-note = A word to the speaker
slots-note-hint = It stands above the times in the mail that they get, under your name.
slots-mail-words = The speaker gets a mail with these times and the link to their page. If you ask them in your own mail, Maru sends none: copy the link on the page of the speakers.
slots-free = The room is free.
slots-free-no-room = No room is taken.
slots-overlaps = This is in the way of another of these times, or of the time that the seminar has.
slots-look = Look at these times
slots-offer = Offer these times
slots-alternatives = Free instead:
slots-in-the-way = { $count ->
    [one] One of these times cannot be. Nothing was offered.
   *[other] { $count } of these times cannot be. Nothing was offered.
}
slots-earlier = Offered earlier
slots-speakers = The speakers, and the link to copy
flash-slots-offered = The times are offered, and their rooms are held.
flash-slots-withdrawn = Withdrawn. The rooms are free again.
tools-slots = Offer times
tools-slots-open = { $count ->
    [one] One time is offered
   *[other] { $count } times are offered
}

## On the speaker's page

speak-slots = When would you like to speak?
speak-slots-words = The room is held for each of these. The one that you choose becomes the time of the seminar, and says that you will speak.
speak-slots-until = Please choose by
speak-slots-choose = Choose this time
speak-slots-past = This time has begun.
speak-slots-none = None of these suits
speak-slots-none-words = What would suit you?
speak-slots-none-hint = Only the organisers read it. They can offer you other times.
speak-slots-none-send = Tell the organisers
speak-slots-none-said = You have told the organisers that none of these suits. You can still choose one.
speak-slots-chosen = Thank you: this is the time of the seminar now.
speak-slots-gone = These times can no longer be chosen
speak-slots-gone-words = Someone was quicker, or the offer has ended. This is how it stands now.

## Asking the speakers of a draft

ask-title = Ask to speak
ask-words = The speakers of this draft get a mail with your own words, under your name, and with the link to their page. Nobody else is told of it.
ask-people = Whom to ask
ask-nobody = Every speaker has answered, or is asked in an organiser’s own mail.
ask-hint = Maru sends the request, with your own words on top and under your name. You see it first.
ask-preview = { $count ->
    [0] This asks nobody
    [one] This asks one person
   *[other] This asks { $count } people
}
ask-send = { $count ->
    [one] Send the request
   *[other] Send { $count } requests
}
flash-asked-to-speak = { $count ->
    [one] The request is on its way.
   *[other] { $count } requests are on their way.
}

## What cannot be

refused-slots-no-draft = Only the times of a draft can be offered.
refused-slots-declined = This person has said that they will not speak.
refused-slots-items = Items of its programme have rooms of their own, which cannot be held for several times. Offer times first, and give the items their rooms when one is chosen.
refused-slot-gone = This time can no longer be chosen.
refused-slot-past = This time has begun already.
refused-offer-open = Times are offered already. Open the page again to see them, and offer others in their place.
refused-no-offer = Nothing is offered any more.
refused-link-revoked = This link is no longer good.
reason-slots-count = { $least } to { $most } times can be offered.
reason-slot-twice = This time is among them twice.
reason-slot-past = This time has begun already.
reason-slot-overlaps = This is in the way of another of these times, or of the time that the seminar has.
reason-offer-ends = An offer ends in the future, and within { $days } days.
reason-no-speaker = This person is not among the speakers.

## Mails

captured-kind-slot_offer = Times to choose from
captured-kind-slot_answer = Answer to offered times
mail-slots-kind = A time for your talk
mail-slots-subject = Which time suits you? { $title }
mail-slots-lead = { $name } offers you these times to speak. The room is held for each of them.
mail-slots-lead-nameless = These times are offered to you to speak. The room is held for each of them.
mail-slots-number = Time { $n }
mail-slots-act = Choose a time
mail-slots-until = Please choose by { $when }.
mail-slots-none = If none of them suits, say so there in a few words.
mail-slot-answer-subject-chosen = { $name } chose a time: { $title }
mail-slot-answer-subject-none = None of the times suits { $name }: { $title }
mail-slot-answer-subject-none-ended = None of the times suits { $name }: { $title }
mail-slot-answer-subject-ended = { $name } chose no time: { $title }
mail-slot-answer-lead-chosen = { $name } chose one of the times and will speak. The seminar is at that time now, its room is held, and the others are free again.
mail-slot-answer-lead-none = { $name } says that none of the times suits. They stay offered, and their rooms held, until you withdraw them or offer others.
mail-slot-answer-lead-none-ended = { $name } says that none of the times suits. The offer has ended since, and the rooms are free again.
mail-slot-answer-lead-ended = The offer to { $name } has ended. Nothing was chosen, and the rooms are free again.
mail-slot-answer-act = To the times
mail-slot-answer-subject-yours = The time that you chose: { $title }
mail-slot-answer-lead-yours = Thank you. The seminar is at the time that you chose; the other times are free again.
mail-slot-answer-subject-withdrawn = The times are no longer offered: { $title }
mail-slot-answer-lead-withdrawn = None of the times that were offered to you can be chosen any more, and their rooms are no longer held.
mail-slot-answer-act-yours = Your page
