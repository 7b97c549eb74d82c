DROP TRIGGER stays_not_emptied ON stays;
DROP TRIGGER bookings_not_emptied ON bookings;
DROP TRIGGER audiences_not_emptied ON audiences;
DROP TRIGGER confirmations_not_emptied ON confirmations;
DROP TRIGGER stays_referred_to_by_messages ON stays;
DROP TRIGGER bookings_referred_to_by_messages ON bookings;
DROP TRIGGER audiences_referred_to_by_messages ON audiences;
DROP TRIGGER confirmations_referred_to_by_messages ON confirmations;
DROP TRIGGER messages_told_along ON messages;
DROP TRIGGER people_who_answered ON people;
DROP TRIGGER people_referred_to_by_addresses ON people;
DROP TRIGGER messages_stay_refers ON messages;
DROP TRIGGER messages_booking_refers ON messages;
DROP TRIGGER messages_audience_refers ON messages;
DROP TRIGGER messages_confirmation_refers ON messages;
DROP TRIGGER messages_told_in_refers ON messages;
DROP TRIGGER attendances_answered_by_refers ON attendances;
DROP TRIGGER addresses_person_refers ON addresses;
DROP TRIGGER addresses_refer ON addresses;
DROP FUNCTION addresses_refer();
CREATE OR REPLACE FUNCTION messages_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    missing uuid;
BEGIN
    SELECT named.id INTO missing FROM (SELECT person_id AS id FROM entered UNION SELECT caused_by FROM entered ORDER BY 1) AS named
    WHERE named.id IS NOT NULL AND (SELECT p.id FROM people p WHERE p.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('messages',
            CASE WHEN EXISTS (SELECT FROM entered WHERE person_id = missing) THEN 'messages_person_fkey'
                ELSE 'messages_caused_by_fkey' END, missing);
    END IF;
    SELECT named.id INTO missing FROM (SELECT DISTINCT seminar_id AS id FROM entered ORDER BY 1) AS named
    WHERE named.id IS NOT NULL AND (SELECT s.id FROM seminars s WHERE s.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('messages', 'messages_seminar_fkey', missing);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION attendances_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    missing uuid;
BEGIN
    SELECT named.id INTO missing FROM (SELECT person_id AS id FROM entered UNION SELECT invited_by FROM entered ORDER BY 1) AS named
    WHERE named.id IS NOT NULL AND (SELECT p.id FROM people p WHERE p.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('attendances',
            CASE WHEN EXISTS (SELECT FROM entered WHERE person_id = missing) THEN 'attendances_person_fkey'
                ELSE 'attendances_invited_by_fkey' END, missing);
    END IF;
    SELECT named.id INTO missing FROM (SELECT DISTINCT seminar_id AS id FROM entered ORDER BY 1) AS named
    WHERE (SELECT s.id FROM seminars s WHERE s.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('attendances', 'attendances_seminar_fkey', missing);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION refer_anew() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    now_named uuid;
    there boolean;
BEGIN
    CASE TG_ARGV[0]
        WHEN 'person_id' THEN now_named := NEW.person_id;
        WHEN 'seminar_id' THEN now_named := NEW.seminar_id;
        WHEN 'caused_by' THEN now_named := NEW.caused_by;
        ELSE now_named := NEW.invited_by;
    END CASE;
    IF TG_ARGV[1] = 'people' THEN
        SELECT true INTO there FROM people p WHERE p.id = now_named FOR KEY SHARE;
    ELSE
        SELECT true INTO there FROM seminars s WHERE s.id = now_named FOR KEY SHARE;
    END IF;
    IF there IS NULL THEN
        PERFORM refuse_reference(TG_TABLE_NAME, TG_ARGV[2], now_named);
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION not_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE feature_not_supported USING
        MESSAGE = format('"%s" is not emptied: messages and attendances refer to it', TG_TABLE_NAME);
END $$;

ALTER TABLE messages
    ADD CONSTRAINT messages_stay_fkey FOREIGN KEY (stay_id) REFERENCES stays,
    ADD CONSTRAINT messages_booking_fkey FOREIGN KEY (booking_id) REFERENCES bookings,
    ADD CONSTRAINT messages_audience_fkey FOREIGN KEY (audience_id) REFERENCES audiences,
    ADD CONSTRAINT messages_confirmation_fkey FOREIGN KEY (confirmation_id) REFERENCES confirmations ON DELETE CASCADE,
    ADD CONSTRAINT messages_told_in_fkey FOREIGN KEY (told_in) REFERENCES messages ON DELETE SET NULL;
ALTER TABLE attendances
    ADD CONSTRAINT attendances_answered_by_fkey FOREIGN KEY (answered_by) REFERENCES people ON DELETE SET NULL;
ALTER TABLE addresses
    ADD CONSTRAINT addresses_person_fkey FOREIGN KEY (person_id) REFERENCES people ON DELETE CASCADE;
