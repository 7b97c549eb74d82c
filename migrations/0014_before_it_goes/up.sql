-- What puts seminars into someone's calendar: the invitations that they get by mail, or a personal feed. Every choice with
-- its time: which mails carried an invitation is known from what was chosen when they went.

CREATE TABLE calendar_choices (
    person_id uuid        NOT NULL CONSTRAINT calendar_choices_person_fkey REFERENCES people ON DELETE CASCADE,
    -- From then on.
    since     timestamptz NOT NULL,
    choice    text        NOT NULL CONSTRAINT calendar_choices_choice_known CHECK (choice IN ('feed', 'invitations')),
    PRIMARY KEY (person_id, since)
);
