-- Every table but `users` leads with user_id, so that the whole schema can be distributed by it.

CREATE TABLE users (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    day_starts_at TEXT NOT NULL,
    streak_freezes BOOLEAN NOT NULL,
    -- The owner's change counter: the rev of the newest change to anything of theirs.
    rev BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE devices (
    user_id BLOB NOT NULL REFERENCES users (id),
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    auth_time TEXT NOT NULL,
    -- The refresh token's generation, when it became current, and when a token of it was first used.
    generation INTEGER NOT NULL,
    rotated_at TEXT NOT NULL,
    generation_used_at TEXT,
    revoked_at TEXT,
    revoked_reason TEXT,
    PRIMARY KEY (user_id, id)
) WITHOUT ROWID;

CREATE TABLE records (
    user_id BLOB NOT NULL REFERENCES users (id),
    collection SMALLINT NOT NULL,
    id BLOB NOT NULL,
    rev BIGINT NOT NULL,
    -- A tombstone keeps its id and rev; everything below is then null.
    created_at TEXT,
    updated_at TEXT,
    local_date DATE,
    at TEXT,
    body TEXT,
    PRIMARY KEY (user_id, collection, id)
) WITHOUT ROWID;

CREATE INDEX records_newest_first ON records (user_id, collection, local_date DESC, at DESC, id DESC) WHERE body IS NOT NULL;
CREATE UNIQUE INDEX records_changes ON records (user_id, rev, collection, id);

CREATE TABLE training_days (
    user_id BLOB NOT NULL REFERENCES users (id),
    local_date DATE NOT NULL,
    seconds BIGINT NOT NULL,
    sessions INTEGER NOT NULL,
    mark TEXT,
    sets TEXT NOT NULL,
    PRIMARY KEY (user_id, local_date)
) WITHOUT ROWID;

CREATE TABLE pain_days (
    user_id BLOB NOT NULL REFERENCES users (id),
    local_date DATE NOT NULL,
    -- '' where the score names no region.
    region TEXT NOT NULL,
    -- How often each score 0 to 10 was given that day.
    counts TEXT NOT NULL,
    PRIMARY KEY (user_id, local_date, region)
) WITHOUT ROWID;

CREATE TABLE progress_checkpoints (
    user_id BLOB NOT NULL REFERENCES users (id),
    through DATE NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (user_id, through)
) WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    user_id BLOB NOT NULL REFERENCES users (id),
    path TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash BLOB NOT NULL,
    answer TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (user_id, path, key)
) WITHOUT ROWID;

CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);
