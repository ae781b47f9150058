-- What a row of an imported file said when it became a record, so that the same row again changes nothing, whatever the
-- person has made of the record since.
CREATE TABLE imported_rows (
    user_id BLOB NOT NULL REFERENCES users (id),
    -- Of source, series and moment: what names a row in every version of its file.
    key BLOB NOT NULL,
    -- Tells apart the rows of one key, from 1.
    nth SMALLINT NOT NULL,
    collection SMALLINT NOT NULL,
    record_id BLOB NOT NULL,
    -- Of source and series.
    series BLOB NOT NULL,
    -- The day that the row names.
    day DATE NOT NULL,
    -- The row's own number, whatever the map made of it.
    measure TEXT NOT NULL,
    -- SHA-256 of all that the row said.
    digest BLOB NOT NULL,
    -- The record's rev as the import wrote it. Another one, or a tombstone, is the person's doing.
    rev BIGINT NOT NULL,
    PRIMARY KEY (user_id, key, nth)
) WITHOUT ROWID;

CREATE INDEX imported_rows_of_series ON imported_rows (user_id, series, day);
