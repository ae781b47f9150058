//! Records of which a client and a coach have a copy each, under one id. The client's is authoritative and stays; the
//! coach's exists while a share covers it.

use super::vocabulary::ShareRole;
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::records::{Expected, Record, Stored, about, store};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::http::Conditions;
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

/// Implements [`Copied`] for a record with `role`, `client_id` and `coach_id`.
macro_rules! copied {
    ($record:ty) => {
        impl $crate::features::coaching::copies::Copied for $record {
            fn role(&self) -> ShareRole {
                self.role
            }

            fn client(&self) -> UserId {
                self.client_id
            }

            fn coach(&self) -> UserId {
                self.coach_id
            }

            fn as_seen_by(&self, role: ShareRole) -> Self {
                Self { role, ..self.clone() }
            }
        }
    };
}
pub(super) use copied;

/// The owner's record with this id, as this side has it; nothing when they have it from the other, or not at all.
pub(super) fn find<T: Copied>(tx: &mut Tx<'_>, role: ShareRole, id: RecordId) -> Result<Option<(Stored, T)>, DbError> {
    let Some(stored) = store::find::<T>(tx, id)? else { return Ok(None) };
    let record: T = stored.read()?;
    Ok((record.role() == role).then_some((stored, record)))
}

/// Creates or changes both copies; that of a coach whose account is gone is left out. The copies, the client's first.
pub(super) fn write<T: Copied>(
    tx: &mut Tx<'_>,
    client: &Owner,
    coach: Option<&Owner>,
    id: RecordId,
    record: &T,
) -> Result<(Stored, Option<Stored>), WriteError> {
    let any = Conditions::default();
    let of_client = store::put(&mut tx.on(client), id, record.as_seen_by(ShareRole::Client), &any)?.stored;
    let of_coach = coach.map(|coach| store::put(&mut tx.on(coach), id, record.as_seen_by(ShareRole::Coach), &any));
    Ok((of_client, of_coach.transpose()?.map(|written| written.stored)))
}

/// Changes both copies, the coach's only if it exists at present; returns the client's.
pub(super) fn change<T: Copied>(
    tx: &mut Tx<'_>,
    client: &Owner,
    coach: Option<&Owner>,
    id: RecordId,
    record: &T,
) -> Result<Stored, WriteError> {
    let has_it = match coach {
        Some(coach) => store::find::<T>(&mut tx.on(coach), id)?.is_some(),
        None => false,
    };
    write(tx, client, coach.filter(|_| has_it), id, record).map(|(of_client, _)| of_client)
}

/// Deletes both copies.
pub(super) fn delete<T: Copied>(
    tx: &mut Tx<'_>,
    client: &Owner,
    coach: Option<&Owner>,
    id: RecordId,
) -> Result<(), WriteError> {
    for owner in [Some(client), coach].into_iter().flatten() {
        store::delete::<T>(&mut tx.on(owner), id, Expected::Anything)?;
    }
    Ok(())
}

/// Gives the coach their copies, with new revs: what they have still may have been withheld from their devices meanwhile.
pub(super) fn give<T: Copied>(tx: &mut Tx<'_>, client: &Owner, coach: &Owner) -> Result<(), WriteError> {
    for stored in store::all::<T>(&mut tx.on(client))? {
        let record: T = stored.read()?;
        if record.role() != ShareRole::Client || record.coach() != coach.user {
            continue;
        }
        let copy = record.as_seen_by(ShareRole::Coach);
        if let Some(present) = store::find::<T>(&mut tx.on(coach), stored.id)? {
            store::rewrite(&mut tx.on(coach), &present, &copy)?;
        } else {
            // They keep their place in the list.
            let then = coach.at(stored.created_at);
            store::put(&mut tx.on(&then), stored.id, copy, Expected::Anything)?;
        }
    }
    Ok(())
}

/// Deletes all records that a coach has about a client.
pub(super) fn take<R: Record>(tx: &mut Tx<'_>, coach: &Owner, client: UserId) -> Result<(), WriteError> {
    for stored in about::<R>(&mut tx.on(coach), client)? {
        store::delete::<R>(&mut tx.on(coach), stored.id, Expected::Anything)?;
    }
    Ok(())
}
