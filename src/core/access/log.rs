//! Who looked at what of a client. Rows are only ever added; the end of the client's account alone removes them.

use std::collections::BTreeSet;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::coach::Person;
use crate::core::WriteError;
use crate::platform::db::schema::access_log;
use crate::platform::db::{AnyConnection, DbError, cached, load_boxed};
use crate::platform::http::{Cursor, PageRequest};
use crate::platform::ids::{RecordId, UserId, VisitId};
use crate::platform::sql_types::{SqlTimestamp, SqlUuid};
use crate::platform::time::Timestamp;

/// A look at a person's data by one of their coaches.
#[skip_serializing_none]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Queryable, ToSchema)]
pub struct Look {
    /// Its id.
    pub id: VisitId,
    /// When.
    pub at: Timestamp,
    /// Who, by the name they had then.
    #[diesel(embed)]
    pub coach: Person,
    /// By which share.
    pub share_id: RecordId,
    /// What was asked, as the API description names it.
    #[schema(example = "GET /v1/clients/{client_id}/sessions")]
    pub operation: String,
    /// What exactly was asked, where the operation leaves that open; cut at 300 characters.
    #[schema(example = "/v1/sessions?from=2026-11-01", max_length = 300)]
    pub detail: Option<String>,
}

/// A page of the access log.
#[derive(Debug, Serialize, ToSchema)]
pub struct Looks {
    /// Newest first.
    items: Vec<Look>,
    /// The `cursor` of the next page; null on the last.
    next_cursor: Option<String>,
}

/// The place after which the next page begins.
#[derive(Serialize, Deserialize)]
struct After(Timestamp, VisitId);

/// Notes a look at a client's data.
pub(super) fn note(connection: &mut AnyConnection, client: UserId, look: &Look) -> Result<(), DbError> {
    let row = (
        access_log::user_id.eq(client),
        access_log::at.eq(look.at),
        access_log::id.eq(look.id),
        access_log::coach_id.eq(look.coach.id),
        access_log::coach_name.eq(&look.coach.name),
        access_log::share_id.eq(look.share_id),
        access_log::operation.eq(&look.operation),
        access_log::detail.eq(&look.detail),
    );
    cached!(diesel::insert_into(access_log::table).values(row)).execute(connection)?;
    Ok(())
}

#[derive(QueryableByName)]
struct Noted {
    #[diesel(sql_type = SqlUuid)]
    user_id: UserId,
}

/// Notes a look at all clients of a coach in the log of each, by the latest share in force; whose logs.
pub(super) fn note_round(
    connection: &mut AnyConnection,
    coach: &Person,
    operation: &str,
    id: VisitId,
    at: Timestamp,
) -> Result<BTreeSet<UserId>, DbError> {
    // One statement for all: a coach may have hundreds.
    let noted = cached!(
        diesel::sql_query(
            "INSERT INTO access_log (user_id, at, id, coach_id, coach_name, share_id, operation) \
         SELECT client_id, $1, $2, user_id, $3, share_id, $4 FROM grants AS one \
         WHERE user_id = $5 AND (expires_at IS NULL OR expires_at > $1) AND NOT EXISTS ( \
             SELECT 1 FROM grants AS later WHERE later.user_id = one.user_id AND later.client_id = one.client_id \
             AND later.share_id > one.share_id AND (later.expires_at IS NULL OR later.expires_at > $1)) \
         RETURNING user_id",
        )
        .bind::<SqlTimestamp, _>(at)
        .bind::<SqlUuid, _>(id)
        .bind::<Text, _>(&coach.name)
        .bind::<Text, _>(operation)
        .bind::<SqlUuid, _>(coach.id)
    )
    .load::<Noted>(connection)?;
    Ok(noted.into_iter().map(|noted| noted.user_id).collect())
}

/// A page of the looks at somebody's data, newest first.
///
/// # Errors
/// 422 when the cursor is not one of this list.
pub fn page(connection: &mut AnyConnection, user: UserId, request: &PageRequest) -> Result<Looks, WriteError> {
    let after = request.after()?;
    let looks = load_boxed!(connection, |Engine| {
        let mut query = access_log::table
            .filter(access_log::user_id.eq(user))
            .order((access_log::at.desc(), access_log::id.desc()))
            .select((
                access_log::id,
                access_log::at,
                (access_log::coach_id, access_log::coach_name),
                access_log::share_id,
                access_log::operation,
                access_log::detail,
            ))
            .limit(i64::from(request.limit) + 1)
            .into_boxed::<Engine>();
        if let Some(After(at, id)) = after {
            query = query.filter(
                sql::<Bool>("(at, id) < (").bind::<SqlTimestamp, _>(at).sql(", ").bind::<SqlUuid, _>(id).sql(")"),
            );
        }
        query
    });
    let (items, more) = request.cut::<Look>(looks?);
    let last = items.last().filter(|_| more).map(|look| Cursor::hold(&After(look.at, look.id))).transpose()?;
    Ok(Looks { items, next_cursor: last.map(|cursor| cursor.to_string()) })
}

/// Removes the log of an account that ends.
pub fn end_with_account(connection: &mut AnyConnection, user: UserId) -> Result<(), DbError> {
    cached!(diesel::delete(access_log::table.filter(access_log::user_id.eq(user)))).execute(connection)?;
    Ok(())
}
