### Files that are kept with a seminar: portraits, slides, evidence.

file-kind-jpeg = JPEG
file-kind-png = PNG
file-kind-webp = WebP
file-kind-pdf = PDF
file-kind-pptx = PowerPoint
file-kind-odp = OpenDocument
file-kb = { $size } kB
file-mb = { $size } MB
file-remove = Remove
file-bring = Bring a file for them

speak-consent-portrait = Your portrait is shown
seminar-portrait = Portrait of { $name }

file-portrait = Portrait
file-portrait-choose = Choose a picture
file-portrait-other = Choose another picture
file-portrait-hint = JPEG, PNG or WebP, at most 8 MB. It is made smaller, and where and with what it was taken is not kept.
file-portrait-theirs = JPEG, PNG or WebP, at most 8 MB. It is shown only once the speaker agrees on their own page.
file-portrait-agrees = I agree that it is shown on the seminar’s page. I can take that back at any time.
file-portrait-shown = It is shown on the seminar’s page.
file-portrait-hidden = Nobody is shown it but the organisers: it takes the speaker’s yes.
file-portrait-save = Send the portrait
file-portrait-remove = Remove the portrait
file-slides = Slides as a file
file-slides-choose = Choose a file
file-slides-other = Choose another file
file-slides-hint = PDF, PowerPoint (without macros) or OpenDocument, at most 50 MB. Shown after the seminar, and only if its speaker agrees.
file-slides-save = Send the slides
file-slides-remove = Remove the slides

evidence-title = Evidence
evidence-words = The signed list, photographs: kept for an audit. Only the organisers and administrators see them.
evidence-file = File
evidence-note = What it shows
evidence-note-hint = Such as “Signed list, page 1 of 2”.
evidence-by = Brought
evidence-choose = Choose a file
evidence-hint = JPEG, PNG or PDF, at most 20 MB. It is kept as it is.
evidence-save = Keep it

flash-file-kept = It is kept.
flash-file-removed = It is removed.

reason-file-empty = No file came, or an empty one. Please choose a file.
reason-file-large = The file is larger than { $most } MB. Please make it smaller.
reason-file-pixels = The picture has too many pixels. Please make it smaller.
reason-file-no-portrait = This is no JPEG, PNG or WebP picture, or it is damaged.
reason-file-no-slides = This is no PDF, and no PowerPoint (without macros) or OpenDocument presentation, or it is damaged.
reason-file-no-evidence = This is no JPEG or PNG picture and no PDF, or it is damaged.
refused-file-declined = You have said that you will not speak: nothing is needed any more.
refused-files-many = As many files are kept with this seminar as can be. Please remove one first.
