DROP TRIGGER people_not_emptied ON people;
DROP TRIGGER seminars_not_emptied ON seminars;
DROP TRIGGER people_referred_to_by_messages ON people;
DROP TRIGGER people_who_caused_messages ON people;
DROP TRIGGER people_referred_to_by_attendances ON people;
DROP TRIGGER people_who_invited ON people;
DROP TRIGGER seminars_referred_to_by_messages ON seminars;
DROP TRIGGER seminars_referred_to_by_attendances ON seminars;
DROP TRIGGER messages_person_refers ON messages;
DROP TRIGGER messages_seminar_refers ON messages;
DROP TRIGGER messages_caused_by_refers ON messages;
DROP TRIGGER attendances_person_refers ON attendances;
DROP TRIGGER attendances_seminar_refers ON attendances;
DROP TRIGGER attendances_invited_by_refers ON attendances;
DROP TRIGGER messages_refer ON messages;
DROP TRIGGER attendances_refer ON attendances;
DROP FUNCTION not_emptied(), referred_to_is_gone(), refer_anew(), messages_refer(), attendances_refer(), refuse_reference(text, text, uuid);
CREATE INDEX messages_caused_by ON messages (caused_by) WHERE caused_by IS NOT NULL;
CREATE INDEX attendances_invited_by ON attendances (invited_by) WHERE invited_by IS NOT NULL;
ALTER TABLE messages
    ADD CONSTRAINT messages_person_fkey FOREIGN KEY (person_id) REFERENCES people,
    ADD CONSTRAINT messages_seminar_fkey FOREIGN KEY (seminar_id) REFERENCES seminars,
    ADD CONSTRAINT messages_caused_by_fkey FOREIGN KEY (caused_by) REFERENCES people ON DELETE SET NULL;
ALTER TABLE attendances
    ADD CONSTRAINT attendances_person_fkey FOREIGN KEY (person_id) REFERENCES people,
    ADD CONSTRAINT attendances_seminar_fkey FOREIGN KEY (seminar_id) REFERENCES seminars ON DELETE CASCADE,
    ADD CONSTRAINT attendances_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES people ON DELETE SET NULL;
