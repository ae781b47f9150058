use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::Duration;

use crate::features::coaching::problems::TOO_MANY_TRIES;
use crate::platform::http::Problem;
use crate::platform::ids::UserId;
use crate::platform::time::Timestamp;

/// Wrong codes that a person may try within the window.
const MAX_WRONG_CODES: usize = 10;

/// The window in which wrong codes are counted.
const WINDOW: Duration = Duration::minutes(10);

/// The number of people from which those without a try in the window are removed.
const PRUNE_THRESHOLD: usize = 10_000;

/// Who tried wrong codes, and when. Each process counts for itself: a few more tries do not guess 80 bits.
#[derive(Default)]
pub struct RateLimiter(Mutex<HashMap<UserId, Vec<Timestamp>>>);

impl RateLimiter {
    /// Refuses a person with too many wrong codes in the window.
    ///
    /// # Errors
    /// 429 until the first of the tries is over.
    pub fn check(&self, user: UserId, now: Timestamp) -> Result<(), Problem> {
        let tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let recent: Vec<_> = tries.get(&user).into_iter().flatten().filter(|at| counts(**at, now)).collect();
        match recent.first() {
            Some(first) if recent.len() >= MAX_WRONG_CODES => {
                let seconds = first.plus(WINDOW).since(now).num_seconds().max(1);
                Err(Problem::too_many(TOO_MANY_TRIES, "Too many codes that do not work; please wait.", seconds))
            }
            _ => Ok(()),
        }
    }

    /// Counts a wrong code.
    pub fn note(&self, user: UserId, now: Timestamp) {
        let mut tries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= PRUNE_THRESHOLD {
            tries.retain(|_, times| times.last().is_some_and(|at| counts(*at, now)));
        }
        let times = tries.entry(user).or_default();
        times.retain(|at| counts(*at, now));
        times.push(now);
    }
}

fn counts(at: Timestamp, now: Timestamp) -> bool {
    now.since(at) < WINDOW
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn ten_tries_within_ten_minutes_are_enough() {
        let at = |seconds: i64| Timestamp::from_millis(1_790_000_000_000 + seconds * 1000).unwrap();
        let (tries, user, other) = (RateLimiter::default(), UserId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        for second in 0..10_i64 {
            assert!(tries.check(user, at(second)).is_ok());
            tries.note(user, at(second));
        }
        assert_eq!(tries.check(user, at(10)).unwrap_err().kind(), TOO_MANY_TRIES);
        assert!(tries.check(other, at(10)).is_ok());
        assert!(tries.check(user, at(599)).is_err());
        assert!(tries.check(user, at(600)).is_ok());
        tries.note(user, at(600));
        assert!(tries.check(user, at(600)).is_err());
    }
}
