//! Every table as typed rows: read in the order of its key, and written many at once.
//!
//! What a value is on the wire or in a file is each engine's own affair; here it is what it means.

use chrono::NaiveDate;
use diesel::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::canonical::Canonical;
use super::schema::{
    access_log, devices, grants, health_profiles, idempotency_keys, imported_rows, pain_days, progress_checkpoints,
    records, share_codes, training_days, users,
};
use super::types::JsonText;
use super::{AnyConnection, DbError, cached};
use crate::platform::ids::{DeviceId, HistoryId, ImportKey, RecordId, UserId, VisitId};
use crate::platform::time::Timestamp;

/// A day as the schema's types read it.
type Day = NaiveDate;

/// Which rows of a table to read.
#[derive(Debug, Clone, Copy)]
pub enum Reading<'a, K> {
    /// All of them, in whatever order is cheapest.
    All,
    /// Those after a key, or all of them, in the order of the table's key.
    InOrder(Option<&'a K>),
}

/// A row of a table, with all of its columns.
pub trait Row: Sized + Send + 'static {
    /// The table's name.
    const TABLE: &'static str;
    /// The columns of its key, in order.
    const KEY: &'static [&'static str];
    /// A key, in the order of the columns.
    type Key: Serialize + DeserializeOwned + Send;

    /// The row's key.
    fn key(&self) -> Self::Key;

    /// Appends what the row says in a form that is the same whichever engine it came from.
    fn write_canonical(&self, out: &mut Vec<u8>);

    /// Hands rows to `each`, one by one as they come from the database.
    ///
    /// # Errors
    /// The database's, and the first of `each`, which ends the reading.
    fn read<E: From<DbError>>(
        connection: &mut AnyConnection,
        reading: Reading<'_, Self::Key>,
        each: impl FnMut(Self) -> Result<(), E>,
    ) -> Result<(), E>;

    /// Writes rows that are not there yet: by COPY on PostgreSQL, by one prepared statement on SQLite. To be called in a
    /// transaction.
    ///
    /// # Errors
    /// When one of them can't be stored; none is to be kept then.
    fn insert(connection: &mut AnyConnection, rows: &[Self]) -> Result<(), DbError>;

    /// How many rows there are.
    ///
    /// # Errors
    /// The database's.
    fn count(connection: &mut AnyConnection) -> Result<u64, DbError>;
}

/// The condition that a key of one to three columns comes after another one. Its first part alone is a range of the
/// key's index.
macro_rules! after {
    ($table:ident, $key:ident: $a:ident) => {
        $table::$a.gt($key)
    };
    ($table:ident, $key:ident: $a:ident $b:ident) => {
        $table::$a.ge($key.0).and($table::$a.gt($key.0).or($table::$b.gt(&$key.1)))
    };
    ($table:ident, $key:ident: $a:ident $b:ident $c:ident) => {
        $table::$a.ge($key.0).and(
            $table::$a.gt($key.0).or($table::$b.gt(&$key.1)).or($table::$b.eq(&$key.1).and($table::$c.gt(&$key.2))),
        )
    };
}

