//! The SQL of share codes.

use diesel::prelude::*;

use crate::platform::db::schema::share_codes as codes;
use crate::platform::db::{AnyConnection, DbError, cached};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::time::Timestamp;

/// A code that no coach has used yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub(super) struct Waiting {
    pub(super) client: UserId,
    pub(super) share: RecordId,
    pub(super) valid_until: Timestamp,
}

pub(super) fn insert(connection: &mut AnyConnection, code_hash: &[u8], waiting: Waiting) -> Result<(), DbError> {
    diesel::insert_into(codes::table)
        .values((
            codes::user_id.eq(waiting.client),
            codes::code_hash.eq(code_hash),
            codes::share_id.eq(waiting.share),
            codes::valid_until.eq(waiting.valid_until),
        ))
        .execute(connection)?;
    Ok(())
}

/// The code with this hash, if it still works.
pub(super) fn find(
    connection: &mut AnyConnection,
    code_hash: &[u8],
    now: Timestamp,
) -> Result<Option<Waiting>, DbError> {
    let row = cached!(codes::table.find(code_hash).filter(codes::valid_until.gt(now)).select((
        codes::user_id,
        codes::share_id,
        codes::valid_until
    )))
    .get_result(connection);
    Ok(row.optional()?)
}

pub(super) fn delete(connection: &mut AnyConnection, client: UserId, share: RecordId) -> Result<(), DbError> {
    let theirs = codes::table.filter(codes::user_id.eq(client)).filter(codes::share_id.eq(share));
    cached!(diesel::delete(theirs)).execute(connection)?;
    Ok(())
}

/// Removes every code of a person.
pub(super) fn delete_all_of(connection: &mut AnyConnection, client: UserId) -> Result<(), DbError> {
    cached!(diesel::delete(codes::table.filter(codes::user_id.eq(client)))).execute(connection)?;
    Ok(())
}

/// Codes that nobody used in time, `limit` of them at most.
pub(super) fn expired(connection: &mut AnyConnection, now: Timestamp, limit: i64) -> Result<Vec<Waiting>, DbError> {
    let rows = cached!(
        codes::table
            .filter(codes::valid_until.le(now))
            .select((codes::user_id, codes::share_id, codes::valid_until))
            .limit(limit)
    )
    .load(connection)?;
    Ok(rows)
}
