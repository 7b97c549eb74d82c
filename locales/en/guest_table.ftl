### Inviting by a table of guests.

guest-table-title = Invite by a table
guest-table-link = Invite by a table, with titles and offices
guest-table-words = At most { $count } guests, all of them or nobody. You see what becomes of each line before anything is sent.
guest-table = Table
guest-table-hint = Paste it with its heads, in any order: name, email, title, salutation, institution, language, office name, office email. Commas, semicolons or tabs may stand between the cells. A guest needs an email address, or a name and an office.
guest-table-file = Or a CSV file
guest-table-file-hint = UTF-8, at most 1 MB. What is in it takes the place of the table above.
guest-table-look = Show what becomes of it
guest-table-without = Invite without a table
guest-table-refused = { $count ->
    [one] One line is wrong, and nobody is invited yet
   *[other] { $count } lines are wrong, and nobody is invited yet
}
guest-table-unread = Columns that are not read
guest-table-lines = The lines of the table
guest-table-line = Line
guest-table-who = Guest
guest-table-what = What becomes of it
guest-table-known = Known
guest-table-new = New
guest-table-twice = There twice
guest-table-already = Invited already
guest-table-wrong = Wrong

guest-table-note-twice = Line { $line } has them already; they are invited once.
guest-table-note-already = They are not invited again, and nothing changes.
guest-table-note-kept = Stays as it is kept: { $what }
guest-table-note-filled = Is filled in: { $what }
guest-table-note-office = { $office } answers for them
guest-table-note-institution = “{ $name }” is not known here; they are entered without it.

guest-table-column-name = Name
guest-table-column-email = Email
guest-table-column-title = Title
guest-table-column-salutation = Salutation
guest-table-column-institution = Institution
guest-table-column-language = Language
guest-table-column-office = Office

error-guest-table-heads = The first line has no heads that say where the addresses stand: it needs “email” or “office email”.
error-guest-table-twice = There are two columns for the same: “{ $head }”.
error-guest-table-empty = There are no guests below the heads.
error-guest-table-long = There are more than { $max } guests. Bring them in several tables.
error-guest-table-quote = A quotation mark opens on line { $line } and is never closed.
error-guest-table-cells = There are more cells than heads: a cell with a comma in it needs quotation marks.
error-guest-table-encoding = This file is not in UTF-8. Save it as “CSV UTF-8”, or paste the table.

reason-guest-address = An address is needed: their own, or that of the office.
reason-guest-name = Whoever has no address of their own needs a name.
reason-guest-office = They have an address to sign in with, and say themselves who answers for them. Leave the office empty.
reason-guest-institution = Only members put someone into an institution that is a member. Leave it empty.