/// A row type for a table: all columns in the schema's order, and the columns of its key.
macro_rules! rows {
    ($(
        $(#[$doc:meta])*
        $row:ident of $table:ident by ($($key:ident: $key_type:ty),+) { $($column:ident: $type:ty),+ $(,)? }
    )+) => {$(
        $(#[$doc])*
        #[allow(missing_docs, reason = "the migrations describe the columns")]
        #[derive(Debug, Clone, Queryable, Insertable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        pub struct $row { $(pub $column: $type),+ }

        impl Row for $row {
            const TABLE: &'static str = stringify!($table);
            const KEY: &'static [&'static str] = &[$(stringify!($key)),+];
            #[allow(unused_parens, reason = "a key of one column is that column")]
            type Key = ($($key_type),+);

            #[allow(unused_parens, clippy::clone_on_copy, reason = "for keys of any number and type of columns")]
            fn key(&self) -> Self::Key {
                ($(self.$key.clone()),+)
            }

            fn write_canonical(&self, out: &mut Vec<u8>) {
                $(self.$column.write_to(out);)+
            }

            fn read<E: From<DbError>>(
                connection: &mut AnyConnection,
                reading: Reading<'_, Self::Key>,
                mut each: impl FnMut(Self) -> Result<(), E>,
            ) -> Result<(), E> {
                macro_rules! read {
                    ($open:expr, $backend:ty, $mode:ty) => {{
                        let mut query = $table::table.into_boxed::<$backend>();
                        if let Reading::InOrder(after) = reading {
                            query = query.order(($($table::$key.asc(),)+));
                            if let Some(key) = after {
                                query = query.filter(after!($table, key: $($key)+));
                            }
                        }
                        for row in query.load_iter::<Self, $mode>($open).map_err(DbError::from)? {
                            each(row.map_err(DbError::from)?)?;
                        }
                        Ok(())
                    }};
                }
                match connection {
                    AnyConnection::Sqlite(open) => {
                        read!(open, diesel::sqlite::Sqlite, diesel::connection::DefaultLoadingMode)
                    }
                    AnyConnection::Postgres(open) => {
                        read!(open, diesel::pg::Pg, diesel::pg::PgRowByRowLoadingMode)
                    }
                }
            }

            fn insert(connection: &mut AnyConnection, rows: &[Self]) -> Result<(), DbError> {
                if let AnyConnection::Postgres(open) = connection {
                    use diesel::ExecuteCopyFromDsl as _;
                    diesel::copy_from($table::table).from_insertable(rows).execute(open)?;
                    return Ok(());
                }
                for row in rows {
                    cached!(diesel::insert_into($table::table).values(row)).execute(connection)?;
                }
                Ok(())
            }

            fn count(connection: &mut AnyConnection) -> Result<u64, DbError> {
                let count: i64 = $table::table.count().get_result(connection)?;
                Ok(count.unsigned_abs())
            }

        }
    )+};
}

rows! {
    /// An account.
    UserRow of users by (id: UserId) {
        id: UserId,
        email: String,
        display_name: String,
        password_hash: String,
        time_zone: String,
        day_starts_at: String,
        streak_freezes: bool,
        rev: i64,
        created_at: Timestamp,
        updated_at: Timestamp,
        history: HistoryId,
        coach_profile: Option<JsonText>,
    }
    /// A device that signed in.
    DeviceRow of devices by (user_id: UserId, id: DeviceId) {
        user_id: UserId,
        id: DeviceId,
        name: String,
        created_at: Timestamp,
        auth_time: Timestamp,
        generation: i32,
        rotated_at: Timestamp,
        generation_used_at: Option<Timestamp>,
        revoked_at: Option<Timestamp>,
        revoked_reason: Option<String>,
    }
    /// A record or its tombstone.
    RecordRow of records by (user_id: UserId, collection: i16, id: RecordId) {
        user_id: UserId,
        collection: i16,
        id: RecordId,
        rev: i64,
        created_at: Option<Timestamp>,
        updated_at: Option<Timestamp>,
        local_date: Option<Day>,
        at: Option<Timestamp>,
        body: Option<JsonText>,
    }
    /// A day's sums of training.
    TrainingDayRow of training_days by (user_id: UserId, local_date: Day) {
        user_id: UserId,
        local_date: Day,
        seconds: i64,
        sessions: i32,
        mark: Option<String>,
        sets: JsonText,
    }
    /// A day's pain scores in one region.
    PainDayRow of pain_days by (user_id: UserId, local_date: Day, region: String) {
        user_id: UserId,
        local_date: Day,
        region: String,
        counts: JsonText,
    }
    /// The replay's state at the end of a month.
    CheckpointRow of progress_checkpoints by (user_id: UserId, through: Day) {
        user_id: UserId,
        through: Day,
        state: JsonText,
    }
    /// The answer that was given under an idempotency key.
    IdempotencyKeyRow of idempotency_keys by (user_id: UserId, path: String, key: String) {
        user_id: UserId,
        path: String,
        key: String,
        body_hash: Vec<u8>,
        answer: JsonText,
        created_at: Timestamp,
    }
    /// A health profile.
    HealthProfileRow of health_profiles by (user_id: UserId) {
        user_id: UserId,
        rev: i64,
        updated_at: Timestamp,
        body: JsonText,
    }
    /// What a coach may see of a client.
    GrantRow of grants by (user_id: UserId, client_id: UserId, share_id: RecordId) {
        user_id: UserId,
        client_id: UserId,
        share_id: RecordId,
        scopes: i32,
        expires_at: Option<Timestamp>,
        created_at: Timestamp,
    }
    /// A code that waits for a coach.
    ShareCodeRow of share_codes by (code_hash: Vec<u8>) {
        user_id: UserId,
        code_hash: Vec<u8>,
        share_id: RecordId,
        valid_until: Timestamp,
    }
    /// A look of a coach's.
    VisitRow of access_log by (user_id: UserId, at: Timestamp, id: VisitId) {
        user_id: UserId,
        at: Timestamp,
        id: VisitId,
        coach_id: UserId,
        coach_name: String,
        share_id: RecordId,
        operation: String,
        detail: Option<String>,
    }
    /// What a row of an imported file said.
    ImportedRow of imported_rows by (user_id: UserId, key: ImportKey, nth: i16) {
        user_id: UserId,
        key: ImportKey,
        nth: i16,
        collection: i16,
        record_id: RecordId,
        series: ImportKey,
        day: Day,
        measure: String,
        digest: Vec<u8>,
        rev: i64,
    }
}
