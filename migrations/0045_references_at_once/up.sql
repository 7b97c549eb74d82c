-- A message refers to its reader, its seminar and who caused it; a place in a seminar to as many. As foreign keys they are looked
-- up row by row, which was more than half of what it costs to invite ten thousand people. Here they are looked up at once for all
-- rows of a statement: each person and each seminar is locked against removal (FOR KEY SHARE, as a foreign key does), in the
-- order of their ids, and what is not there refuses the statement under the name that the foreign key had. Where a row is
-- changed to refer to another one, that one is looked up by itself.
ALTER TABLE messages
    DROP CONSTRAINT messages_person_fkey, DROP CONSTRAINT messages_seminar_fkey, DROP CONSTRAINT messages_caused_by_fkey;
ALTER TABLE attendances
    DROP CONSTRAINT attendances_person_fkey, DROP CONSTRAINT attendances_seminar_fkey, DROP CONSTRAINT attendances_invited_by_fkey;
-- Nobody asks what someone caused; these served only whoever removes a person.
DROP INDEX messages_caused_by, attendances_invited_by;

CREATE FUNCTION refuse_reference(referring text, named text, missing uuid) RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE foreign_key_violation USING
        MESSAGE = format('insert or update on table "%s" violates foreign key constraint "%s"', referring, named),
        DETAIL = format('There is no %s.', missing), TABLE = referring, CONSTRAINT = named;
END $$;

CREATE FUNCTION messages_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER messages_refer AFTER INSERT ON messages REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION messages_refer();

CREATE FUNCTION attendances_refer() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER attendances_refer AFTER INSERT ON attendances REFERENCING NEW TABLE AS entered
    FOR EACH STATEMENT EXECUTE FUNCTION attendances_refer();

-- Of a row that refers to another one than before: its column, the table it refers to, and the name.
CREATE FUNCTION refer_anew() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
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
CREATE TRIGGER messages_person_refers AFTER UPDATE OF person_id ON messages FOR EACH ROW
    WHEN (NEW.person_id IS NOT NULL AND NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION refer_anew('person_id', 'people', 'messages_person_fkey');
CREATE TRIGGER messages_seminar_refers AFTER UPDATE OF seminar_id ON messages FOR EACH ROW
    WHEN (NEW.seminar_id IS NOT NULL AND NEW.seminar_id IS DISTINCT FROM OLD.seminar_id)
    EXECUTE FUNCTION refer_anew('seminar_id', 'seminars', 'messages_seminar_fkey');
CREATE TRIGGER messages_caused_by_refers AFTER UPDATE OF caused_by ON messages FOR EACH ROW
    WHEN (NEW.caused_by IS NOT NULL AND NEW.caused_by IS DISTINCT FROM OLD.caused_by)
    EXECUTE FUNCTION refer_anew('caused_by', 'people', 'messages_caused_by_fkey');
CREATE TRIGGER attendances_person_refers AFTER UPDATE OF person_id ON attendances FOR EACH ROW
    WHEN (NEW.person_id IS DISTINCT FROM OLD.person_id)
    EXECUTE FUNCTION refer_anew('person_id', 'people', 'attendances_person_fkey');
CREATE TRIGGER attendances_seminar_refers AFTER UPDATE OF seminar_id ON attendances FOR EACH ROW
    WHEN (NEW.seminar_id IS DISTINCT FROM OLD.seminar_id)
    EXECUTE FUNCTION refer_anew('seminar_id', 'seminars', 'attendances_seminar_fkey');
CREATE TRIGGER attendances_invited_by_refers AFTER UPDATE OF invited_by ON attendances FOR EACH ROW
    WHEN (NEW.invited_by IS NOT NULL AND NEW.invited_by IS DISTINCT FROM OLD.invited_by)
    EXECUTE FUNCTION refer_anew('invited_by', 'people', 'attendances_invited_by_fkey');

-- Of a row that is removed, or gets another id: what becomes of those that refer to it (`keep`: it stays, `forget`: they no longer
-- refer to it, `follow`: they go with it), their table and column, and the name. Whoever enters one at the same moment holds the
-- row until all see what was entered; a transaction that sees the past only would not.
CREATE FUNCTION referred_to_is_gone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    found_one boolean;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.id = OLD.id THEN
            RETURN NULL;
        END IF;
    END IF;
    IF TG_OP = 'UPDATE' AND TG_ARGV[0] <> 'keep' THEN
        RAISE foreign_key_violation USING MESSAGE = format('the id of a row of "%s" does not change', TG_TABLE_NAME),
            TABLE = TG_ARGV[1], CONSTRAINT = TG_ARGV[3];
    END IF;
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE feature_not_supported USING MESSAGE = format('rows of "%s" are removed in READ COMMITTED', TG_TABLE_NAME);
    END IF;
    CASE TG_ARGV[0]
        WHEN 'forget' THEN
            EXECUTE format('UPDATE %1$I SET %2$I = NULL WHERE %2$I = $1', TG_ARGV[1], TG_ARGV[2]) USING OLD.id;
        WHEN 'follow' THEN
            EXECUTE format('DELETE FROM %1$I WHERE %2$I = $1', TG_ARGV[1], TG_ARGV[2]) USING OLD.id;
        ELSE
            EXECUTE format('SELECT EXISTS (SELECT FROM %1$I WHERE %2$I = $1)', TG_ARGV[1], TG_ARGV[2]) INTO found_one USING OLD.id;
            IF found_one THEN
                RAISE foreign_key_violation USING
                    MESSAGE = format('update or delete on table "%s" violates foreign key constraint "%s" on table "%s"',
                        TG_TABLE_NAME, TG_ARGV[3], TG_ARGV[1]),
                    TABLE = TG_ARGV[1], CONSTRAINT = TG_ARGV[3];
            END IF;
    END CASE;
    RETURN NULL;
END $$;
CREATE TRIGGER people_referred_to_by_messages AFTER DELETE OR UPDATE OF id ON people FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('keep', 'messages', 'person_id', 'messages_person_fkey');
CREATE TRIGGER people_who_caused_messages AFTER DELETE OR UPDATE OF id ON people FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('forget', 'messages', 'caused_by', 'messages_caused_by_fkey');
CREATE TRIGGER people_referred_to_by_attendances AFTER DELETE OR UPDATE OF id ON people FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('keep', 'attendances', 'person_id', 'attendances_person_fkey');
CREATE TRIGGER people_who_invited AFTER DELETE OR UPDATE OF id ON people FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('forget', 'attendances', 'invited_by', 'attendances_invited_by_fkey');
CREATE TRIGGER seminars_referred_to_by_messages AFTER DELETE OR UPDATE OF id ON seminars FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('keep', 'messages', 'seminar_id', 'messages_seminar_fkey');
CREATE TRIGGER seminars_referred_to_by_attendances AFTER DELETE OR UPDATE OF id ON seminars FOR EACH ROW
    EXECUTE FUNCTION referred_to_is_gone('follow', 'attendances', 'seminar_id', 'attendances_seminar_fkey');

-- Emptied at one stroke, they would leave behind what refers to them.
CREATE FUNCTION not_emptied() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE feature_not_supported USING
        MESSAGE = format('"%s" is not emptied: messages and attendances refer to it', TG_TABLE_NAME);
END $$;
CREATE TRIGGER people_not_emptied BEFORE TRUNCATE ON people FOR EACH STATEMENT EXECUTE FUNCTION not_emptied();
CREATE TRIGGER seminars_not_emptied BEFORE TRUNCATE ON seminars FOR EACH STATEMENT EXECUTE FUNCTION not_emptied();
