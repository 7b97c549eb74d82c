### Titles and abstracts in further languages.

versions-title = Title and abstract in other languages
versions-words = Who reads Maru in Korean or English is shown the version of that language, everyone else the text above. On the seminar’s page the other titles stand below the title, and it is found by all of them. Leave out what is the same.
version-title-ko = Title in Korean
version-abstract-ko = Abstract in Korean
version-title-en = Title in English
version-abstract-en = Abstract in English
version-title-fr = Title in French
version-abstract-fr = Abstract in French
seminar-other-titles = The title in other languages
reason-text-in-own-language = { $language } is the seminar’s own language: give this text as its title and abstract.
reason-text-language = There is a version of title and abstract in this language already. Take it away before, or with the same edit.
seminar-form-language-of-series = As in the series
seminar-form-language-unsaid = Not said
seminar-language = Language
speak-language = Language of the talk
speak-language-own = That of the seminar
