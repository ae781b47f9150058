//! Records of which a client and a coach have a copy each, under one id. The client's is authoritative and stays; the
//! coach's exists while a share covers it.

use super::vocabulary::ShareRole;
use crate::core::access::Owner;
use crate::core::records::{Record, Stored, about, store};
use crate::platform::db::AnyConnection;
use crate::platform::http::{Conditions, Problem};
use crate::platform::ids::{RecordId, UserId};

/// A record of which both sides have a copy, each seen from their side.
pub(super) trait Copied: Record {
    /// Whose copy it is.
    fn role(&self) -> ShareRole;
    /// The client.
    fn client(&self) -> UserId;
    /// The coach.
    fn coach(&self) -> UserId;
    /// The record as the side `role` has it.
    fn as_seen_by(&self, role: ShareRole) -> Self;

    /// The owner of the other copy.
    fn partner(&self) -> UserId {
        match self.role() {
            ShareRole::Client => self.coach(),
            ShareRole::Coach => self.client(),
        }
    }
}

/// The owner's record with this id, seen from this side; nothing when they have it from the other, or not at all.
pub(super) fn find<T: Copied>(
    connection: &mut AnyConnection,
    owner: UserId,
    role: ShareRole,
    id: RecordId,
) -> Result<Option<(Stored, T)>, Problem> {
    let Some(stored) = store::find::<T>(connection, owner, id)? else { return Ok(None) };
    let record: T = stored.read()?;
    Ok((record.role() == role).then_some((stored, record)))
}

/// Creates or changes both copies; that of a coach whose account is gone is left out. The copies, the client's first.
pub(super) fn write<T: Copied>(
    connection: &mut AnyConnection,
    client: &Owner,
    coach: Option<&Owner>,
    id: RecordId,
    record: &T,
) -> Result<(Stored, Option<Stored>), Problem> {
    let any = Conditions::default();
    let of_client = store::put(connection, client, id, record.as_seen_by(ShareRole::Client), &any)?.stored;
    let of_coach = coach.map(|coach| store::put(connection, coach, id, record.as_seen_by(ShareRole::Coach), &any));
    Ok((of_client, of_coach.transpose()?.map(|written| written.stored)))
}

/// Changes both copies, the coach's only if it exists at present; returns the client's.
pub(super) fn change<T: Copied>(
    connection: &mut AnyConnection,
    client: &Owner,
    coach: Option<&Owner>,
    id: RecordId,
    record: &T,
) -> Result<Stored, Problem> {
    let has_it = match coach {
        Some(coach) => store::find::<T>(connection, coach.user, id)?.is_some(),
        None => false,
    };
    write(connection, client, coach.filter(|_| has_it), id, record).map(|(of_client, _)| of_client)
}

/// Deletes both copies.
pub(super) fn delete<T: Copied>(
    connection: &mut AnyConnection,
    client: &Owner,
    coach: Option<&Owner>,
    id: RecordId,
) -> Result<(), Problem> {
    for owner in [Some(client), coach].into_iter().flatten() {
        store::delete::<T>(connection, owner, id, &Conditions::default())?;
    }
    Ok(())
}

/// Creates the coach's copies, with new revs even where a copy exists: the feed may have reported it as deleted meanwhile.
pub(super) fn give<T: Copied>(connection: &mut AnyConnection, client: &Owner, coach: &Owner) -> Result<(), Problem> {
    for stored in store::all::<T>(connection, client.user)? {
        let record: T = stored.read()?;
        if record.role() != ShareRole::Client || record.coach() != coach.user {
            continue;
        }
        let copy = record.as_seen_by(ShareRole::Coach);
        if let Some(present) = store::find::<T>(connection, coach.user, stored.id)? {
            store::rewrite(connection, coach, &present, &copy)?;
        } else {
            // They keep their place in the list.
            let then = coach.at(stored.created_at);
            store::put(connection, &then, stored.id, copy, &Conditions::default())?;
        }
    }
    Ok(())
}

/// Deletes all records that a coach has about a client.
pub(super) fn take<R: Record>(connection: &mut AnyConnection, coach: &Owner, client: UserId) -> Result<(), Problem> {
    for stored in about::<R>(connection, coach.user, client)? {
        store::delete::<R>(connection, coach, stored.id, &Conditions::default())?;
    }
    Ok(())
}
