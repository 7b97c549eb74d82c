-- What a message refers to besides its reader and its seminar is nothing in nearly all rows, and a foreign key is queued and called
-- for each row all the same: a tenth of what it costs to remind ten thousand people. The same holds of who answered for an
-- attendee; and ten thousand addresses looked up their people one by one. All of them are looked up as 0045 does it: at once
-- for all rows of a statement, under the names and with the locks that the foreign keys had, and only what there is at all.
ALTER TABLE messages
    DROP CONSTRAINT messages_stay_fkey, DROP CONSTRAINT messages_booking_fkey, DROP CONSTRAINT messages_audience_fkey,
    DROP CONSTRAINT messages_confirmation_fkey, DROP CONSTRAINT messages_told_in_fkey;
ALTER TABLE attendances DROP CONSTRAINT attendances_answered_by_fkey;
ALTER TABLE addresses DROP CONSTRAINT addresses_person_fkey;

CREATE OR REPLACE FUNCTION messages_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    missing uuid;
    by_someone boolean;
    of_stays boolean;
    of_bookings boolean;
    to_lists boolean;
    to_strangers boolean;
    told_along boolean;
BEGIN
    SELECT bool_or(caused_by IS NOT NULL), bool_or(stay_id IS NOT NULL), bool_or(booking_id IS NOT NULL),
        bool_or(audience_id IS NOT NULL), bool_or(confirmation_id IS NOT NULL), bool_or(told_in IS NOT NULL)
    INTO by_someone, of_stays, of_bookings, to_lists, to_strangers, told_along FROM entered;
    IF by_someone THEN
        SELECT named.id INTO missing
        FROM (SELECT person_id AS id FROM entered UNION SELECT caused_by FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT p.id FROM people p WHERE p.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    ELSE
        SELECT named.id INTO missing FROM (SELECT DISTINCT person_id AS id FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT p.id FROM people p WHERE p.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    END IF;
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
    IF of_stays THEN
        SELECT named.id INTO missing FROM (SELECT DISTINCT stay_id AS id FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT s.id FROM stays s WHERE s.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
        IF missing IS NOT NULL THEN
            PERFORM refuse_reference('messages', 'messages_stay_fkey', missing);
        END IF;
    END IF;
    IF of_bookings THEN
        SELECT named.id INTO missing FROM (SELECT DISTINCT booking_id AS id FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT b.id FROM bookings b WHERE b.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
        IF missing IS NOT NULL THEN
            PERFORM refuse_reference('messages', 'messages_booking_fkey', missing);
        END IF;
    END IF;
    IF to_lists THEN
        SELECT named.id INTO missing FROM (SELECT DISTINCT audience_id AS id FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT a.id FROM audiences a WHERE a.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
        IF missing IS NOT NULL THEN
            PERFORM refuse_reference('messages', 'messages_audience_fkey', missing);
        END IF;
    END IF;
    IF to_strangers THEN
        SELECT named.id INTO missing FROM (SELECT DISTINCT confirmation_id AS id FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT c.id FROM confirmations c WHERE c.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
        IF missing IS NOT NULL THEN
            PERFORM refuse_reference('messages', 'messages_confirmation_fkey', missing);
        END IF;
    END IF;
    IF told_along THEN
        SELECT named.id INTO missing FROM (SELECT DISTINCT told_in AS id FROM entered ORDER BY 1) AS named
        WHERE named.id IS NOT NULL AND (SELECT m.id FROM messages m WHERE m.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
        IF missing IS NOT NULL THEN
            PERFORM refuse_reference('messages', 'messages_told_in_fkey', missing);
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION attendances_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    missing uuid;
BEGIN
    SELECT named.id INTO missing
    FROM (SELECT person_id AS id FROM entered UNION SELECT invited_by FROM entered
          UNION SELECT answered_by FROM entered WHERE answered_by IS NOT NULL ORDER BY 1) AS named
    WHERE named.id IS NOT NULL AND (SELECT p.id FROM people p WHERE p.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('attendances',
            CASE WHEN EXISTS (SELECT FROM entered WHERE person_id = missing) THEN 'attendances_person_fkey'
                WHEN EXISTS (SELECT FROM entered WHERE invited_by = missing) THEN 'attendances_invited_by_fkey'
                ELSE 'attendances_answered_by_fkey' END, missing);
    END IF;
    SELECT named.id INTO missing FROM (SELECT DISTINCT seminar_id AS id FROM entered ORDER BY 1) AS named
    WHERE (SELECT s.id FROM seminars s WHERE s.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('attendances', 'attendances_seminar_fkey', missing);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION addresses_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    missing uuid;
BEGIN
    SELECT named.id INTO missing FROM (SELECT DISTINCT person_id AS id FROM entered ORDER BY 1) AS named
    WHERE (SELECT p.id FROM people p WHERE p.id = named.id FOR KEY SHARE) IS NULL LIMIT 1;
    IF missing IS NOT NULL THEN
        PERFORM refuse_reference('addresses', 'addresses_person_fkey', missing);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER addresses_refer AFTER INSERT ON addresses REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION addresses_refer();

CREATE OR REPLACE FUNCTION refer_anew() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    now_named uuid;
    there boolean;
BEGIN
    CASE TG_ARGV[0]
        WHEN 'person_id' THEN now_named := NEW.person_id;
        WHEN 'seminar_id' THEN now_named := NEW.seminar_id;
        WHEN 'caused_by' THEN now_named := NEW.caused_by;
        WHEN 'stay_id' THEN now_named := NEW.stay_id;
        WHEN 'booking_id' THEN now_named := NEW.booking_id;
        WHEN 'audience_id' THEN now_named := NEW.audience_id;
        WHEN 'confirmation_id' THEN now_named := NEW.confirmation_id;
        WHEN 'told_in' THEN now_named := NEW.told_in;
        WHEN 'answered_by' THEN now_named := NEW.answered_by;
        WHEN 'invited_by' THEN now_named := NEW.invited_by;
    END CASE;
    CASE TG_ARGV[1]
        WHEN 'people' THEN SELECT true INTO there FROM people p WHERE p.id = now_named FOR KEY SHARE;
        WHEN 'seminars' THEN SELECT true INTO there FROM seminars s WHERE s.id = now_named FOR KEY SHARE;
        WHEN 'stays' THEN SELECT true INTO there FROM stays s WHERE s.id = now_named FOR KEY SHARE;
        WHEN 'bookings' THEN SELECT true INTO there FROM bookings b WHERE b.id = now_named FOR KEY SHARE;
        WHEN 'audiences' THEN SELECT true INTO there FROM audiences a WHERE a.id = now_named FOR KEY SHARE;
        WHEN 'confirmations' THEN SELECT true INTO there FROM confirmations c WHERE c.id = now_named FOR KEY SHARE;
        WHEN 'messages' THEN SELECT true INTO there FROM messages m WHERE m.id = now_named FOR KEY SHARE;
    END CASE;
    IF there IS NULL THEN
        PERFORM refuse_reference(TG_TABLE_NAME, TG_ARGV[2], now_named);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_stay_refers AFTER UPDATE OF stay_id ON messages FOR EACH ROW
    WHEN (NEW.stay_id IS NOT NULL AND NEW.stay_id IS DISTINCT FROM OLD.stay_id)
    EXECUTE FUNCTION refer_anew('stay_id', 'stays', 'messages_stay_fkey');
CREATE TRIGGER messages_booking_refers AFTER UPDATE OF booking_id ON messages FOR EACH ROW
    WHEN (NEW.booking_id IS NOT NULL AND NEW.booking_id IS DISTINCT FROM OLD.booking_id)
    EXECUTE FUNCTION refer_anew('booking_id', 'bookings', 'messages_booking_fkey');
CREATE TRIGGER messages_audience_refers AFTER UPDATE OF audience_id ON messages FOR EACH ROW
    WHEN (NEW.audience_id IS NOT NULL AND NEW.audience_id IS DISTINCT FROM OLD.audience_id)
    EXECUTE FUNCTION refer_anew('audience_id', 'audiences', 'messages_audience_fkey');
CREATE TRIGGER messages_confirmation_refers AFTER UPDATE OF confirmation_id ON messages FOR EACH ROW
    WHEN (NEW.confirmation_id IS NOT NULL AND NEW.confirmation_id IS DISTINCT FROM OLD.confirmation_id)
    EXECUTE FUNCTION refer_anew('confirmation_id', 'confirmations', 'messages_confirmation_fkey');
CREATE TRIGGER messages_told_in_refers AFTER UPDATE OF told_in ON messages FOR EACH ROW
    WHEN (NEW.told_in IS NOT NULL AND NEW.told_in IS DISTINCT FROM OLD.told_in)
    EXECUTE FUNCTION refer_anew('told_in', 'messages', 'messages_told_in_fkey');
CREATE TRIGGER attendances_answered_by_refers AFTER UPDATE OF answered_by ON attendances FOR EACH ROW
    WHEN (NEW.answered_by IS NOT NULL AND NEW.answered_by IS DISTINCT FROM OLD.answered_by)
    EXECUTE FUNCTION refer_anew('answered_by', 'people', 'attendances_answered_by_fkey');
CREATE TRIGGER addresses_person_refers AFTER UPDATE OF person_id ON addresses FOR EACH ROW
    WHEN (NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION refer_anew('person_id', 'people', 'addresses_person_fkey');

CREATE TRIGGER stays_referred_to_by_messages AFTER DELETE OR UPDATE OF id ON stays FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('keep', 'messages', 'stay_id', 'messages_stay_fkey');
CREATE TRIGGER bookings_referred_to_by_messages AFTER DELETE OR UPDATE OF id ON bookings FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('keep', 'messages', 'booking_id', 'messages_booking_fkey');
CREATE TRIGGER audiences_referred_to_by_messages AFTER DELETE OR UPDATE OF id ON audiences FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('keep', 'messages', 'audience_id', 'messages_audience_fkey');
CREATE TRIGGER confirmations_referred_to_by_messages AFTER DELETE OR UPDATE OF id ON confirmations FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('follow', 'messages', 'confirmation_id', 'messages_confirmation_fkey');
CREATE TRIGGER messages_told_along AFTER DELETE OR UPDATE OF id ON messages FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('forget', 'messages', 'told_in', 'messages_told_in_fkey');
CREATE TRIGGER people_who_answered AFTER DELETE OR UPDATE OF id ON people FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('forget', 'attendances', 'answered_by', 'attendances_answered_by_fkey');
CREATE TRIGGER people_referred_to_by_addresses AFTER DELETE OR UPDATE OF id ON people FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('follow', 'addresses', 'person_id', 'addresses_person_fkey');

CREATE OR REPLACE FUNCTION not_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE feature_not_supported USING
        MESSAGE = format('"%s" is not emptied: messages or attendances refer to it', TG_TABLE_NAME);
END $$;
CREATE TRIGGER stays_not_emptied BEFORE TRUNCATE ON stays FOR EACH STATEMENT EXECUTE FUNCTION not_emptied();
CREATE TRIGGER bookings_not_emptied BEFORE TRUNCATE ON bookings FOR EACH STATEMENT EXECUTE FUNCTION not_emptied();
CREATE TRIGGER audiences_not_emptied BEFORE TRUNCATE ON audiences FOR EACH STATEMENT EXECUTE FUNCTION not_emptied();
CREATE TRIGGER confirmations_not_emptied BEFORE TRUNCATE ON confirmations FOR EACH STATEMENT EXECUTE FUNCTION not_emptied();
