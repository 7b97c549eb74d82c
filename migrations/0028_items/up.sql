-- The programme of a seminar: its items, who speaks in each, the rooms that they take, and overflow rooms.

CREATE TABLE seminar_items (
    id            uuid        PRIMARY KEY,
    seminar_id    uuid        NOT NULL CONSTRAINT seminar_items_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    kind          text        NOT NULL CONSTRAINT seminar_items_kind_known
                              CHECK (kind IN ('talk', 'break', 'panel', 'session', 'stop', 'other')),
    title         text        NOT NULL CONSTRAINT seminar_items_title_given CHECK (title <> ''),
    abstract_text text        NOT NULL DEFAULT '',
    -- The wall times in the seminar's zone, which of two equal ones is meant, and the instants derived from them.
    starts_local  timestamp   NOT NULL,
    ends_local    timestamp   NOT NULL,
    fold          smallint    CONSTRAINT seminar_items_fold_known CHECK (fold IN (0, 1)),
    starts_at     timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    -- None: where the seminar is.
    room_id       uuid        CONSTRAINT seminar_items_room_fkey REFERENCES rooms,
    -- What is none of the hub's rooms, by its name.
    place         text        CONSTRAINT seminar_items_place_named CHECK (place <> ''),
    CONSTRAINT seminar_items_end_after_start CHECK (starts_at < ends_at),
    CONSTRAINT seminar_items_in_one_place CHECK (num_nonnulls(room_id, place) <= 1)
);
CREATE INDEX seminar_items_seminar ON seminar_items (seminar_id, starts_at);
CREATE INDEX seminar_items_room ON seminar_items (room_id);

-- Who speaks in an item: speakers of the seminar, and no longer than they are.
CREATE TABLE item_speakers (
    item_id    uuid    NOT NULL CONSTRAINT item_speakers_item_fkey REFERENCES seminar_items ON DELETE CASCADE,
    seminar_id uuid    NOT NULL,
    person_id  uuid    NOT NULL,
    position   integer NOT NULL,
    PRIMARY KEY (item_id, person_id),
    CONSTRAINT item_speakers_speaker_fkey FOREIGN KEY (seminar_id, person_id) REFERENCES speakers ON DELETE CASCADE
);
CREATE INDEX item_speakers_speaker ON item_speakers (seminar_id, person_id);

-- Which rooms of a seminar's own booking take those for whom there is no place in the others.
CREATE TABLE overflow_rooms (
    seminar_id uuid NOT NULL CONSTRAINT overflow_rooms_seminar_fkey REFERENCES seminars ON DELETE CASCADE,
    room_id    uuid NOT NULL CONSTRAINT overflow_rooms_room_fkey REFERENCES rooms,
    PRIMARY KEY (seminar_id, room_id)
);
CREATE INDEX overflow_rooms_room ON overflow_rooms (room_id);

-- `whole`: the seminar's own booking, of all its rooms for all its time. `programme`: a room for one item, or for several
-- that follow each other there.
ALTER TABLE bookings ADD COLUMN part text NOT NULL DEFAULT 'whole'
    CONSTRAINT bookings_part_known CHECK (part IN ('whole', 'programme'));
ALTER TABLE bookings ADD CONSTRAINT bookings_part_of_seminar CHECK (part = 'whole' OR seminar_id IS NOT NULL);
DROP INDEX bookings_seminar_key;
CREATE UNIQUE INDEX bookings_seminar_key ON bookings (seminar_id)
    WHERE state IN ('held', 'confirmed') AND NOT offered AND part = 'whole';
