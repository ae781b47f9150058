-- What a row of an imported file said when it became a record, so that the same row again changes nothing, whatever the
-- person has made of the record since.
CREATE TABLE imported_rows (
    user_id uuid NOT NULL REFERENCES users (id),
    -- Of source, series and moment: what names a row in every version of its file.
    key uuid NOT NULL,
    -- Tells apart the rows of one key, from 1.
    nth smallint NOT NULL,
    collection smallint NOT NULL,
    record_id uuid NOT NULL,
    -- Of source and series.
    series uuid NOT NULL,
    -- The day that the row names.
    day date NOT NULL,
    -- The row's own number, whatever the map made of it.
    measure text NOT NULL,
    -- SHA-256 of all that the row said.
    digest bytea NOT NULL,
    -- The record's rev as the import wrote it. Another one, or a tombstone, is the person's doing.
    rev bigint NOT NULL,
    PRIMARY KEY (user_id, key, nth)
);

CREATE INDEX imported_rows_of_series ON imported_rows (user_id, series, day);
