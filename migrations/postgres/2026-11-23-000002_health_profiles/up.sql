-- What a person says of their health, for the screening of appointments.
CREATE TABLE health_profiles (
    user_id uuid PRIMARY KEY REFERENCES users (id),
    rev bigint NOT NULL,
    updated_at timestamptz NOT NULL,
    body jsonb NOT NULL
);
