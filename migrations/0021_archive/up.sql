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
-- Each statement sees what was committed before it: whoever waits for the rows of another writer reads what that one wrote.
CREATE FUNCTION keep_seminar_words(these uuid[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO seminar_words (seminar_id, words)
    SELECT id, '' FROM seminars WHERE id = ANY (these) ORDER BY id ON CONFLICT DO NOTHING;
    SELECT FROM seminar_words WHERE seminar_id = ANY (these) ORDER BY seminar_id FOR NO KEY UPDATE;
    UPDATE seminar_words w SET words = now.words
    FROM (SELECT s.id, left(words_of(concat_ws(' ', s.title, array_to_string(s.topics, ' '), r.title,
                 (SELECT string_agg(p.name, ' ' ORDER BY k.position, p.id) FROM speakers k JOIN people p ON p.id = k.person_id
                  WHERE k.seminar_id = s.id AND k.answer <> 'declined'), s.abstract_text)), 100000) AS words
          FROM seminars s LEFT JOIN series r ON r.id = s.series_id WHERE s.id = ANY (these)) AS now
    WHERE w.seminar_id = now.id AND w.words <> now.words;
$$;

CREATE FUNCTION seminar_words_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'seminars' THEN PERFORM keep_seminar_words(ARRAY[NEW.id]);
        WHEN 'series' THEN PERFORM keep_seminar_words(ARRAY(SELECT id FROM seminars WHERE series_id = NEW.id ORDER BY id));
        WHEN 'people' THEN PERFORM keep_seminar_words(ARRAY(
            SELECT seminar_id FROM speakers WHERE person_id = NEW.id ORDER BY seminar_id));
        WHEN 'speakers' THEN PERFORM keep_seminar_words(CASE TG_OP
            WHEN 'INSERT' THEN ARRAY[NEW.seminar_id]
            WHEN 'DELETE' THEN ARRAY[OLD.seminar_id]
            ELSE ARRAY[OLD.seminar_id, NEW.seminar_id] END);
    END CASE;
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

SELECT keep_seminar_words(ARRAY(SELECT id FROM seminars ORDER BY id));
