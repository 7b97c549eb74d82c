-- Titles and abstracts in further languages: a seminar's own language has its main text, each other one at most one version.

CREATE TABLE seminar_texts (
    seminar_id    uuid NOT NULL CONSTRAINT seminar_texts_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    language      text NOT NULL CONSTRAINT seminar_texts_language_known CHECK (language IN ('ko', 'en', 'fr')),
    -- Empty: that of the main text is shown.
    title         text NOT NULL DEFAULT '' CONSTRAINT seminar_texts_title_bounded CHECK (char_length(title) <= 500),
    abstract_text text NOT NULL DEFAULT '' CONSTRAINT seminar_texts_abstract_bounded CHECK (char_length(abstract_text) <= 50000),
    PRIMARY KEY (seminar_id, language),
    CONSTRAINT seminar_texts_say_something CHECK (title <> '' OR abstract_text <> '')
);

-- A seminar is found by its titles and abstracts in every language. Titles come first, for what is kept is cut in the end.
CREATE OR REPLACE FUNCTION keep_seminar_words(one uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    found_by text;
BEGIN
    -- Each statement sees what was committed before it: whoever waits here for another writer reads what that one wrote.
    PERFORM FROM seminar_words WHERE seminar_id = one FOR NO KEY UPDATE;
    SELECT left(words_of(concat_ws(' ', s.title,
               (SELECT string_agg(t.title, ' ' ORDER BY t.language) FROM seminar_texts t WHERE t.seminar_id = s.id),
               array_to_string(s.topics, ' '), r.title,
               (SELECT string_agg(p.name, ' ' ORDER BY k.position, p.id) FROM speakers k JOIN people p ON p.id = k.person_id
                WHERE k.seminar_id = s.id AND k.answer <> 'declined'), s.abstract_text,
               (SELECT string_agg(t.abstract_text, ' ' ORDER BY t.language) FROM seminar_texts t WHERE t.seminar_id = s.id))),
               100000) INTO found_by
    FROM seminars s LEFT JOIN series r ON r.id = s.series_id WHERE s.id = one;
    IF FOUND THEN
        INSERT INTO seminar_words (seminar_id, words) VALUES (one, found_by)
        ON CONFLICT (seminar_id) DO UPDATE SET words = excluded.words WHERE seminar_words.words <> excluded.words;
    END IF;
END $$;

-- None is in the seminar's own language, whichever comes to that: a version that is written, or another language of the seminar.
CREATE FUNCTION seminar_texts_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        -- Whoever gives the seminar another language comes before this or after it, and not beside it.
        PERFORM FROM seminars WHERE id = NEW.seminar_id FOR SHARE;
        IF EXISTS (SELECT FROM seminars WHERE id = NEW.seminar_id AND language = NEW.language) THEN
            RAISE EXCEPTION 'the main text is in this language'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'seminar_texts_in_other_languages';
        END IF;
        PERFORM keep_seminar_words(NEW.seminar_id);
    END IF;
    IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.seminar_id <> NEW.seminar_id) THEN
        PERFORM keep_seminar_words(OLD.seminar_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seminar_texts_changed AFTER INSERT OR UPDATE OR DELETE ON seminar_texts
    FOR EACH ROW EXECUTE FUNCTION seminar_texts_changed();

CREATE FUNCTION seminar_language_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM seminar_texts WHERE seminar_id = NEW.id AND language = NEW.language) THEN
        RAISE EXCEPTION 'there is a version in this language'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'seminar_texts_in_other_languages';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER seminars_language AFTER UPDATE OF language ON seminars FOR EACH ROW
    WHEN (OLD.language IS DISTINCT FROM NEW.language) EXECUTE FUNCTION seminar_language_changed();
