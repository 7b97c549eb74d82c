-- Institutions, projects, people, their addresses, assistants and roles.

CREATE TABLE institutions (
    id           uuid        PRIMARY KEY,
    slug         text        NOT NULL CONSTRAINT institutions_slug_key UNIQUE,
    name         text        NOT NULL CONSTRAINT institutions_name_given CHECK (name <> ''),
    -- None for an international organisation.
    country      text        CONSTRAINT institutions_country_iso CHECK (country ~ '^[A-Z]{2}$'),
    city         text,
    zone         text        NOT NULL,
    kind         text        NOT NULL DEFAULT 'other'
                             CONSTRAINT institutions_kind_known CHECK (kind IN ('member', 'partner', 'other')),
    sector       text,
    ror          text        CONSTRAINT institutions_ror_key UNIQUE
                             CONSTRAINT institutions_ror_form CHECK (ror ~ '^0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}$'),
    lock_version integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    modified_at  timestamptz NOT NULL
);

CREATE TABLE projects (
    id           uuid        PRIMARY KEY,
    slug         text        NOT NULL CONSTRAINT projects_slug_key UNIQUE,
    name         text        NOT NULL CONSTRAINT projects_name_given CHECK (name <> ''),
    description  text        NOT NULL DEFAULT '',
    lock_version integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL,
    modified_at  timestamptz NOT NULL
);

-- A name may be missing: it is never guessed from an address.
CREATE TABLE people (
    id             uuid        PRIMARY KEY,
    name           text        CONSTRAINT people_name_not_empty CHECK (name <> ''),
    institution_id uuid        CONSTRAINT people_institution_fkey REFERENCES institutions,
    zone           text,
    language       text,
    orcid          text        CONSTRAINT people_orcid_key UNIQUE
                               CONSTRAINT people_orcid_form CHECK (orcid ~ '^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$'),
    lock_version   integer     NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL,
    modified_at    timestamptz NOT NULL
);
CREATE INDEX people_institution ON people (institution_id);
CREATE INDEX people_name ON people (lower(name));

-- A person has none, one or several; an address may serve several people and is unique only for signing in.
CREATE TABLE addresses (
    id         uuid        PRIMARY KEY,
    person_id  uuid        NOT NULL CONSTRAINT addresses_person_fkey REFERENCES people ON DELETE CASCADE,
    address    text        NOT NULL,
    purpose    text        NOT NULL CONSTRAINT addresses_purpose_known CHECK (purpose IN ('sign_in', 'contact')),
    created_at timestamptz NOT NULL,
    CONSTRAINT addresses_form CHECK (address ~ '^[^[:space:][:cntrl:]<>@]+@[^[:space:][:cntrl:]<>@]+$')
);
CREATE UNIQUE INDEX addresses_sign_in_key ON addresses (lower(address)) WHERE purpose = 'sign_in';
CREATE UNIQUE INDEX addresses_person_key ON addresses (person_id, lower(address));
CREATE INDEX addresses_address ON addresses (lower(address));

CREATE TABLE assistants (
    person_id    uuid        NOT NULL CONSTRAINT assistants_person_fkey REFERENCES people ON DELETE CASCADE,
    assistant_id uuid        NOT NULL CONSTRAINT assistants_assistant_fkey REFERENCES people ON DELETE CASCADE,
    named_at     timestamptz NOT NULL,
    named_by     uuid        CONSTRAINT assistants_named_by_fkey REFERENCES people ON DELETE SET NULL,
    PRIMARY KEY (person_id, assistant_id),
    CONSTRAINT assistants_of_others CHECK (person_id <> assistant_id)
);
CREATE INDEX assistants_assistant ON assistants (assistant_id);
CREATE INDEX assistants_named_by ON assistants (named_by);

-- Organisers are named with their series, hosts with their stays, room keepers with rooms.
CREATE TABLE roles (
    person_id  uuid        NOT NULL CONSTRAINT roles_person_fkey REFERENCES people ON DELETE CASCADE,
    role       text        NOT NULL CONSTRAINT roles_role_known
                           CHECK (role IN ('member', 'room_keeper', 'front_desk', 'administrator')),
    granted_at timestamptz NOT NULL,
    granted_by uuid        CONSTRAINT roles_granted_by_fkey REFERENCES people ON DELETE SET NULL,
    PRIMARY KEY (person_id, role)
);
CREATE INDEX roles_granted_by ON roles (granted_by);
