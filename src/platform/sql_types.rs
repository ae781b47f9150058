//! SQL types that both engines can hold: UUID, instant and JSON.
//!
//! PostgreSQL has them natively (`uuid`, `timestamptz`, `jsonb`). SQLite keeps a UUID as a BLOB of 16 bytes, an instant
//! as fixed-width text whose order is the order of time, and JSON as text.

use diesel::query_builder::QueryId;
use diesel::sql_types::SqlType;

/// The SQL type of a UUID.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 2950, array_oid = 2951), sqlite_type(name = "Binary"))]
pub struct SqlUuid;

/// The SQL type of an instant.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 1184, array_oid = 1185), sqlite_type(name = "Text"))]
pub struct SqlTimestamp;

/// The SQL type of a JSON document.
#[derive(Debug, Clone, Copy, Default, SqlType, QueryId)]
#[diesel(postgres_type(oid = 3802, array_oid = 3807), sqlite_type(name = "Text"))]
pub struct SqlJson;
