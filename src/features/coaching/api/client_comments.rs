//! A coach's side of comments.

use actix_web::web::{Data, Path};
use actix_web::{delete, get, post};
use deserr::Deserr;
use utoipa::ToSchema;

use super::comments::{shown_now, written};
use crate::core::access::{ClientCaller, DataAccess, Needs, client_routes};
use crate::core::records::{Paged, Record, Shown, page_about, store};
use crate::features::coaching::comment::{Comment, CommentedRecord};
use crate::features::coaching::commenting::{self, Draft};
use crate::features::coaching::copies;
use crate::features::coaching::vocabulary::ShareRole;
use crate::platform::http::{Answer, IdempotencyKey, JsonBody, Params, Problem, UndatedPage};
use crate::platform::input::{BoundedString, FieldErrors, decode};

type ShownComment = Shown<Comment>;
type CommentPage = Paged<Comment>;

/// What to write to a client.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct NewCommentToClient {
    /// What to say.
    #[schema(value_type = String, min_length = 1, max_length = 2000)]
    text: BoundedString<1, 2000>,
    /// The client's record that it is about; the scopes of its collection are needed.
    #[deserr(default)]
    on: Option<CommentedRecord>,
}

/// Comments with a client
///
/// What the two wrote to each other, newest first, page by page. The look is noted in the client's access log.
#[utoipa::path(tag = "clients", operation_id = "list_comments_with_client", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        Params<UndatedPage>,
    ),
    responses((status = 200, description = "A page", body = CommentPage)))]
#[get("/clients/{client_id}/comments")]
pub async fn list(
    access: Data<DataAccess>,
    caller: ClientCaller,
    Params(UndatedPage(request)): Params<UndatedPage>,
) -> Result<Answer, Problem> {
    let client = caller.client();
    access
        .answer_about(caller, Needs::ANY_SHARE, move |tx| {
            let page = page_about::<Comment>(tx, client, &request)?;
            Ok(Answer::raw_json(200, page.render::<Comment>(tx.actor)?))
        })
        .await
}

/// Write to a client
///
/// It comes through the change feed of both.
#[utoipa::path(tag = "clients", operation_id = "create_comment_to_client", security(("bearer" = [])),
    request_body = NewCommentToClient,
    params(("client_id" = Uuid, Path, description = "The client's id"), ("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 201, description = "Written", body = ShownComment, headers(("ETag" = String))),
        (status = 403, description = "`scope_missing`: the record that it is about is not shared"),
        (status = 422, description = "`limit_reached`: there are 5000 between the two already"),
    ))]
#[post("/clients/{client_id}/comments")]
pub async fn create(
    access: Data<DataAccess>,
    caller: ClientCaller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let bytes = serde_json::to_vec(&body)?;
    let NewCommentToClient { text, on } = decode(body)?;
    let draft = Draft { text, on };
    access
        .write_about(caller, Needs::ANY_SHARE, key, bytes, move |tx, client| {
            if let Some(on) = &draft.on {
                client.require(client_routes::needs_of(on.collection.wire()).ok_or_else(Problem::not_found)?)?;
            }
            let coach = tx.owner;
            let (_, of_coach) = commenting::write(tx, &client.owner, &coach, ShareRole::Coach, &draft)?;
            Ok(written(&of_coach))
        })
        .await
}

/// Mark comments of a client as read
///
/// This one, and all that the client wrote before it. The client sees when they were read.
#[utoipa::path(tag = "clients", operation_id = "read_comment_of_client", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        ("id" = Uuid, Path, description = "The last comment that was read"),
        ("Idempotency-Key" = Option<String>, Header),
    ),
    responses((status = 200, description = "The comment now", body = ShownComment, headers(("ETag" = String)))))]
#[post("/clients/{client_id}/comments/{id}/read")]
pub async fn read(
    access: Data<DataAccess>,
    caller: ClientCaller,
    key: IdempotencyKey,
    path: Path<(String, String)>,
) -> Result<Answer, Problem> {
    let id = Comment::id_of(&path.1).ok_or_else(Problem::not_found)?;
    access
        .write_about(caller, Needs::ANY_SHARE, key, Vec::new(), move |tx, client| {
            let coach = tx.owner;
            commenting::mark_read(tx, &client.owner, (coach.user, Some(&coach)), ShareRole::Coach, id)?;
            shown_now(tx, id)
        })
        .await
}

/// Delete a comment of one's own
///
/// On both sides. One that is gone already, or never was, gets the same answer; one that the client wrote is not found.
#[utoipa::path(tag = "clients", operation_id = "delete_comment_to_client", security(("bearer" = [])),
    params(
        ("client_id" = Uuid, Path, description = "The client's id"),
        ("id" = Uuid, Path, description = "The comment"),
    ),
    responses((status = 204, description = "Gone")))]
#[delete("/clients/{client_id}/comments/{id}")]
pub async fn delete(
    access: Data<DataAccess>,
    caller: ClientCaller,
    path: Path<(String, String)>,
) -> Result<Answer, Problem> {
    let id = Comment::id_of(&path.1).ok_or_else(Problem::not_found)?;
    access
        .write_about(caller, Needs::ANY_SHARE, IdempotencyKey::none(), Vec::new(), move |tx, client| {
            let Some(stored) = store::find::<Comment>(tx, id)? else {
                return Ok(Answer::no_content());
            };
            let comment: Comment = stored.read()?;
            let is_theirs = comment.role == ShareRole::Coach && comment.client_id == client.owner.user;
            if !is_theirs || comment.author != ShareRole::Coach {
                return Err(Problem::not_found());
            }
            let coach = tx.owner;
            copies::delete::<Comment>(tx, &client.owner, Some(&coach), id)?;
            Ok(Answer::no_content())
        })
        .await
}
