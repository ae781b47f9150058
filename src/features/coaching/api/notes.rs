use actix_web::get;
use actix_web::web::Data;

use crate::core::access::{ClientCaller, DataAccess, Needs};
use crate::core::records::{Paged, page_about};
use crate::features::coaching::ClientNote;
use crate::platform::http::{Answer, Params, Problem, UndatedPage};

type NotePage = Paged<ClientNote>;

/// My notes on a client
///
/// A coach's own notes on one of their clients, newest first, page by page; those on all are at `/v1/client-notes`, also
/// once nothing is shared any more. Noted in the client's access log as everything that is asked about them here.
#[utoipa::path(tag = "clients", operation_id = "list_notes_on_client", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        Params<UndatedPage>,
    ),
    responses((status = 200, description = "A page", body = NotePage)))]
#[get("/clients/{client_id}/notes")]
pub async fn list(
    access: Data<DataAccess>,
    caller: ClientCaller,
    Params(UndatedPage(request)): Params<UndatedPage>,
) -> Result<Answer, Problem> {
    let client = caller.client();
    access
        .answer_about(caller, Needs::ANY_SHARE, move |tx| {
            let page = page_about::<ClientNote>(tx, client, &request)?;
            Ok(Answer::raw_json(200, page.render::<ClientNote>(tx.actor)?))
        })
        .await
}
