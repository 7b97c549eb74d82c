### Lists in other pages.

embed-times = Times are shown in { $zone }.
embed-more = More at { $hub }
embed-offer = Put this list on your own page
embed-offer-words = Copy this into your page. It shows what comes next, keeps itself up to date, and needs no script.
embed-code = Code to copy
embed-code-hint = Add ?n=5 to the address for five seminars, lang=en or lang=ko for the language, and zone=Europe/Paris for the times of a zone; join them with &.
embed-look = See how it looks
embed-programs = For programs:
