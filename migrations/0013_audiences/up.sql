-- Mailing lists that are told of a series or of one seminar, and addresses that are asked whose they are; messages to both.

CREATE TABLE audiences (
    id         uuid        PRIMARY KEY,
    -- What it is told of: one of the two.
    series_id  uuid        CONSTRAINT audiences_series_fkey REFERENCES series ON DELETE CASCADE,
    seminar_id uuid        CONSTRAINT audiences_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    name       text        NOT NULL CONSTRAINT audiences_name_given CHECK (name <> ''),
    address    text        NOT NULL CONSTRAINT audiences_address_form
                           CHECK (address ~ '^[^[:space:][:cntrl:]<>@]+@[^[:space:][:cntrl:]<>@]+$'),
    -- In the order in which they stand in its mails.
    languages  text[]      NOT NULL CONSTRAINT audiences_languages_known
                           CHECK (languages IN ('{en}', '{ko}', '{en,ko}', '{ko,en}')),
    -- None: that of what it is told of.
    zone       text,
    -- Who of those that keep the list permitted it.
    permission text        NOT NULL CONSTRAINT audiences_permission_noted CHECK (permission <> ''),
    added_by   uuid        CONSTRAINT audiences_added_by_fkey REFERENCES people ON DELETE SET NULL,
    added_at   timestamptz NOT NULL,
    state      text        NOT NULL CONSTRAINT audiences_state_known CHECK (state IN ('told', 'ended')),
    state_by   uuid        CONSTRAINT audiences_state_by_fkey REFERENCES people ON DELETE SET NULL,
    state_at   timestamptz NOT NULL,
    CONSTRAINT audiences_of_one CHECK (num_nonnulls(series_id, seminar_id) = 1)
);
CREATE UNIQUE INDEX audiences_series_key ON audiences (series_id, lower(address)) WHERE state = 'told';
CREATE UNIQUE INDEX audiences_seminar_key ON audiences (seminar_id, lower(address)) WHERE state = 'told';
CREATE INDEX audiences_series ON audiences (series_id);
CREATE INDEX audiences_seminar ON audiences (seminar_id);
CREATE INDEX audiences_added_by ON audiences (added_by);
CREATE INDEX audiences_state_by ON audiences (state_by);
CREATE INDEX audiences_address ON audiences (lower(address)) WHERE state = 'told';

-- A mailing list is not a person: whoever signed in by its address would let in all who read it.
CREATE FUNCTION no_person_is_told_as_a_list() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever enters an address at this moment is waited for, and looks at this list then.
    LOCK TABLE addresses IN SHARE MODE;
    IF EXISTS (SELECT FROM addresses a WHERE a.purpose = 'sign_in' AND lower(a.address) = lower(NEW.address)) THEN
        RAISE EXCEPTION 'someone signs in by this address'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'audiences_address_of_no_person';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audiences_address_of_no_person AFTER INSERT OR UPDATE OF address, state ON audiences
    FOR EACH ROW WHEN (NEW.state = 'told') EXECUTE FUNCTION no_person_is_told_as_a_list();

CREATE FUNCTION no_list_signs_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM entered e JOIN audiences u ON lower(u.address) = lower(e.address) AND u.state = 'told'
               WHERE e.purpose = 'sign_in') THEN
        RAISE EXCEPTION 'a mailing list has this address'
            USING ERRCODE = 'unique_violation', CONSTRAINT = 'addresses_of_no_list';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER addresses_of_no_list_new AFTER INSERT ON addresses
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION no_list_signs_in();
CREATE TRIGGER addresses_of_no_list_changed AFTER UPDATE ON addresses
    REFERENCING NEW TABLE AS entered FOR EACH STATEMENT EXECUTE FUNCTION no_list_signs_in();

-- A recipient is a person at an address, or a mailing list.
ALTER TABLE messages ALTER COLUMN person_id DROP NOT NULL;
ALTER TABLE messages ADD COLUMN audience_id uuid CONSTRAINT messages_audience_fkey REFERENCES audiences;
CREATE INDEX messages_audience ON messages (audience_id, created_at) WHERE audience_id IS NOT NULL;

-- Whose address is it? Asked by mail before an address that is not known to be someone's own gets what goes to many.
ALTER TABLE addresses ADD COLUMN confirmed_at timestamptz;

CREATE TABLE confirmations (
    id           uuid        PRIMARY KEY,
    address      text        NOT NULL CONSTRAINT confirmations_address_form
                             CHECK (address ~ '^[^[:space:][:cntrl:]<>@]+@[^[:space:][:cntrl:]<>@]+$'),
    language     text        NOT NULL,
    -- What whoever confirms follows from then on.
    series_id    uuid        NOT NULL CONSTRAINT confirmations_series_fkey REFERENCES series ON DELETE CASCADE,
    -- Where an organiser asked for someone: who, by whom, and how they are to follow it.
    person_id    uuid        CONSTRAINT confirmations_person_fkey REFERENCES people ON DELETE CASCADE,
    asked_by     uuid        CONSTRAINT confirmations_asked_by_fkey REFERENCES people ON DELETE SET NULL,
    reminders    text[],
    digest       text        CONSTRAINT confirmations_digest_known CHECK (digest IN ('daily', 'weekly')),
    -- Raised with each mail; the link in an older one opens nothing any more.
    generation   integer     NOT NULL DEFAULT 1,
    state        text        NOT NULL CONSTRAINT confirmations_state_known CHECK (state IN ('asked', 'confirmed')),
    state_at     timestamptz NOT NULL,
    asked_at     timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
-- One for each address and series: nobody is asked twice within the hour.
CREATE UNIQUE INDEX confirmations_key ON confirmations (series_id, lower(address));
CREATE INDEX confirmations_series ON confirmations (series_id);
CREATE INDEX confirmations_person ON confirmations (person_id);
CREATE INDEX confirmations_asked_by ON confirmations (asked_by);
CREATE INDEX confirmations_expires ON confirmations (expires_at);

-- Or whoever is at an address that is to be confirmed.
ALTER TABLE messages ADD COLUMN confirmation_id uuid
    CONSTRAINT messages_confirmation_fkey REFERENCES confirmations ON DELETE CASCADE;
ALTER TABLE messages ADD CONSTRAINT messages_for_one CHECK (num_nonnulls(person_id, audience_id, confirmation_id) = 1);
CREATE INDEX messages_confirmation ON messages (confirmation_id) WHERE confirmation_id IS NOT NULL;
