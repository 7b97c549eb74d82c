### Saying nothing: an edit of spelling, of which nobody is told.

seminar-form-silent = Telling
seminar-form-silent-yes = Tell nobody
seminar-form-silent-hint = For spelling alone. Another time, place, way to take part, visibility or speaker is always told. Calendars that are subscribed to show it all the same.
foretold-silent = Save and tell nobody
flash-saved-silently = Saved. Nobody is told of it.
reason-must-be-told = Time, place, the way to take part, state, visibility, series or speakers become another: those concerned have to be told. Only spelling can be mended without a word.
reason-nobody-reads = Nobody is told, so nobody would read these words.
