-- Finding seminars by words. pg_trgm (part of PostgreSQL's contrib, trusted: the owner of a database may add it) finds words
-- inside Korean ones, for which there is no stemmer, and words that are nearly right.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Text as it is looked through: one form of each character, lower case, single blanks for all that stands between words.
CREATE FUNCTION words_of(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT btrim(regexp_replace(lower(normalize(coalesce($1, ''), NFKC)),
    '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00A9\u00AB-\u00B1\u00B4\u00B6-\u00B8\u00BB\u00BF\u00D7\u00F7\u1680\u2000-\u206F\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uFF01-\uFF0F\uFFF9-\uFFFD]+',
        ' ', 'g'))
$$;

-- What a seminar can be found by: title, abstract, topics, the title of its series, and the names that its page shows. What
-- is kept is cut where no index could hold it.
CREATE TABLE seminar_words (
    seminar_id uuid PRIMARY KEY CONSTRAINT seminar_words_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    words      text NOT NULL
);
CREATE INDEX seminar_words_text ON seminar_words USING gin (to_tsvector('simple', words));
CREATE INDEX seminar_words_trigrams ON seminar_words USING gin (words gin_trgm_ops);

-- Written by whatever touches one of these, in the same transaction: names change with people, titles with series.
CREATE FUNCTION keep_seminar_words(one uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found_by text;
BEGIN
    -- Each statement sees what was committed before it: whoever waits here for another writer reads what that one wrote.
    PERFORM FROM seminar_words WHERE seminar_id = one FOR NO KEY UPDATE;
    SELECT left(words_of(concat_ws(' ', s.title, array_to_string(s.topics, ' '), r.title,
               (SELECT string_agg(p.name, ' ' ORDER BY k.position, p.id) FROM speakers k JOIN people p ON p.id = k.person_id
                WHERE k.seminar_id = s.id AND k.answer <> 'declined'), s.abstract_text)), 100000) INTO found_by
    FROM seminars s LEFT JOIN series r ON r.id = s.series_id WHERE s.id = one;
    IF FOUND THEN
        INSERT INTO seminar_words (seminar_id, words) VALUES (one, found_by)
        ON CONFLICT (seminar_id) DO UPDATE SET words = excluded.words WHERE seminar_words.words <> excluded.words;
    END IF;
END $$;

CREATE FUNCTION seminar_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    one uuid;
BEGIN
    IF TG_TABLE_NAME = 'seminars' THEN
        -- Whoever gives its new series another title comes before this or after it, and not beside it.
        IF TG_OP = 'INSERT' OR OLD.series_id IS DISTINCT FROM NEW.series_id THEN
            PERFORM FROM series WHERE id = NEW.series_id FOR SHARE;
        END IF;
        PERFORM keep_seminar_words(NEW.id);
    ELSIF TG_TABLE_NAME = 'series' THEN
        FOR one IN SELECT id FROM seminars WHERE series_id = NEW.id ORDER BY id LOOP
            PERFORM keep_seminar_words(one);
        END LOOP;
    ELSIF TG_TABLE_NAME = 'people' THEN
        FOR one IN SELECT seminar_id FROM speakers WHERE person_id = NEW.id ORDER BY seminar_id LOOP
            PERFORM keep_seminar_words(one);
        END LOOP;
    ELSE
        IF TG_OP <> 'DELETE' THEN
            -- The same of whoever renames a new speaker.
            IF TG_OP = 'INSERT' OR OLD.person_id <> NEW.person_id THEN
                PERFORM FROM people WHERE id = NEW.person_id FOR SHARE;
            END IF;
            PERFORM keep_seminar_words(NEW.seminar_id);
        END IF;
        IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.seminar_id <> NEW.seminar_id) THEN
            PERFORM keep_seminar_words(OLD.seminar_id);
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER seminars_words_new AFTER INSERT ON seminars FOR EACH ROW EXECUTE FUNCTION seminar_words_changed();
CREATE TRIGGER seminars_words AFTER UPDATE OF title, abstract_text, topics, series_id ON seminars FOR EACH ROW
    WHEN ((OLD.title, OLD.abstract_text, OLD.topics, OLD.series_id) IS DISTINCT FROM
          (NEW.title, NEW.abstract_text, NEW.topics, NEW.series_id)) EXECUTE FUNCTION seminar_words_changed();
CREATE TRIGGER series_words AFTER UPDATE OF title ON series FOR EACH ROW
    WHEN (OLD.title IS DISTINCT FROM NEW.title) EXECUTE FUNCTION seminar_words_changed();
CREATE TRIGGER people_words AFTER UPDATE OF name ON people FOR EACH ROW
    WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION seminar_words_changed();
CREATE TRIGGER speakers_words AFTER INSERT OR DELETE OR UPDATE OF seminar_id, person_id, answer, position ON speakers
    FOR EACH ROW EXECUTE FUNCTION seminar_words_changed();

DO $$ BEGIN PERFORM keep_seminar_words(id) FROM seminars ORDER BY id; END $$;
