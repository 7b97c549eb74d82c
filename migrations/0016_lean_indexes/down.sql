ALTER TABLE change_counters RESET (fillfactor);

DROP INDEX attendances_invited_by, attendances_answered_by, people_institution;
CREATE INDEX attendances_invited_by ON attendances (invited_by);
CREATE INDEX attendances_answered_by ON attendances (answered_by);
CREATE INDEX people_institution ON people (institution_id);

DROP INDEX messages_sign_in;
CREATE INDEX messages_created ON messages (created_at);

DROP INDEX messages_seminar, messages_person;
CREATE INDEX messages_seminar ON messages (seminar_id, kind);
CREATE INDEX messages_person ON messages (person_id, created_at);
CREATE INDEX messages_held ON messages (person_id, kind) WHERE state = 'held';

DROP INDEX messages_stay, messages_booking, messages_caused_by;
CREATE INDEX messages_stay ON messages (stay_id);
CREATE INDEX messages_booking ON messages (booking_id);
CREATE INDEX messages_caused_by ON messages (caused_by);

DROP INDEX messages_due, messages_waiting, messages_failed, messages_sent;
CREATE INDEX messages_due ON messages (priority, send_after) WHERE state IN ('held', 'queued');
CREATE INDEX messages_late ON messages (not_after) WHERE state IN ('held', 'queued');
CREATE INDEX messages_leased ON messages (leased_until) WHERE state = 'leased';
CREATE INDEX messages_waiting ON messages (id) WHERE state IN ('drafted', 'held', 'queued', 'leased');
CREATE INDEX messages_failed ON messages (id) WHERE state = 'failed';
CREATE INDEX messages_sent ON messages (sent_at) WHERE state = 'sent';

ALTER TABLE messages RESET (fillfactor);
ALTER TABLE messages DROP COLUMN failed;
