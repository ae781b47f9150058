//! Records about one of several clients: those that name one in their field `client_id`.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::stored::{COLUMNS, Row, live};
use super::{Record, Stored};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::cached;
use crate::platform::db::schema::records;
use crate::platform::ids::{RecordId, UserId};

/// An SQL condition for records about a client, whose id is to be appended. It names the collections as the partial index
/// does, so that the index is used.
pub(super) const IS_ABOUT: &str = "collection IN (10, 11, 12) AND body ->> 'client_id' = ";

/// Every live record of the collection that is about a client, newest first.
pub fn about<R: Record>(tx: &mut Tx<'_>, client: UserId) -> Result<Vec<Stored>, DbError> {
    let rows = cached!(
        live(tx.owner.user, R::COLLECTION.number())
            .filter(sql::<Bool>(IS_ABOUT).bind::<Text, _>(client.to_string()))
            // In the order of the index: otherwise SQLite reads the records about other clients too.
            .order((records::local_date.desc(), records::at.desc(), records::id.desc()))
            .select(COLUMNS)
    )
    .load::<Row>(tx.connection)?;
    Ok(rows.into_iter().filter_map(Row::live).collect())
}

/// Whether there are so many of them, or more.
pub fn has_about<R: Record>(tx: &mut Tx<'_>, client: UserId, many: i64) -> Result<bool, DbError> {
    let last = cached!(
        live(tx.owner.user, R::COLLECTION.number())
            .filter(sql::<Bool>(IS_ABOUT).bind::<Text, _>(client.to_string()))
            .order((records::local_date.desc(), records::at.desc(), records::id.desc()))
            .select(records::id)
            .offset(many - 1)
            .limit(1)
            .limit(1)
    )
    .get_result::<RecordId>(tx.connection)
    .optional()?;
    Ok(last.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::records::Collection;

    #[test]
    fn the_index_has_the_collections_that_name_clients() {
        let numbers =
            [Collection::Comments, Collection::PlanProposals, Collection::ClientNotes].map(Collection::number);
        assert!(IS_ABOUT.contains(&format!("({})", numbers.map(|number| number.to_string()).join(", "))));
    }
}
