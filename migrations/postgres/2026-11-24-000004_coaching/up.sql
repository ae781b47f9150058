-- What clients see of a person who coaches.
ALTER TABLE users ADD COLUMN coach_profile jsonb;

-- By these rows alone it is decided what a coach may see of a client. One is there while its share is redeemed and not
-- ended; whether it has run out, the clock says at each use.
CREATE TABLE grants (
    -- The coach.
    user_id uuid NOT NULL REFERENCES users (id),
    client_id uuid NOT NULL REFERENCES users (id),
    share_id uuid NOT NULL,
    -- A bit for each scope.
    scopes integer NOT NULL,
    expires_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, client_id, share_id)
);

CREATE INDEX grants_of_client ON grants (client_id);

-- Codes that wait for a coach. Looked up without knowing whose they are, like an e-mail address at signing in.
CREATE TABLE share_codes (
    -- The client.
    user_id uuid NOT NULL REFERENCES users (id),
    code_hash bytea NOT NULL PRIMARY KEY,
    share_id uuid NOT NULL,
    valid_until timestamptz NOT NULL
);

CREATE INDEX share_codes_of_client ON share_codes (user_id, share_id);

-- Who looked at what of a client. Nothing changes a row; only the end of the client's account removes them.
CREATE TABLE access_log (
    -- The client.
    user_id uuid NOT NULL REFERENCES users (id),
    at timestamptz NOT NULL,
    id uuid NOT NULL,
    coach_id uuid NOT NULL,
    -- As the coach was called then.
    coach_name text NOT NULL,
    share_id uuid NOT NULL,
    operation text NOT NULL,
    detail text,
    PRIMARY KEY (user_id, at, id)
);
