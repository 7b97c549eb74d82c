-- How many a seminar takes and who waits for a place; who came to the door; and how many heads were counted.

-- What the seminars of a series take, unless they say otherwise (`inherits`). None: there is no limit.
ALTER TABLE series ADD COLUMN capacity integer CONSTRAINT series_capacity_bounded CHECK (capacity BETWEEN 1 AND 100000);
ALTER TABLE seminars DROP CONSTRAINT seminars_inherits_known;
ALTER TABLE seminars ADD CONSTRAINT seminars_inherits_known CHECK
    (inherits <@ '{zone,duration_minutes,room_id,visibility,language,topics,reminders,capacity}');
UPDATE seminars SET inherits = inherits || '{capacity}'::text[] WHERE series_id IS NOT NULL;

-- The seats of a seminar; one without a row here never had a limit.
CREATE TABLE seats (
    seminar_id uuid    PRIMARY KEY CONSTRAINT seats_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    -- None: it has a limit no more.
    capacity   integer CONSTRAINT seats_capacity_bounded CHECK (capacity BETWEEN 1 AND 100000),
    -- How many were ever put on the waiting list: a number is given once.
    waited     integer NOT NULL DEFAULT 0
);

-- In which order those wait who do.
ALTER TABLE attendances ADD COLUMN waiting_no integer;
ALTER TABLE attendances ADD CONSTRAINT attendances_waiting_whole CHECK
    ((answer IS NOT DISTINCT FROM 'waiting') = (waiting_no IS NOT NULL));
CREATE UNIQUE INDEX attendances_waiting_key ON attendances (seminar_id, waiting_no) WHERE waiting_no IS NOT NULL;
-- Entered by an organiser for someone, or taken by telephone: `answered_by` says by whom.
ALTER TABLE attendances DROP CONSTRAINT attendances_channel_known;
ALTER TABLE attendances ADD CONSTRAINT attendances_channel_known CHECK
    (channel IN ('page', 'api', 'link', 'calendar', 'organiser', 'telephone'));

-- Who came to the door. It says nothing of what was answered, and answers say nothing of it.
CREATE TABLE check_ins (
    id         uuid        PRIMARY KEY,
    seminar_id uuid        NOT NULL CONSTRAINT check_ins_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    -- A person, or a guest who is known by name alone; the name is emptied once it is of no more use.
    person_id  uuid        CONSTRAINT check_ins_person_fkey REFERENCES people,
    guest      text,
    at         timestamptz NOT NULL,
    by_id      uuid        CONSTRAINT check_ins_by_fkey REFERENCES people ON DELETE SET NULL,
    CONSTRAINT check_ins_of_someone CHECK (num_nonnulls(person_id, guest) = 1)
);
CREATE UNIQUE INDEX check_ins_person_key ON check_ins (seminar_id, person_id) WHERE person_id IS NOT NULL;
CREATE INDEX check_ins_seminar ON check_ins (seminar_id);
CREATE INDEX check_ins_person ON check_ins (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX check_ins_by ON check_ins (by_id) WHERE by_id IS NOT NULL;

-- Heads that were counted, in the room and online; the latest of each place is how many there were.
CREATE TABLE headcounts (
    id         uuid        PRIMARY KEY,
    seminar_id uuid        NOT NULL CONSTRAINT headcounts_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    place      text        NOT NULL CONSTRAINT headcounts_place_known CHECK (place IN ('room', 'online')),
    heads      integer     NOT NULL CONSTRAINT headcounts_heads_bounded CHECK (heads BETWEEN 0 AND 100000),
    at         timestamptz NOT NULL,
    by_id      uuid        CONSTRAINT headcounts_by_fkey REFERENCES people ON DELETE SET NULL
);
CREATE INDEX headcounts_seminar ON headcounts (seminar_id, place, at);
CREATE INDEX headcounts_by ON headcounts (by_id) WHERE by_id IS NOT NULL;
