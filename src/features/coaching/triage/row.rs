//! The line on a client, and the order of clients (rules §14). Pure.

use std::cmp::Reverse;

use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use super::facts::Facts;
use super::signal::{Signal, need};
use super::{flare, pain, training, visits};
use crate::features::progress::streak::CurrentStreak;

/// How a client does, on their own today. What the coach may not see is null, and so are its signals.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Triage {
    /// The streak that is still going.
    pub streak: Option<CurrentStreak>,
    /// Days done of days planned in the last seven days, today once it is done, 0..=1; null when nothing was planned.
    pub adherence_7d: Option<f64>,
    /// The same in the last 28 days.
    pub adherence_28d: Option<f64>,
    /// The last day with a session.
    pub last_session_on: Option<NaiveDate>,
    /// The mean of the last seven days' pain, 0..=10; null with fewer than 3 scored days.
    pub pain_7d: Option<f64>,
    /// That less the mean of the 28 days before; null with fewer than 5 scored days then.
    pub pain_change: Option<f64>,
    /// What may need the coach, the weightiest first.
    pub signals: Vec<Signal>,
    /// What the signals come to: clients are listed by it, the most first.
    pub need: u32,
}

/// The line on a client.
#[must_use]
pub fn triage(facts: &Facts) -> Triage {
    let (training, pain) = (facts.training.as_ref(), facts.pain.as_ref());
    let (adherence_7d, adherence_28d) = training.map(training::adherence).unwrap_or_default();
    let (pain_7d, pain_change) = pain.map(|pain| pain::means(pain, facts.today)).unwrap_or_default();
    let mut signals: Vec<_> = training.into_iter().flat_map(training::signals).collect();
    signals.extend(pain.and_then(|pain| pain::pain_up(pain, facts.today)));
    signals.extend(flare::flare(facts));
    signals.extend(facts.visits.iter().flat_map(|visits| visits::signals(visits, facts.today)));
    signals.sort_by_key(|signal| signal.code);
    Triage {
        streak: training.map(|training| training.streak),
        adherence_7d,
        adherence_28d,
        last_session_on: training.and_then(|training| training.last_session_on),
        pain_7d,
        pain_change,
        need: need(&signals),
        signals,
    }
}

impl Triage {
    /// What clients are sorted by, the most in need first: the need, then who has had a signal for longest, then whose
    /// last session is longest ago. Who has no signal or no session comes after those who do.
    #[must_use]
    pub fn order(&self) -> impl Ord + use<> {
        let waiting = self.signals.iter().map(|signal| signal.since).min();
        let last = |day: Option<NaiveDate>| (day.is_none(), day);
        (Reverse(self.need), last(waiting), last(self.last_session_on))
    }
}
