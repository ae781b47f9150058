//! Which of a coach's clients need them most (rules §14).
//!
//! [`facts`] are the facts from a client's records, [`row`] computes the line on them: pure, from the facts and the client's
//! today. [`rows`] does both for many clients, and takes known lines from [`cache`].

pub mod cache;
pub mod facts;
mod flare;
mod load;
mod pain;
pub mod row;
pub mod signal;
mod training;
mod visits;

pub use load::{Client, rows};

use chrono::{Days, NaiveDate};

/// Days that are read, today included: a comparison takes 35, as of each of 28 days, the last of which may be
/// yesterday.
pub const LOOK_BACK_DAYS: u64 = 63;

/// Days, the last one included, for which a comparison is followed back to where it began to hold.
const SINCE_DAYS: u64 = 28;

/// The parts of a client's data that a coach may see in triage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sight {
    /// Sessions, day marks and what they add up to.
    pub sessions: bool,
    /// Pain scores.
    pub pain: bool,
    /// Appointments and courses.
    pub appointments: bool,
}

impl Sight {
    /// All parts.
    pub const ALL: Self = Self { sessions: true, pain: true, appointments: true };
}

/// The first day looked at.
fn first_day(today: NaiveDate) -> NaiveDate {
    back(today, LOOK_BACK_DAYS - 1)
}

/// The day so many days before another, clamped to the calendar.
fn back(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
}

/// The first day from which `holds` has been true on every day up to `last`, at most [`SINCE_DAYS`] of them; None when it
/// isn't on `last`.
fn held_since(last: NaiveDate, holds: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
    (0..SINCE_DAYS).map(|days| back(last, days)).take_while(|day| holds(*day)).last()
}
