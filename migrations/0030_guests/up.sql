-- How guests are addressed and which office answers for them; until when a reply is wanted, who comes along, and what is asked.

-- `Prof.`, `Dr.`, `장관님`: written with the name.
ALTER TABLE people ADD COLUMN title text NOT NULL DEFAULT '' CONSTRAINT people_title_bounded CHECK (char_length(title) <= 100);
-- How a mail begins, whole: `Your Excellency`. Empty: as any mail does.
ALTER TABLE people ADD COLUMN salutation text NOT NULL DEFAULT ''
    CONSTRAINT people_salutation_bounded CHECK (char_length(salutation) <= 200);
-- The office that answers for the person, as it is called (empty: without a name): mail goes there rather than anywhere else.
ALTER TABLE addresses ADD COLUMN office text;
ALTER TABLE addresses ADD CONSTRAINT addresses_office_contact CHECK (office IS NULL OR purpose = 'contact');
CREATE UNIQUE INDEX addresses_office_key ON addresses (person_id) WHERE office IS NOT NULL;

-- How replies to a seminar are taken; one without a row here takes them until it is over, of each guest alone.
CREATE TABLE reply_terms (
    seminar_id      uuid        PRIMARY KEY CONSTRAINT reply_terms_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    -- The last day on which a reply is in time, as the seminar's zone has it.
    reply_by        date,
    -- What becomes of a reply after that day; a no is taken always.
    late            text        NOT NULL DEFAULT 'taken' CONSTRAINT reply_terms_late_known CHECK (late IN ('taken', 'refused')),
    -- How many days before that day those are reminded who have not answered; none: nobody is.
    remind_days     integer     CONSTRAINT reply_terms_remind_days_bounded CHECK (remind_days BETWEEN 1 AND 60),
    -- How many each guest may bring, and whether their names are asked for.
    companions      integer     NOT NULL DEFAULT 0 CONSTRAINT reply_terms_companions_bounded CHECK (companions BETWEEN 0 AND 10),
    companion_names boolean     NOT NULL DEFAULT false,
    modified_at     timestamptz NOT NULL,
    CONSTRAINT reply_terms_reminds_of_a_day CHECK (remind_days IS NULL OR reply_by IS NOT NULL)
);

-- Who comes along takes a seat each, under the number of the guest. Names go 90 days after the end.
ALTER TABLE attendances ADD COLUMN companions integer NOT NULL DEFAULT 0
    CONSTRAINT attendances_companions_bounded CHECK (companions BETWEEN 0 AND 10);
ALTER TABLE attendances ADD COLUMN companion_names text[] NOT NULL DEFAULT '{}';
ALTER TABLE attendances ADD CONSTRAINT attendances_companions_named CHECK (cardinality(companion_names) <= companions);
ALTER TABLE attendances ADD CONSTRAINT attendances_companions_of_who_comes CHECK
    (companions = 0 OR (answer IS NOT NULL AND answer IN ('yes', 'waiting')));
ALTER TABLE check_ins ADD COLUMN companions integer NOT NULL DEFAULT 0
    CONSTRAINT check_ins_companions_bounded CHECK (companions BETWEEN 0 AND 10);

-- What is asked of whoever answers.
CREATE TABLE questions (
    id         uuid    PRIMARY KEY,
    seminar_id uuid    NOT NULL CONSTRAINT questions_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    position   integer NOT NULL CONSTRAINT questions_position_bounded CHECK (position BETWEEN 1 AND 5),
    kind       text    NOT NULL CONSTRAINT questions_kind_known CHECK (kind IN ('text', 'one', 'several', 'yes_no')),
    words_en   text    NOT NULL DEFAULT '',
    words_ko   text    NOT NULL DEFAULT '',
    -- What the answer is for, as whoever is asked reads it.
    purpose_en text    NOT NULL DEFAULT '',
    purpose_ko text    NOT NULL DEFAULT '',
    choices_en text[]  NOT NULL DEFAULT '{}',
    choices_ko text[]  NOT NULL DEFAULT '{}',
    required   boolean NOT NULL DEFAULT false,
    CONSTRAINT questions_worded CHECK (words_en <> '' OR words_ko <> ''),
    CONSTRAINT questions_position_key UNIQUE (seminar_id, position) DEFERRABLE INITIALLY DEFERRED
);

-- What was answered: words, `yes` or `no`, or the numbers of choices, from 1. It goes 30 days after the end.
CREATE TABLE question_answers (
    question_id uuid        NOT NULL CONSTRAINT question_answers_question_fkey REFERENCES questions ON DELETE CASCADE,
    person_id   uuid        NOT NULL CONSTRAINT question_answers_person_fkey REFERENCES people ON DELETE CASCADE,
    said        text[]      NOT NULL CONSTRAINT question_answers_given CHECK (cardinality(said) > 0),
    at          timestamptz NOT NULL,
    PRIMARY KEY (question_id, person_id)
);
CREATE INDEX question_answers_person ON question_answers (person_id);

ALTER TABLE messages DROP CONSTRAINT messages_kind_known;
ALTER TABLE messages ADD CONSTRAINT messages_kind_known CHECK (kind IN
    ('invitation', 'change', 'cancellation', 'reminder', 'digest', 'announcement', 'speaker_request', 'speaker_chase', 'answer',
     'waiting_place', 'booking', 'booking_reminder', 'approval', 'stay', 'stay_checklist', 'letter', 'sign_in', 'confirmation',
     'report_ready', 'forwarded', 'slot_offer', 'slot_answer', 'thanks', 'slides_chase', 'recording_chase', 'reply_wanted'));
