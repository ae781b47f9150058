use actix_web::get;
use actix_web::web::Data;

use crate::core::access::log::{self, Looks};
use crate::core::access::{Caller, DataAccess};
use crate::platform::http::{Answer, Params, Problem, UndatedPage};

/// Who looked at my data
///
/// Every look that a coach took at anything of mine, newest first, page by page. Nothing is ever taken out of it.
#[utoipa::path(tag = "shares", operation_id = "list_access_log", security(("bearer" = [])),
    params(
        Params<UndatedPage>,
    ),
    responses((status = 200, description = "A page", body = Looks)))]
#[get("/me/access-log")]
pub async fn access_log(
    access: Data<DataAccess>,
    caller: Caller,
    Params(UndatedPage(request)): Params<UndatedPage>,
) -> Result<Answer, Problem> {
    access.read(caller, move |tx| Answer::json(&log::page(tx.connection, tx.owner.user, &request)?)).await
}
