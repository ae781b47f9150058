use super::plan::Plan;
use crate::core::records::{Stored, store};
use crate::platform::db::AnyConnection;
use crate::platform::http::Problem;
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
pub struct StoredVersions {
    /// The one that signing up made ([`Plan::first_id`]). Where it is missing, its terms hold all the same.
    pub first: Option<StoredVersion>,
    /// The others in the order in which they take over from each other: by their date, those of one date as they were
    /// last written.
    pub later: Vec<StoredVersion>,
}

/// Every plan version of a person.
pub fn plan_versions(connection: &mut AnyConnection, user: UserId) -> Result<StoredVersions, Problem> {
    let first_id = Plan::first_id(user);
    let mut versions = StoredVersions { first: None, later: Vec::new() };
    for stored in store::all::<Plan>(connection, user)? {
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
pub fn plan_in_force(connection: &mut AnyConnection, user: UserId, day: LocalDay) -> Result<Option<Stored>, Problem> {
    let StoredVersions { first, mut later } = plan_versions(connection, user)?;
    later.retain(|version| version.plan.effective_from <= day);
    Ok(later.pop().or(first).map(|version| version.stored))
}
