use diesel::ConnectionError;
use diesel::result::{DatabaseErrorKind, Error};

/// What can go wrong between Birddog and its database. Its text is for the log, never for a client.
#[derive(Debug, Clone, thiserror::Error)]
pub enum DbError {
    /// A unique key was already taken. Names the constraint (PostgreSQL) or `table.column` (SQLite).
    #[error("unique key taken: {0}")]
    Taken(String),
    /// A serialization failure or a deadlock between two transactions; a retry may succeed.
    #[error("transactions in conflict: {0}")]
    Conflict(String),
    /// The database is out of reach, overloaded, shutting down or out of space. A later retry may succeed.
    #[error("database unavailable: {0}")]
    Unavailable(String),
    /// A bug of Birddog or a broken database: a retry does not help.
    #[error("database fault: {0}")]
    Broken(String),
}

impl DbError {
    /// A fault of Birddog's own.
    pub fn broken(cause: impl std::fmt::Display) -> Self {
        Self::Broken(cause.to_string())
    }

    /// No connection could be made.
    pub(super) fn connect(error: &ConnectionError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<Error> for DbError {
    fn from(error: Error) -> Self {
        match &error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Self::Taken(info.constraint_name().unwrap_or_else(|| info.message()).to_owned())
            }
            Error::DatabaseError(
                DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::ReadOnlyTransaction,
                info,
            ) => Self::Unavailable(info.message().to_owned()),
            Error::DatabaseError(DatabaseErrorKind::SerializationFailure, info) => {
                Self::Conflict(info.message().to_owned())
            }
            // PostgreSQL says "deadlock detected", Citus "distributed deadlock".
            Error::DatabaseError(DatabaseErrorKind::Unknown, info) if info.message().contains("deadlock") => {
                Self::Conflict(info.message().to_owned())
            }
            Error::DatabaseError(DatabaseErrorKind::Unknown, info) if is_passing(info.message()) => {
                Self::Unavailable(info.message().to_owned())
            }
            Error::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            _ => Self::Broken(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for DbError {
    fn from(error: serde_json::Error) -> Self {
        Self::Broken(format!("a stored document does not read: {error}"))
    }
}

/// Neither engine reports these as kinds of their own, so they are recognised by their messages.
fn is_passing(message: &str) -> bool {
    const PASSING: [&str; 11] = [
        "database is locked",
        "database or disk is full",
        "disk I/O error",
        "No space left",
        "canceling statement due to",
        "terminating connection",
        "server closed the connection",
        "the database system is",
        "could not connect",
        "no connection to the server",
        "could not extend file",
    ];
    PASSING.iter().any(|part| message.contains(part))
}
