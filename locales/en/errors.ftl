### Why something was not done: reasons beside a field, and refusals as a whole.

reason-required = This is needed.
reason-too-long = At most { $max } characters.
reason-unknown = There is nothing under that id.
reason-not-a-choice = Choose one of: { $choices }.
reason-number = Write a whole number.
reason-positive = It must be more than 0.
reason-minutes-of-a-day = From 0 to 1,440 minutes.
reason-duration = From 1 minute to 30 days.
reason-taken = This is somebody else’s already; check it, or look for who has it.
reason-taken-slug = This short name is taken already; choose another.
reason-slug = Lower-case letters, digits and single hyphens, at most 80 characters.
reason-country = Two capital letters, as in ISO 3166: KR, CA, FR, AE.
reason-ror = A ROR id has nine characters and begins with 0, such as 05apxxy63.
reason-orcid = An ORCID iD has four groups of four, such as 0000-0002-1825-0097, and a check digit.
reason-address = This is not a mail address: it needs a name, an @ and a domain, without spaces or line breaks.
reason-address-line = Line { $line } is not a mail address.
reason-address-shared-line = Line { $line }: several people share { $address }; choose one of them: { $names }.
reason-own-assistant = Nobody is their own assistant.
reason-address-known = This address belongs to { $name } already.
reason-address-shared = Several people share this address; choose one of them: { $names }.
reason-own-host = Visitor and host cannot be the same person.
reason-end-before-start = The end must come after the start.
reason-end-which-day = Does it end on the same day? Correct the time, or say on which day it ends.
reason-zone = There is no time zone called “{ $zone }”; write it as in the IANA database, such as Asia/Seoul.
reason-gap = { $local } does not exist in { $zone }: the clocks go forward then. The next time that exists is { $next }.
reason-fold = { $local } comes twice in { $zone }: the clocks go back then. Choose the first or the second (fold 0 or 1).
reason-time = Write a date and a time such as 2026-12-01T16:00:00.
reason-instant = Write a time with its offset, such as 2026-12-01T07:00:00Z or 2026-12-01T16:00:00+09:00.
reason-year = Years have four digits.
reason-years = Choose a year from 1970 to 2200.
reason-date = Write a date such as 2026-12-01.
reason-language = Choose one of: en, ko.
reason-url = Write a whole address that begins with https:// or http://.
reason-name-or-address = A name or a mail address is needed.
reason-unknown-member = There is no such field or value here.
reason-unknown-parameter = There is no such parameter here. There are: { $known }.
reason-rule = This rule cannot be understood ({ $why }). Write it as in RFC 5545: FREQ=WEEKLY;COUNT=4.
reason-rule-too-many = This rule makes more than { $max } dates; give it a smaller COUNT or an earlier UNTIL.
reason-rule-years = Its dates go beyond the year 2200; give it a smaller COUNT or an earlier UNTIL.
reason-booking-long = A booking lasts a year (366 days) at most; check the year in which it ends.
reason-room-closed = This room, or a part of it, is closed; choose another.
reason-not-a-desk = This is not a desk; choose one of the kind “desk”.
reason-stay-too-long = A stay lasts five years at most; check the year in which it ends.
reason-reminder = A reminder comes 1 minute to 60 days before.
reason-no-series = Only a seminar in a series can take the series’ value.
reason-too-many = At most { $max } at once.

refused-not-allowed = You may not do this. If it is part of your work, ask an administrator of the hub for the role.
refused-not-organiser = Only the organisers may do this; ask one of them.
refused-not-host = Only the host and the front desk may do this; the visitor may confirm and cancel.
refused-not-owner = Only the person whose booking it is, whoever entered it, room keepers and the front desk may do this.
refused-not-member = Only members of the hub may book rooms; your host or the front desk can book for you.
refused-desk = Desks are held through stays, by hosts and the front desk.
refused-on-behalf = You may only book for yourself and for those whose assistant you are; for others the front desk books.
refused-seminar-booking = This booking belongs to a seminar: move or cancel the seminar instead.
refused-stay-booking = This booking belongs to a stay: change the stay instead.
refused-booking-cancelled = This booking does not stand any more. Book again if you need the room.
refused-booking-over = This booking is over. The front desk can correct it.
refused-seminar-cancelled = This seminar is cancelled; make another one in its place.
refused-seminar-postponed = This seminar is postponed; give it a new time first.
refused-seminar-draft = This seminar is still a draft; announce it first.
refused-seminar-over = This seminar is over, and stays as it was.
refused-seminar-announced = An announced seminar cannot become a draft again; cancel or postpone it.
refused-seminar-told = This seminar was announced; cancel it instead of removing it.
refused-stay-state = This cannot be done while the stay is { $state ->
    [proposed] proposed
    [approved] approved
    [refused] refused
    [invited] invited but not confirmed
    [confirmed] confirmed
    [arrived] under way (arrived)
    [departed] over (departed)
    [cancelled] cancelled
   *[no_show] marked as no-show
}.
refused-stale = Someone changed this in the meantime. Open it again to see how it is now.
refused-busy = Another change met this one at the same moment. Nothing was saved; please do it once more.
refused-in-use = Something still refers to this, so it cannot be removed. Remove or change that first; a room can be closed instead.
refused-last-administrator = Someone must stay administrator; name another one first.

reason-rule-endless = The rule must end: give it COUNT or UNTIL.
reason-rule-gap = One of its dates, { $local }, does not exist in { $zone }: the clocks go forward then. Skip what cannot be, or choose another time.
reason-rule-fold = One of its dates, { $local }, comes twice in { $zone }: the clocks go back then. Say which is meant (fold 0 or 1).
reason-rule-overlaps = Dates of this rule overlap each other; make them shorter, or further apart.
reason-draft-or-announced = A new seminar is a draft or announced.
reason-speaker-twice = The same person is listed twice.
refused-not-waiting = This booking does not wait for an approval. Open it to see how it stands.
refused-taken = The room is taken at that time; choose another time or room.
reason-either-times = Give instants or wall times, not both.
reason-either-visitor = Give a person who is known, or the name of someone new, not both.
refused-not-cancelled = This booking is not cancelled: there is nothing to take back.
