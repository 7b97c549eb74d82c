### The speakers of a seminar at a glance, and the steps of a speaker's own page.

## The table of organisers

speakers-lacking = { $count ->
    [0] Everything has been said
    [one] Something is missing from one speaker
   *[other] Something is missing from { $count } speakers
}
speakers-answer = Answer
speakers-said = Last said something
speakers-detail = In detail
speakers-care = Slides and rehearsal
speakers-files = Portrait and slides as files
speakers-next-mail = A mail asks for it
speakers-next-slides = A mail asks for the slides
speakers-next-nothing = Nothing
speakers-next-oneself = Ask for it yourself
speakers-next-taken-over = { $name } looks after it
lacks-biography = biography
lacks-consents = what they agree to

## The speaker's page, and its steps

speak-known = { $known } of { $asked } are there
speak-answer-again = Answer differently
speak-step-missing = { $count } missing
speak-step-there = There
speak-step-on = Save and go on
speak-slots-week = Week of { $day }
