use crate::platform::db::DbError;

/// Why a copy did not come to a good end.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// Nothing was written: one of the two databases is not one to copy from or to.
    #[error("{0}")]
    Refused(String),
    /// The source can't be read.
    #[error("the source: {0}")]
    Source(DbError),
    /// The target can't be written or read.
    #[error("the target: {0}")]
    Target(DbError),
    /// The target can't hold a row of the source, whose key is named.
    #[error(
        "the target can't hold the row of {table} with {key}: {why}. PostgreSQL holds no U+0000 in text, for one. \
        The source is as it was; correct the row there and copy into an empty target"
    )]
    Unstorable {
        /// The table.
        table: &'static str,
        /// The columns of its key and their values.
        key: String,
        /// What the database said.
        why: DbError,
    },
    /// The verification found that the target is not what the source is.
    #[error("the copy differs from its source: {}. Don't use it: copy into an empty target", .0.join("; "))]
    Differs(Vec<String>),
    /// The copy is what the source was when it began, and lacks what was written there since.
    #[error(
        "the source has changed since the copy of it began. Don't use the copy: stop every service of the source, and copy \
        into an empty target"
    )]
    SourceChanged,
}
