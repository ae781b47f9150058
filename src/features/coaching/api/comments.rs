//! A client's side of comments. They are listed and shown by the record core.

use actix_web::web::{Data, Path};
use actix_web::{delete, post};
use deserr::Deserr;
use utoipa::ToSchema;

use crate::core::access::{Caller, DataAccess};
use crate::core::records::{Record, Shown, Stored, store};
use crate::core::tx::Tx;
use crate::features::coaching::comment::{Comment, CommentedRecord};
use crate::features::coaching::commenting::{self, Draft};
use crate::features::coaching::copies::{self, Copied};
use crate::features::coaching::person_id::PersonId;
use crate::features::coaching::vocabulary::ShareRole;
use crate::platform::http::{Answer, IdempotencyKey, JsonBody, Problem};
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors, decode};

type ShownComment = Shown<Comment>;

/// What to write to a coach.
#[derive(Debug, Clone, Deserr, ToSchema)]
#[deserr(error = FieldErrors, deny_unknown_fields)]
pub struct NewComment {
    /// What to say.
    #[schema(value_type = String, min_length = 1, max_length = 2000)]
    text: BoundedString<1, 2000>,
    /// To whom; may be left out by who shares with one coach only.
    #[deserr(default)]
    #[schema(value_type = Option<Uuid>)]
    coach_id: Option<PersonId>,
    /// The record that it is about.
    #[deserr(default)]
    on: Option<CommentedRecord>,
}

/// Write to a coach
///
/// To one with whom something is shared now. It comes through the change feed of both.
#[utoipa::path(tag = "comments", operation_id = "create_comment", security(("bearer" = [])), request_body = NewComment,
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 201, description = "Written", body = ShownComment, headers(("ETag" = String))),
        (status = 422, description = "`limit_reached`: there are 5000 between the two already"),
    ))]
#[post("/comments")]
pub async fn create(
    access: Data<DataAccess>,
    caller: Caller,
    key: IdempotencyKey,
    JsonBody(body): JsonBody,
) -> Result<Answer, Problem> {
    let bytes = serde_json::to_vec(&body)?;
    let NewComment { text, coach_id, on } = decode(body)?;
    let (draft, wanted) = (Draft { text, on }, coach_id.map(|PersonId(id)| id));
    let asked = draft.clone();
    let others = move |tx: &mut Tx<'_>| Ok(vec![commenting::addressee(tx, wanted, &asked)?]);
    access
        .write_shared(caller, key, bytes, others, move |tx| {
            // Asked again now that the share can't end meanwhile.
            let coach = commenting::addressee(tx, wanted, &draft)?;
            let coach = tx.load_for_update(coach)?.ok_or_else(Problem::not_found)?;
            let client = tx.owner;
            let (of_client, _) = commenting::write(tx, &client, &coach, ShareRole::Client, &draft)?;
            Ok(written(&of_client))
        })
        .await
}

/// Mark comments of a coach as read
///
/// This one, and all that the coach wrote before it. The coach sees when they were read.
#[utoipa::path(tag = "comments", operation_id = "read_comment", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The last comment that was read"), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, description = "The comment now", body = ShownComment, headers(("ETag" = String)))))]
#[post("/comments/{id}/read")]
pub async fn read(
    access: Data<DataAccess>,
    caller: Caller,
    key: IdempotencyKey,
    path: Path<String>,
) -> Result<Answer, Problem> {
    let id = Comment::id_of(&path).ok_or_else(Problem::not_found)?;
    let others = move |tx: &mut Tx<'_>| coach_of(tx, id);
    access
        .write_shared(caller, key, Vec::new(), others, move |tx| {
            let coach_id = coach_of(tx, id)?.first().copied().ok_or_else(Problem::not_found)?;
            let coach = tx.load_for_update(coach_id)?;
            let client = tx.owner;
            commenting::mark_read(tx, &client, (coach_id, coach.as_ref()), ShareRole::Client, id)?;
            shown_now(tx, id)
        })
        .await
}

/// Delete a comment of one's own
///
/// On both sides. One that is gone already, or never was, gets the same answer; one that the coach wrote is not found.
#[utoipa::path(tag = "comments", operation_id = "delete_comment", security(("bearer" = [])),
    params(("id" = Uuid, Path, description = "The comment")),
    responses((status = 204, description = "Gone")))]
#[delete("/comments/{id}")]
pub async fn delete(access: Data<DataAccess>, caller: Caller, path: Path<String>) -> Result<Answer, Problem> {
    let id = Comment::id_of(&path).ok_or_else(Problem::not_found)?;
    let others = move |tx: &mut Tx<'_>| coach_of(tx, id);
    access
        .write_shared(caller, IdempotencyKey::none(), Vec::new(), others, move |tx| {
            let Some(stored) = store::find::<Comment>(tx, id)? else {
                return Ok(Answer::no_content());
            };
            let comment: Comment = stored.read()?;
            if (comment.role, comment.author) != (ShareRole::Client, ShareRole::Client) {
                return Err(Problem::not_found());
            }
            let coach = tx.load_for_update(comment.coach_id)?;
            let client = tx.owner;
            copies::delete::<Comment>(tx, &client, coach.as_ref(), id)?;
            Ok(Answer::no_content())
        })
        .await
}

/// The coach with whom a client has this comment.
fn coach_of(tx: &mut Tx<'_>, id: RecordId) -> Result<Vec<UserId>, Problem> {
    let found = copies::find::<Comment>(tx, ShareRole::Client, id)?;
    Ok(found.into_iter().map(|(_, comment)| comment.partner()).collect())
}

/// A comment that has just been written.
pub(super) fn written(stored: &Stored) -> Answer {
    shown(stored).with_status(201).with_location(format!("/v1/comments/{}", stored.id))
}

/// A comment as it is now.
pub(super) fn shown_now(tx: &mut Tx<'_>, id: RecordId) -> Result<Answer, Problem> {
    Ok(shown(&store::find::<Comment>(tx, id)?.ok_or_else(Problem::not_found)?))
}

fn shown(stored: &Stored) -> Answer {
    Answer::raw_json(200, stored.render::<Comment>()).with_etag(stored.etag())
}
