-- Every table but `users` leads with user_id, so that the whole schema can be distributed by it.

CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE,
    display_name text NOT NULL,
    password_hash text NOT NULL,
    time_zone text NOT NULL,
    day_starts_at text NOT NULL,
    streak_freezes boolean NOT NULL,
    -- The owner's change counter: the rev of the newest change to anything of theirs.
    rev bigint NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);

CREATE TABLE devices (
    user_id uuid NOT NULL REFERENCES users (id),
    id uuid NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL,
    auth_time timestamptz NOT NULL,
    -- The refresh token's generation, when it became current, and when a token of it was first used.
    generation integer NOT NULL,
    rotated_at timestamptz NOT NULL,
    generation_used_at timestamptz,
    revoked_at timestamptz,
    revoked_reason text,
    PRIMARY KEY (user_id, id)
);

CREATE TABLE records (
    user_id uuid NOT NULL REFERENCES users (id),
    collection smallint NOT NULL,
    id uuid NOT NULL,
    rev bigint NOT NULL,
    -- A tombstone keeps its id and rev; everything below is then null.
    created_at timestamptz,
    updated_at timestamptz,
    local_date date,
    at timestamptz,
    body jsonb,
    PRIMARY KEY (user_id, collection, id)
);

CREATE INDEX records_newest_first ON records (user_id, collection, local_date DESC, at DESC, id DESC) WHERE body IS NOT NULL;
CREATE UNIQUE INDEX records_changes ON records (user_id, rev, collection, id);

CREATE TABLE training_days (
    user_id uuid NOT NULL REFERENCES users (id),
    local_date date NOT NULL,
    seconds bigint NOT NULL,
    sessions integer NOT NULL,
    mark text,
    sets jsonb NOT NULL,
    PRIMARY KEY (user_id, local_date)
);

CREATE TABLE pain_days (
    user_id uuid NOT NULL REFERENCES users (id),
    local_date date NOT NULL,
    -- '' where the score names no region.
    region text NOT NULL,
    -- How often each score 0 to 10 was given that day.
    counts jsonb NOT NULL,
    PRIMARY KEY (user_id, local_date, region)
);

CREATE TABLE progress_checkpoints (
    user_id uuid NOT NULL REFERENCES users (id),
    through date NOT NULL,
    state jsonb NOT NULL,
    PRIMARY KEY (user_id, through)
);

CREATE TABLE idempotency_keys (
    user_id uuid NOT NULL REFERENCES users (id),
    path text NOT NULL,
    key text NOT NULL,
    body_hash bytea NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, path, key)
);

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
