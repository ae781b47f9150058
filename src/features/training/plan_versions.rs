use std::collections::BTreeMap;

use super::plan::Plan;
use crate::core::records::{Stored, store};
use crate::core::tx::Tx;
use crate::platform::db::DbError;
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// A stored plan version with what it says.
pub struct StoredVersion {
    /// As it is stored.
    pub stored: Stored,
    /// What it says.
    pub plan: Plan,
}

/// A person's plan versions (rules §2).
#[derive(Default)]
pub struct StoredVersions {
    /// The one that signing up made ([`Plan::first_id`]). Where it is missing, its terms hold all the same.
    pub first: Option<StoredVersion>,
    /// The others in the order in which they take over from each other: by their date, those of one date as they were
    /// last written.
    pub later: Vec<StoredVersion>,
}

/// Every plan version of a person.
pub fn plan_versions(tx: &mut Tx<'_>) -> Result<StoredVersions, DbError> {
    let stored = store::all::<Plan>(tx)?;
    in_order(tx.owner.user, stored)
}

/// The same of several people; those who have none are left out.
pub fn plan_versions_of(tx: &mut Tx<'_>, people: &[UserId]) -> Result<BTreeMap<UserId, StoredVersions>, DbError> {
    let ever = LocalDay::FIRST.date()..=LocalDay::LAST.date();
    let stored = store::newest_of::<Plan>(tx, people, ever, i64::MAX)?;
    stored.into_iter().map(|(user, stored)| Ok((user, in_order(user, stored)?))).collect()
}

fn in_order(user: UserId, all: Vec<Stored>) -> Result<StoredVersions, DbError> {
    let first_id = Plan::first_id(user);
    let mut versions = StoredVersions::default();
    for stored in all {
        let (id, version) = (stored.id, StoredVersion { plan: stored.read()?, stored });
        if id == first_id {
            versions.first = Some(version);
        } else {
            versions.later.push(version);
        }
    }
    versions.later.sort_by_key(|version| (version.plan.effective_from, version.stored.rev));
    Ok(versions)
}

/// The version in force on a day (rules §2): the latest that had begun, or else the one that signing up made.
pub fn plan_in_force(tx: &mut Tx<'_>, day: LocalDay) -> Result<Option<Stored>, DbError> {
    let StoredVersions { first, mut later } = plan_versions(tx)?;
    later.retain(|version| version.plan.effective_from <= day);
    Ok(later.pop().or(first).map(|version| version.stored))
}
