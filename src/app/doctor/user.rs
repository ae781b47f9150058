use std::collections::{BTreeSet, HashSet};

use super::Finding;
use super::recount::Recount;
use crate::core::WriteError;
use crate::core::records::{self, Walked};
use crate::core::tx::Tx;
use crate::features::pain;
use crate::features::progress::history::check_checkpoints;
use crate::features::training::days as training_days;
use crate::platform::db::DbError;
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// What was found with all users looked at so far.
pub(super) struct UserCheck {
    records: Finding,
    revs: Finding,
    training: Finding,
    pain: Finding,
    checkpoints: Finding,
    counted: Counted,
}

#[derive(Default)]
struct Counted {
    records: u64,
    deleted: u64,
    training_days: usize,
    pain_days: usize,
    checkpoints: usize,
}

impl Default for UserCheck {
    fn default() -> Self {
        let finding = |check| Finding::fine(check, String::new());
        Self {
            records: finding("records"),
            revs: finding("revs"),
            training: finding("training days"),
            pain: finding("pain days"),
            checkpoints: finding("checkpoints"),
            counted: Counted::default(),
        }
    }
}

impl UserCheck {
    /// Looks at one user, at one moment; whether what is worked out from their records is right.
    pub(super) fn look(&mut self, tx: &mut Tx<'_>) -> Result<bool, DbError> {
        let owner = tx.owner;
        let (mut recount, mut revs) = (Recount::default(), HashSet::new());
        records::walk(tx, |row| {
            if row.rev > owner.rev || !revs.insert(row.rev) {
                let why = if row.rev > owner.rev { "is ahead of its owner's" } else { "is another record's too" };
                self.revs.add(format!("{}: rev {} {why}", named(owner.user, &row), row.rev));
            }
            self.read(owner.user, &row, &mut recount);
            Ok(())
        })?;
        let sums = self.compare_training(tx, &recount)?;
        let counts = self.compare_pain(tx, &recount)?;
        let checkpoints = check_checkpoints(tx)?;
        self.counted.checkpoints += checkpoints.checked;
        for through in &checkpoints.wrong {
            self.checkpoints.add(format!("user {}, {through}: a fresh replay comes to something else", owner.user));
        }
        Ok(sums && counts && checkpoints.wrong.is_empty())
    }

    fn read(&mut self, user: UserId, row: &Walked, recount: &mut Recount) {
        let Some(stored) = &row.live else {
            self.counted.deleted += 1;
            return;
        };
        self.counted.records += 1;
        match recount.add(row.collection, stored) {
            Err(problem) => self.records.add(format!("{}: {problem}", named(user, row))),
            Ok(place) if Some(place.day.date()) != row.local_date || Some(place.at) != row.at => {
                self.records.add(format!("{}: is listed in another place than its own", named(user, row)));
            }
            Ok(_) => {}
        }
    }

    fn compare_training(&mut self, tx: &mut Tx<'_>, recount: &Recount) -> Result<bool, DbError> {
        let stored = training_days::between(tx, LocalDay::FIRST.date(), LocalDay::LAST.date())?;
        self.counted.training_days += stored.len();
        let fresh = recount.training.iter().map(|(day, sums)| (day.date(), sums));
        let same = stored.iter().map(|(day, sums)| (*day, sums)).eq(fresh.clone());
        if !same {
            let fresh: Vec<_> = fresh.map(|(day, sums)| (day, sums.clone())).collect();
            for day in differing(&stored, &fresh) {
                self.training.add(format!("user {}, {day}: the records add up to something else", tx.owner.user));
            }
        }
        Ok(same)
    }

    fn compare_pain(&mut self, tx: &mut Tx<'_>, recount: &Recount) -> Result<bool, DbError> {
        let stored = pain::days::all(tx)?;
        self.counted.pain_days += stored.len();
        let same = stored == recount.pain;
        if !same {
            let stored: Vec<_> = stored.into_iter().collect();
            let fresh: Vec<_> = recount.pain.clone().into_iter().collect();
            for (day, region) in differing(&stored, &fresh) {
                self.pain
                    .add(format!("user {}, {day} {region:?}: the records add up to something else", tx.owner.user));
            }
        }
        Ok(same)
    }

    /// Notes that a user's sums could not be recomputed.
    pub(super) fn left_as_it_is(&mut self, user: UserId, error: &WriteError) {
        self.training.add(format!("user {user}: not worked out anew: {error}"));
    }

    /// The findings on `users` users, of whom `fixed` were recomputed afterwards.
    pub(super) fn findings(mut self, users: u64, fixed: u64) -> [Finding; 5] {
        let Counted { records, deleted, training_days, pain_days, checkpoints } = self.counted;
        self.records.say(format!("{records} of {users} users are readable, {deleted} deleted"));
        self.revs.say("each change has its own".to_owned());
        self.training.say(format!("{training_days} hold what the records add up to"));
        self.pain.say(format!("{pain_days} hold what the records add up to"));
        self.checkpoints.say(format!("{checkpoints} are what a fresh replay comes to"));
        let mut findings = [self.records, self.revs, self.training, self.pain, self.checkpoints];
        for finding in findings.iter_mut().filter(|finding| !finding.is_fine()) {
            finding.say(String::new());
        }
        if fixed > 0 {
            let said = format!("worked out anew for {fixed} users; run doctor again to see");
            findings
                .iter_mut()
                .skip(2)
                .filter(|finding| !finding.is_fine())
                .for_each(|finding| finding.say(said.clone()));
        }
        findings
    }
}

/// The keys under which two lists differ, in order.
fn differing<K: Ord + Clone, V: PartialEq>(some: &[(K, V)], others: &[(K, V)]) -> BTreeSet<K> {
    let keys = some.iter().chain(others).map(|(key, _)| key);
    keys.filter(|key| value(some, key) != value(others, key)).cloned().collect()
}

fn value<'a, K: Ord, V>(sorted: &'a [(K, V)], key: &K) -> Option<&'a V> {
    let at = sorted.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
    sorted.get(at).map(|(_, value)| value)
}

fn named(user: UserId, row: &Walked) -> String {
    let collection = records::Collection::from_number(row.collection).map_or("?", records::Collection::name);
    format!("user {user}, {collection} {}", row.id)
}
