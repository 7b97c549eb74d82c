### How replies are taken: until which day, who comes along, what is asked; guests from a list.

mail-reply-by = Please reply by
mail-reply-by-day = { $day }, until the end of the day ({ $zone })
mail-reply-wanted-subject = Will you come? { $title }, { $when }
mail-reply-wanted-kind = Reply wanted
mail-reply-wanted-lead = You are invited, and we do not know yet whether you will come. Please reply by { $day }.
mail-office-for = To the office that answers for { $name }: this is for them.

reply-by-line = Please reply by { $day }, until the end of the day ({ $zone }).
reply-late-refused = The last day for replies is over. Only a no is taken here; for anything else please write to the organisers.
reply-late-taken = The last day for replies is over, but your answer is still taken.
reply-companions = How many come along
reply-companions-hint = At most { $max }. Each takes a place of their own.
reply-companion-names = Their names, one on a line
reply-question-purpose = { $purpose } Only the organisers see this. It is deleted 30 days after the seminar.
reply-optional = optional
reply-required = needed if you come
reply-open = { $count ->
    [one] One question is still open: please answer it below.
   *[other] { $count } questions are still open: please answer them below.
}
reply-wrong = Nothing was saved: please look at what is marked below.
question-said-yes = Yes
question-said-no = No
question-said-none = No answer

refused-reply-late = The last day for replies is over, and later ones are refused.
reason-office-signs-in = They sign in by this address themselves: an office has another one.
reason-companions = From 0 to { $max }.
reason-companions-seats = So many can never have a place together.
reason-companions-full = No place is left for so many more: { $n } are free.
reason-companion-names = At most one name for each who comes along.
reason-reply-by = It lies after the seminar.
reason-remind-needs-day = A reminder needs a last day for replies.
reason-remind-days = From 1 to 60 days.
reason-question-words = Ask it in one language at least.
reason-question-purpose = Say what the answer is for: whoever is asked reads it.
reason-question-choices = From 2 to { $max } choices, one on a line.
reason-question-choices-differ = As many choices in Korean as in English, in the same order.

coming-with = with { $n } more
coming-companions = Come along
coming-along-names = Who comes along
door-telephone = An answer by telephone
door-companions = How many came along with

replies-title = How replies are taken
replies-link = Replies and questions
replies-terms = Last day and who comes along
replies-by = Last day for replies
replies-by-hint = As in 2026-12-01, in the seminar’s zone. Empty: until it is over.
replies-late = A later reply
replies-late-taken = is taken all the same
replies-late-refused = is refused, unless it is a no or you enter it
replies-remind = Remind those who have not answered, days before
replies-remind-hint = From 1 to 60, once, at nine in the morning where they are. Empty: nobody is reminded.
replies-companions = How many each guest may bring
replies-names = Their names
replies-names-no = are not asked for
replies-names-yes = are asked for
replies-save = Save
replies-questions = Questions
replies-questions-words = At most five. Organisers alone see what is answered; it is deleted 30 days after the seminar. A question left empty is removed with its answers, and so are answers where the choices change.
replies-question = Question { $n }
replies-question-kind = How it is answered
replies-question-kind-text = In words
replies-question-kind-one = One choice
replies-question-kind-several = Several choices
replies-question-kind-yes_no = Yes or no
replies-question-en = The question, in English
replies-question-ko = The question, in Korean
replies-purpose-en = What it is for, in English
replies-purpose-ko = What it is for, in Korean
replies-choices-en = Choices in English, one on a line
replies-choices-ko = Choices in Korean, one on a line
replies-required = Who comes
replies-required-no = may leave it open
replies-required-yes = has to answer it
flash-replies-saved = How replies are taken is saved.
flash-questions-saved = The questions are saved.
