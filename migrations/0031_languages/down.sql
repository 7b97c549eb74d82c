DROP TRIGGER seminars_language ON seminars;
DROP FUNCTION seminar_language_changed();
DROP TABLE seminar_texts;
DROP FUNCTION seminar_texts_changed();

CREATE OR REPLACE FUNCTION keep_seminar_words(one uuid) RETURNS void LANGUAGE plpgsql AS $$
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

DO $$ BEGIN PERFORM keep_seminar_words(id) FROM seminars ORDER BY id; END $$;
