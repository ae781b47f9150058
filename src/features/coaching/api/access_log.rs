use actix_web::get;
use actix_web::web::Data;

use crate::core::access::log::{self, Looks};
use crate::core::access::{Caller, DataAccess};
use crate::platform::http::{Answer, PageRequest, Problem, Query};

/// Who looked at my data
///
/// Every look that a coach took at anything of mine, newest first, page by page. Nothing is ever taken out of it.
#[utoipa::path(tag = "shares", operation_id = "list_access_log", security(("bearer" = [])),
    params(
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 200, description = "How many at most; 50 when left out"),
        ("cursor" = Option<String>, Query, max_length = 700, description = "The `next_cursor` of the page before"),
    ),
    responses((status = 200, description = "A page", body = Looks)))]
#[get("/me/access-log")]
pub async fn access_log(access: Data<DataAccess>, caller: Caller, mut query: Query) -> Result<Answer, Problem> {
    let request = PageRequest::take_undated(&mut query);
    query.finish()?;
    access.read(caller, move |tx| Answer::json(&log::page(tx.connection, tx.owner.user, &request)?)).await
}
