//! Writing, reading and deleting comments. Both copies change in one transaction.

use super::comment::{Comment, CommentedRecord};
use super::copies;
use super::vocabulary::ShareRole;
use crate::core::WriteError;
use crate::core::access::{self, Owner, grants};
use crate::core::records::{Stored, has_about, store};
use crate::core::tx::Tx;
use crate::features::coaching::problems::LIMIT_REACHED;
use crate::platform::db::DbError;
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
/// 422 when there is no such coach; with it whatever else is wrong with the draft.
pub(super) fn addressee(tx: &mut Tx<'_>, wanted: Option<UserId>, draft: &Draft) -> Result<UserId, WriteError> {
    let coaches = grants::coaches_of(tx.connection, tx.owner.user, tx.owner.now)?;
    let found = match (wanted, coaches.as_slice()) {
        (Some(wanted), coaches) if coaches.contains(&wanted) => Ok(wanted),
        (Some(_), _) => Err(FieldErrors::one("/coach_id", "unknown_coach", "must be a coach whom you share with now")),
        (None, [coach]) => Ok(*coach),
        (None, []) => Err(FieldErrors::one("/coach_id", "no_coach", "you share with no coach now")),
        (None, _) => Err(FieldErrors::one("/coach_id", "missing", "is required: you share with more than one coach")),
    };
    Ok(check_subject(tx, draft)?.and(found)?)
}

/// Writes a comment; the two copies, the client's first.
///
/// # Errors
/// 422 when the record that it is about is none of the client's, or when there are too many.
pub(crate) fn write(
    tx: &mut Tx<'_>,
    client: &Owner,
    coach: &Owner,
    author: ShareRole,
    draft: &Draft,
) -> Result<(Stored, Stored), WriteError> {
    check_subject(&mut tx.on(client), draft)?.or(())?;
    if has_about::<Comment>(&mut tx.on(coach), client.user, MAX_COMMENTS)? {
        let detail = format!("There are {MAX_COMMENTS} comments between you two already; delete some first.");
        return Err(WriteError::refused(LIMIT_REACHED, detail));
    }
    let name = match author {
        ShareRole::Client => access::client(tx.connection, client.user)?.name,
        ShareRole::Coach => access::coach(tx.connection, coach.user)?.name,
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
    let (of_client, of_coach) = copies::write(tx, client, Some(coach), RecordId::new(client.now), &comment)?;
    Ok((of_client, of_coach.ok_or(WriteError::NotFound)?))
}

/// Checks that the record that the draft is about is one of the owner's.
fn check_subject(tx: &mut Tx<'_>, draft: &Draft) -> Result<FieldErrors, DbError> {
    draft.on.as_ref().map_or(Ok(FieldErrors::none()), |on| on.check(tx))
}

/// Marks a comment, and all that the same side wrote before it, as read. Those that were read before keep their time.
///
/// # Errors
/// 404 when there is no such comment, or the reader wrote it.
pub(super) fn mark_read(
    tx: &mut Tx<'_>,
    client: &Owner,
    (coach_id, coach): (UserId, Option<&Owner>),
    reader: ShareRole,
    id: RecordId,
) -> Result<(), WriteError> {
    let of_pair = |comment: &Comment| comment.role == ShareRole::Client && comment.coach_id == coach_id;
    let found = copies::find::<Comment>(&mut tx.on(client), ShareRole::Client, id)?;
    found.filter(|(_, comment)| of_pair(comment) && comment.author != reader).ok_or(WriteError::NotFound)?;
    for stored in store::all::<Comment>(&mut tx.on(client))? {
        let comment: Comment = stored.read()?;
        if of_pair(&comment) && comment.author != reader && comment.read_at.is_none() {
            let read = Comment { read_at: Some(client.now), ..comment };
            copies::change(tx, client, coach, stored.id, &read)?;
        }
        if stored.id == id {
            break;
        }
    }
    Ok(())
}
