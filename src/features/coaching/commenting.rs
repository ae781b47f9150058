//! Writing, reading and deleting comments. Both copies change in one transaction.

use super::comment::{Comment, CommentedRecord};
use super::copies;
use super::vocabulary::ShareRole;
use crate::core::access::{self, Owner, grants};
use crate::core::records::{Stored, has_about, store};
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;
use crate::platform::http::problem::LIMIT_REACHED;
use crate::platform::ids::{RecordId, UserId};
use crate::platform::input::{BoundedString, FieldErrors};

/// The most comments that may exist between two people.
pub(super) const MAX_COMMENTS: i64 = 5000;

/// A comment to write.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) text: BoundedString<1, 2000>,
    pub(crate) on: Option<CommentedRecord>,
}

/// The coach whom a client writes to: the one they name, or the only one they have.
///
/// # Errors
/// 422 when there is no such coach, with all other errors of the draft.
pub(super) fn addressee(
    connection: &mut AnyConnection,
    client: &Owner,
    wanted: Option<UserId>,
    draft: &Draft,
) -> Result<UserId, Problem> {
    let coaches = grants::coaches_of(connection, client.user, client.now)?;
    let found = match (wanted, coaches.as_slice()) {
        (Some(wanted), coaches) if coaches.contains(&wanted) => Ok(wanted),
        (Some(_), _) => Err(FieldErrors::one("/coach_id", "unknown_coach", "must be a coach whom you share with now")),
        (None, [coach]) => Ok(*coach),
        (None, []) => Err(FieldErrors::one("/coach_id", "no_coach", "you share with no coach now")),
        (None, _) => Err(FieldErrors::one("/coach_id", "missing", "is required: you share with more than one coach")),
    };
    Ok(field_errors(connection, client, draft)?.and(found)?)
}

/// Writes a comment; the two copies, the client's first.
///
/// # Errors
/// 422 when the record that it is about is none of the client's, or when there are too many.
pub(crate) fn write(
    connection: &mut AnyConnection,
    client: &Owner,
    coach: &Owner,
    author: ShareRole,
    draft: &Draft,
) -> Result<(Stored, Stored), Problem> {
    field_errors(connection, client, draft)?.or(())?;
    if has_about::<Comment>(connection, coach.user, client.user, MAX_COMMENTS)? {
        let detail = format!("There are {MAX_COMMENTS} comments between you two already; delete some first.");
        return Err(Problem::new(LIMIT_REACHED, detail));
    }
    let name = match author {
        ShareRole::Client => access::client(connection, client.user)?.name,
        ShareRole::Coach => access::coach(connection, coach.user)?.name,
    };
    let comment = Comment {
        role: ShareRole::Client,
        author,
        author_name: name,
        client_id: client.user,
        coach_id: coach.user,
        on: draft.on.clone(),
        text: draft.text.clone(),
        read_at: None,
    };
    let (of_client, of_coach) = copies::write(connection, client, Some(coach), RecordId::new(client.now), &comment)?;
    Ok((of_client, of_coach.ok_or_else(Problem::not_found)?))
}

fn field_errors(connection: &mut AnyConnection, client: &Owner, draft: &Draft) -> Result<FieldErrors, Problem> {
    draft.on.as_ref().map_or(Ok(FieldErrors::none()), |on| on.check(connection, client))
}

/// Marks a comment, and all that the same side wrote before it, as read. Those that were read before keep their time.
///
/// # Errors
/// 404 when there is no such comment, or the reader wrote it.
pub(super) fn mark_read(
    connection: &mut AnyConnection,
    client: &Owner,
    (coach_id, coach): (UserId, Option<&Owner>),
    reader: ShareRole,
    id: RecordId,
) -> Result<(), Problem> {
    let of_pair = |comment: &Comment| comment.role == ShareRole::Client && comment.coach_id == coach_id;
    let found = copies::find::<Comment>(connection, client.user, ShareRole::Client, id)?;
    found.filter(|(_, comment)| of_pair(comment) && comment.author != reader).ok_or_else(Problem::not_found)?;
    for stored in store::all::<Comment>(connection, client.user)? {
        let comment: Comment = stored.read()?;
        if of_pair(&comment) && comment.author != reader && comment.read_at.is_none() {
            let read = Comment { read_at: Some(client.now), ..comment };
            copies::change(connection, client, coach, stored.id, &read)?;
        }
        if stored.id == id {
            break;
        }
    }
    Ok(())
}
