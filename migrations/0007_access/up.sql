-- Sign-ins, sessions, tokens, personal feeds, limits and idempotency keys. What lets someone in is kept hashed.

CREATE TABLE sign_ins (
    id         uuid        PRIMARY KEY,
    person_id  uuid        NOT NULL CONSTRAINT sign_ins_person_fkey REFERENCES people ON DELETE CASCADE,
    link_hash  bytea       NOT NULL CONSTRAINT sign_ins_link_key UNIQUE,
    -- None for links from the command line, which have no code.
    code_hash  bytea,
    attempts   integer     NOT NULL DEFAULT 0,
    next_path  text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX sign_ins_person ON sign_ins (person_id);
CREATE INDEX sign_ins_expires ON sign_ins (expires_at);

CREATE TABLE sessions (
    id           uuid        PRIMARY KEY,
    token_hash   bytea       NOT NULL CONSTRAINT sessions_token_key UNIQUE,
    person_id    uuid        NOT NULL CONSTRAINT sessions_person_fkey REFERENCES people ON DELETE CASCADE,
    client       text        NOT NULL DEFAULT '',
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX sessions_person ON sessions (person_id);
CREATE INDEX sessions_expires ON sessions (expires_at);

CREATE TABLE api_tokens (
    id           uuid        PRIMARY KEY,
    person_id    uuid        NOT NULL CONSTRAINT api_tokens_person_fkey REFERENCES people ON DELETE CASCADE,
    name         text        NOT NULL,
    token_hash   bytea       NOT NULL CONSTRAINT api_tokens_token_key UNIQUE,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_tokens_person ON api_tokens (person_id);

-- The address is an HMAC of id and generation; raising the generation revokes it.
CREATE TABLE personal_feeds (
    id         uuid        PRIMARY KEY,
    person_id  uuid        NOT NULL CONSTRAINT personal_feeds_person_fkey REFERENCES people ON DELETE CASCADE,
    name       text        NOT NULL,
    detail     text        NOT NULL CONSTRAINT personal_feeds_detail_known CHECK (detail IN ('full', 'busy')),
    generation integer     NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX personal_feeds_person ON personal_feeds (person_id);

-- Limits that hold across nodes: a bucket that fills with time.
CREATE TABLE limit_buckets (
    key       text             PRIMARY KEY,
    level     double precision NOT NULL,
    filled_at timestamptz      NOT NULL
);
CREATE INDEX limit_buckets_filled ON limit_buckets (filled_at);

CREATE TABLE idempotency_keys (
    scope        text        NOT NULL,
    key          text        NOT NULL,
    request_hash bytea       NOT NULL,
    status       smallint,
    location     text,
    body         bytea,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
