//! A cache of the lines on clients, valid until their records or their day change.

use std::collections::HashMap;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use super::Sight;
use super::row::Triage;
use crate::core::access::Owner;
use crate::platform::ids::UserId;
use crate::platform::time::LocalDay;

/// What a client's line depends on in addition to the records.
type Key = (UserId, Sight);

/// Lines by client, at most twice `half` of them. The least recently used generation is evicted.
pub struct Cache {
    half: usize,
    generations: Mutex<Generations>,
}

/// When the young generation has `half` entries, it becomes the old one, and the old one is dropped.
#[derive(Default)]
struct Generations {
    young: HashMap<Key, Line>,
    old: HashMap<Key, Line>,
}

#[derive(Clone)]
struct Line {
    rev: i64,
    day: LocalDay,
    triage: Arc<Triage>,
}

impl Cache {
    /// An empty cache for at most `capacity` lines, about 1 KiB each.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { half: (capacity / 2).max(1), generations: Mutex::default() }
    }

    /// The line on a client at their present rev on a day, if it is cached.
    #[must_use]
    pub fn find(&self, client: &Owner, sight: Sight, day: LocalDay) -> Option<Arc<Triage>> {
        let key = (client.user, sight);
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(line) = generations.old.remove(&key) {
            generations.keep(key, line, self.half);
        }
        let line = generations.young.get(&key)?.clone();
        (line.rev == client.rev && line.day == day).then_some(line.triage)
    }

    /// Caches the line on a client at their present rev on a day, in place of an earlier one.
    pub fn keep(&self, client: &Owner, sight: Sight, day: LocalDay, triage: Arc<Triage>) {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        generations.keep((client.user, sight), Line { rev: client.rev, day, triage }, self.half);
    }

    /// Removes the lines on a client whose account is being deleted.
    pub fn forget(&self, client: UserId) {
        let mut generations = self.generations.lock().unwrap_or_else(PoisonError::into_inner);
        generations.young.retain(|(user, _), _| *user != client);
        generations.old.retain(|(user, _), _| *user != client);
    }
}

impl Generations {
    fn keep(&mut self, key: Key, line: Line, half: usize) {
        self.old.remove(&key);
        if self.young.len() >= half && !self.young.contains_key(&key) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::coaching::triage::facts::Facts;
    use crate::features::coaching::triage::row::triage;

    fn day(text: &str) -> LocalDay {
        text.parse().unwrap()
    }

    fn client(number: u128, rev: i64) -> Owner {
        let user = UserId(uuid::Uuid::from_u128(number));
        let now = "2026-11-24T10:00:00.000Z".parse().unwrap();
        let mut owner = Owner::signing_up(user, "Europe/Berlin".parse().unwrap(), now);
        owner.rev = rev;
        owner
    }

    fn line() -> Arc<Triage> {
        let today = day("2026-11-24").date();
        Arc::new(triage(&Facts { today, training: None, pain: None, visits: None }))
    }

    #[test]
    fn a_line_is_known_until_the_records_the_day_or_the_scopes_are_others() {
        let (cache, today) = (Cache::new(10), day("2026-11-24"));
        let less = Sight { pain: false, ..Sight::ALL };
        cache.keep(&client(1, 7), Sight::ALL, today, line());
        assert!(cache.find(&client(1, 7), Sight::ALL, today).is_some());
        assert!(cache.find(&client(1, 8), Sight::ALL, today).is_none());
        assert!(cache.find(&client(1, 7), Sight::ALL, today.plus_days(1)).is_none());
        assert!(cache.find(&client(1, 7), less, today).is_none());
        assert!(cache.find(&client(2, 7), Sight::ALL, today).is_none());
        cache.forget(client(1, 7).user);
        assert!(cache.find(&client(1, 7), Sight::ALL, today).is_none());
    }

    #[test]
    fn it_stays_within_its_bound_and_keeps_what_is_asked_for() {
        let (cache, today) = (Cache::new(10), day("2026-11-24"));
        for number in 0..1_000 {
            cache.keep(&client(number, 1), Sight::ALL, today, line());
            assert!(cache.find(&client(0, 1), Sight::ALL, today).is_some());
            let generations = cache.generations.lock().unwrap();
            assert!(generations.young.len() + generations.old.len() <= 10);
        }
        let known = (0..1_000).filter(|number| cache.find(&client(*number, 1), Sight::ALL, today).is_some());
        assert!(known.count() >= 5);
    }
}
