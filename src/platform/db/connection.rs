use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sqlite::SqliteConnection;

use super::DbError;

/// A connection to either engine. All SQL is written once against this type.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    /// SQLite.
    Sqlite(SqliteConnection),
    /// PostgreSQL.
    Postgres(PgConnection),
}

/// What an acknowledged write has survived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// A power cut: every commit reaches the disk before its answer.
    #[default]
    Full,
    /// A crash of the process, not a power cut: the last commits may be lost with the machine.
    Normal,
}

/// Oldest SQLite that may be used: earlier ones can corrupt a database when its WAL is reset.
const OLDEST_SQLITE: i32 = 3_051_003;

/// What a SQLite connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Read,
    Write(Durability),
}

impl AnyConnection {
    /// Opens the SQLite file; creates it when it is missing.
    pub(super) fn open_sqlite(file: &Path, purpose: Purpose) -> Result<Self, DbError> {
        let mut connection =
            SqliteConnection::establish(&file.to_string_lossy()).map_err(|error| DbError::connect(&error))?;
        connection.batch_execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL;")?;
        connection.batch_execute("PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;")?;
        connection.batch_execute(match purpose {
            Purpose::Read => "PRAGMA query_only = ON;",
            Purpose::Write(Durability::Full) => "PRAGMA synchronous = FULL;",
            Purpose::Write(Durability::Normal) => "PRAGMA synchronous = NORMAL;",
        })?;
        let mut connection = Self::Sqlite(connection);
        let version = connection.server_version()?;
        if version < OLDEST_SQLITE {
            return Err(DbError::broken(format!("SQLite {version} is too old, {OLDEST_SQLITE} is needed")));
        }
        Ok(connection)
    }

    /// Connects to PostgreSQL and sets the durability of its commits.
    pub(super) fn open_postgres(url: &str, durability: Durability) -> Result<Self, DbError> {
        let mut connection = PgConnection::establish(url).map_err(|error| DbError::connect(&error))?;
        connection.batch_execute(match durability {
            Durability::Full => "SET synchronous_commit = on",
            Durability::Normal => "SET synchronous_commit = off",
        })?;
        connection.batch_execute(
            "SET statement_timeout = '30s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'",
        )?;
        Ok(Self::Postgres(connection))
    }

    /// The engine's version: SQLite's like `3053002`, PostgreSQL's like `150018`.
    pub(super) fn server_version(&mut self) -> Result<i32, DbError> {
        use diesel::dsl::sql;
        use diesel::sql_types::{Integer, Text};
        match self {
            Self::Sqlite(connection) => {
                let text: String = diesel::select(sql::<Text>("sqlite_version()")).get_result(connection)?;
                let part =
                    |index: usize| text.split('.').nth(index).and_then(|part| part.parse::<i32>().ok()).unwrap_or(0);
                Ok(part(0) * 1_000_000 + part(1) * 1_000 + part(2))
            }
            Self::Postgres(connection) => {
                Ok(diesel::select(sql::<Integer>("current_setting('server_version_num')::int"))
                    .get_result(connection)?)
            }
        }
    }

    /// The engine with its version, for people.
    ///
    /// # Errors
    /// When the database does not answer.
    pub fn engine(&mut self) -> Result<String, DbError> {
        let version = self.server_version()?;
        Ok(match self {
            Self::Sqlite(_) => {
                format!("SQLite {}.{}.{}", version / 1_000_000, version / 1_000 % 1_000, version % 1_000)
            }
            Self::Postgres(_) => format!("PostgreSQL {}.{}", version / 10_000, version % 10_000),
        })
    }

    /// What SQLite's own check of its file finds wrong; PostgreSQL has no such check, so the list is empty.
    ///
    /// # Errors
    /// When the check can't be made.
    pub fn integrity_faults(&mut self) -> Result<Vec<String>, DbError> {
        use diesel::sql_types::Text;
        #[derive(QueryableByName)]
        struct Line {
            #[diesel(sql_type = Text)]
            integrity_check: String,
        }
        match self {
            Self::Sqlite(connection) => {
                let lines: Vec<Line> = diesel::sql_query("PRAGMA integrity_check").load(connection)?;
                Ok(lines.into_iter().map(|line| line.integrity_check).filter(|line| line != "ok").collect())
            }
            Self::Postgres(_) => Ok(Vec::new()),
        }
    }

    /// Runs `sql` on whichever engine this is; for statements without parameters or results.
    pub(super) fn run(&mut self, sql: &str) -> QueryResult<()> {
        match self {
            Self::Sqlite(connection) => connection.batch_execute(sql),
            Self::Postgres(connection) => connection.batch_execute(sql),
        }
    }
}

#[cfg(test)]
mod tests {
    use diesel::sql_types::{Bool, Text};

    use super::*;

    #[test]
    fn sqlite_is_compiled_to_plan_a_statement_once() {
        let mut connection = SqliteConnection::establish(":memory:").unwrap();
        let mut used = |option: &str| {
            let asked =
                diesel::sql_query("SELECT sqlite_compileoption_used(?) AS used").bind::<Text, _>(option.to_owned());
            asked.get_result::<Used>(&mut connection).unwrap().used
        };
        assert!(used("ENABLE_QPSG") && !used("ENABLE_STAT4"), "see .cargo/config.toml");
    }

    #[derive(QueryableByName)]
    struct Used {
        #[diesel(sql_type = Bool)]
        used: bool,
    }
}
