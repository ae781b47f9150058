use std::borrow::Cow;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Date, Text};
use serde::{Deserialize, Serialize};

use super::about::IS_ABOUT;
use super::stored::{PLACED_COLUMNS, PlacedRow, live};
use super::{BuiltIn, Record, ShareFilter, Stored};
use crate::core::WriteError;
use crate::core::access::Actor;
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::db::load_boxed;
use crate::platform::db::schema::records;
use crate::platform::http::{Cursor, PageRequest};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::sql_types::{SqlTimestamp, SqlUuid};
use crate::platform::time::{LocalDay, Timestamp};

/// One page of a list.
pub struct Page {
    /// The records, newest first.
    pub items: Vec<Stored>,
    /// The built-in records that follow them.
    pub built_in: &'static [BuiltIn],
    /// Where the next page begins, if there is one.
    pub next: Option<Cursor>,
}

/// The position after which the next page begins: keyset pagination, so that new records never shift a page.
#[derive(Serialize, Deserialize)]
enum After {
    /// The record with these keys.
    Record(LocalDay, Timestamp, RecordId),
    /// So many of the built-in records.
    BuiltIn(usize),
}

/// A page of the user's live records of one collection, newest first, then the built-in ones. A range of days leaves
/// those out, since they have none.
///
/// # Errors
/// 422 when the cursor is not one of this list.
pub fn page<R: Record>(tx: &mut Tx<'_>, request: &PageRequest) -> Result<Page, WriteError> {
    page_of::<R>(tx, None, request)
}

/// The same of those records that are about a client (see [`super::about`]).
///
/// # Errors
/// As [`page`].
pub fn page_about<R: Record>(tx: &mut Tx<'_>, client: UserId, request: &PageRequest) -> Result<Page, WriteError> {
    page_of::<R>(tx, Some(client), request)
}

fn page_of<R: Record>(tx: &mut Tx<'_>, client: Option<UserId>, request: &PageRequest) -> Result<Page, WriteError> {
    let after = request.after()?;
    let limit = request.limit as usize;
    let shown = match after {
        Some(After::BuiltIn(shown)) if shown > R::built_in().len() => return Err(PageRequest::foreign_cursor().into()),
        Some(After::BuiltIn(shown)) => Some(shown),
        _ => None,
    };
    let rows = match shown {
        Some(_) => Vec::new(),
        None => rows::<R>(tx, client, request, after.as_ref())?,
    };
    let (rows, more) = request.cut(rows);
    let last = rows.last().and_then(|last| Some(After::Record(last.local_date?.into(), last.at?, last.row.id)));
    let items: Vec<_> = rows.into_iter().filter_map(|placed| placed.row.live()).collect();
    let ranged = request.from.is_some() || request.to.is_some();
    let remaining = if more || ranged { &[] } else { R::built_in().get(shown.unwrap_or(0)..).unwrap_or_default() };
    let built_in = remaining.get(..limit - items.len()).unwrap_or(remaining);
    let next = if more {
        last
    } else {
        (built_in.len() < remaining.len()).then(|| After::BuiltIn(shown.unwrap_or(0) + built_in.len()))
    };
    Ok(Page { items, built_in, next: next.as_ref().map(Cursor::hold).transpose()? })
}

/// One row more than asked for, when there is one.
fn rows<R: Record>(
    tx: &mut Tx<'_>,
    client: Option<UserId>,
    request: &PageRequest,
    after: Option<&After>,
) -> Result<Vec<PlacedRow>, DbError> {
    let rows = load_boxed!(tx.connection, |Engine| {
        let mut query = live(tx.owner.user, R::COLLECTION.number())
            .order((records::local_date.desc(), records::at.desc(), records::id.desc()))
            .select(PLACED_COLUMNS)
            .limit(i64::from(request.limit) + 1)
            .into_boxed::<Engine>();
        if let Some(client) = client {
            query = query.filter(sql::<Bool>(IS_ABOUT).bind::<Text, _>(client.to_string()));
        }
        if let Some(from) = request.from {
            query = query.filter(records::local_date.ge(from.date()));
        }
        if let Some(to) = request.to {
            query = query.filter(records::local_date.le(to.date()));
        }
        if let Some(After::Record(day, at, id)) = after {
            // A row comparison scans the index from the cursor on; the same condition with OR would scan the day again.
            query = query.filter(
                sql::<Bool>("(local_date, at, id) < (")
                    .bind::<Date, _>(day.date())
                    .sql(", ")
                    .bind::<SqlTimestamp, _>(*at)
                    .sql(", ")
                    .bind::<SqlUuid, _>(*id)
                    .sql(")"),
            );
        }
        query
    });
    Ok(rows?)
}

impl Page {
    /// Takes out what the owner may not see at the moment; whether there was any.
    pub fn withhold<R: Record>(&mut self, tx: &mut Tx<'_>) -> Result<bool, DbError> {
        let (mut share_filter, before) = (ShareFilter::default(), self.items.len());
        let mut shown = Vec::with_capacity(before);
        for item in self.items.drain(..) {
            if share_filter.allows::<R>(tx, &item)? {
                shown.push(item);
            }
        }
        self.items = shown;
        Ok(self.items.len() < before)
    }

    /// The page as this actor sees it. Built-in records are everybody's.
    ///
    /// # Errors
    /// When the cursor can't be written as JSON.
    pub fn render<R: Record>(&self, actor: Actor) -> Result<String, DbError> {
        let own = self.items.iter().map(|item| item.render_for::<R>(actor).map(Cow::Owned));
        let built_in = self.built_in.iter().map(|item| Ok(Cow::Borrowed(item.json.as_str())));
        let mut out = String::from(r#"{"items":["#);
        for (index, item) in own.chain(built_in).enumerate() {
            if index > 0 {
                out.push(',');
            }
            out.push_str(&item?);
        }
        out.push_str(r#"],"next_cursor":"#);
        out.push_str(&serde_json::to_string(&self.next.as_ref().map(ToString::to_string))?);
        out.push('}');
        Ok(out)
    }
}
