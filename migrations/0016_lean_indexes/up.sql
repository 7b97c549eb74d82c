-- What a message costs: fewer indexes, and none that names its state. A row is written three times (queued, leased, sent),
-- and each time anew in every index, unless no column that an index names has changed and there is room on its page.
-- So a lease writes no index at all: `ended_at` says what an index has to know of a state, and half of a page is left free.

-- Found by its index without naming `state` there. Before the room is left: what has been sent long ago needs none.
ALTER TABLE messages ADD COLUMN failed boolean NOT NULL GENERATED ALWAYS AS (state = 'failed') STORED;
ALTER TABLE messages SET (fillfactor = 50);

DROP INDEX messages_due, messages_late, messages_leased, messages_waiting, messages_failed, messages_sent;
-- What is due, and among it what a lost worker left behind and what has become too late.
CREATE INDEX messages_due ON messages (priority, send_after) WHERE ended_at IS NULL;
CREATE INDEX messages_waiting ON messages (id) WHERE ended_at IS NULL;
CREATE INDEX messages_failed ON messages (id) WHERE failed;
CREATE INDEX messages_sent ON messages (sent_at) WHERE sent_at IS NOT NULL;

-- Most messages are about one thing, and by nobody.
DROP INDEX messages_stay, messages_booking, messages_caused_by;
CREATE INDEX messages_stay ON messages (stay_id) WHERE stay_id IS NOT NULL;
CREATE INDEX messages_booking ON messages (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX messages_caused_by ON messages (caused_by) WHERE caused_by IS NOT NULL;

-- What someone was told of one thing, among all that thousands were told of it; and of what kind a further edit is merged.
DROP INDEX messages_seminar, messages_person, messages_held;
CREATE INDEX messages_seminar ON messages (seminar_id, person_id) WHERE seminar_id IS NOT NULL;
CREATE INDEX messages_person ON messages (person_id, kind);

-- Asked by nothing but the sweep of links for signing in.
DROP INDEX messages_created;
CREATE INDEX messages_sign_in ON messages (created_at) WHERE kind = 'sign_in';

-- Entered by the thousand, with nobody there yet.
DROP INDEX attendances_invited_by, attendances_answered_by, people_institution;
CREATE INDEX attendances_invited_by ON attendances (invited_by) WHERE invited_by IS NOT NULL;
CREATE INDEX attendances_answered_by ON attendances (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX people_institution ON people (institution_id) WHERE institution_id IS NOT NULL;

-- Raised over and over, by the thousand as well: in place where there is room.
ALTER TABLE change_counters SET (fillfactor = 50);
