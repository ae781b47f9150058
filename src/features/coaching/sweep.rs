use super::sharing;
use super::store as codes;
use crate::core::access::{DataAccess, grants};
use crate::platform::db::DbError;
use crate::platform::http::Problem;

/// The most used and the most unused shares that one sweep ends.
const BATCH_SIZE: i64 = 500;

/// Notes the end of shares that have run out, and of codes that nobody used in time; how many. What they opened has been
/// closed by the clock since.
pub async fn sweep(access: &DataAccess) -> Result<usize, Problem> {
    let now = access.clock.now();
    let over = access.database.read(move |connection| {
        let grants = grants::expired(connection, now, BATCH_SIZE)?;
        let codes = codes::expired(connection, now, BATCH_SIZE)?;
        let used = grants.into_iter().map(|grant| (grant.client, grant.share, vec![grant.client, grant.coach]));
        let unused = codes.into_iter().map(|code| (code.client, code.share, vec![code.client]));
        Ok::<_, DbError>(used.chain(unused).collect::<Vec<_>>())
    });
    let over = over.await?;
    let count = over.len();
    for (client, share, people) in over {
        access.write_as_service(client, people, move |tx| Ok(sharing::expire(tx, share)?)).await?;
    }
    Ok(count)
}
