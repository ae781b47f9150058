-- What a person says of their health, for the screening of appointments.
CREATE TABLE health_profiles (
    user_id BLOB PRIMARY KEY REFERENCES users (id),
    rev BIGINT NOT NULL,
    updated_at TEXT NOT NULL,
    body TEXT NOT NULL
) WITHOUT ROWID;
