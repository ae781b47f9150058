//! Scores over time, instrument by instrument, and whether they changed enough to matter (rules §11).

use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary::Instrument;
use crate::core::access::visibility::visible;
use crate::platform::ids::RecordId;
use crate::platform::time::LocalDay;

/// Thirds of a point and parts of a percent are not exact as binary fractions; what lies on a threshold has reached it.
const ROUNDING: f64 = 1e-9;

/// A filled-in questionnaire as a point in time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct InstrumentScore {
    /// The local day it counts for.
    pub date: LocalDay,
    /// The record.
    pub id: RecordId,
    /// Its score, not rounded.
    pub score: f64,
}

visible!(InstrumentScore: always[date, id, score]);

/// What an instrument showed over time.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InstrumentSeries {
    /// Which.
    pub instrument: Instrument,
    /// The lowest score there can be.
    pub minimum: u32,
    /// The highest score there can be, which is the worst.
    pub maximum: u32,
    /// Every one that was filled in, in order; a day can have several.
    pub points: Vec<InstrumentScore>,
    /// From the first to the last; null when there are not two.
    pub change: Option<InstrumentChange>,
}

visible!(
    InstrumentSeries:
    always[instrument, minimum, maximum, points: InstrumentScore],
    Pain[change: InstrumentChange],
);

/// The change from the first score to the last.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct InstrumentChange {
    /// The first score.
    pub first: f64,
    /// The last score.
    pub last: f64,
    /// The last less the first, in points; below 0 is an improvement.
    pub absolute: f64,
    /// The same in percent of the first; null when that is 0.
    pub percent: Option<f64>,
    /// Whether it is an improvement as great as both published thresholds ask for, in points and in percent. Nothing is
    /// said of getting worse, for which they were not made.
    pub meaningful: bool,
}

visible!(InstrumentChange: always[first, last, absolute, percent, meaningful]);

/// The series of those instruments that were filled in. `scored` is in order of time.
#[must_use]
pub fn series(scored: &[(Instrument, InstrumentScore)]) -> Vec<InstrumentSeries> {
    let of = |instrument: Instrument| {
        let points: Vec<_> = scored.iter().filter(|(one, _)| *one == instrument).map(|(_, point)| *point).collect();
        let facts = instrument.facts();
        let change = change(instrument, &points);
        InstrumentSeries { instrument, minimum: facts.minimum, maximum: facts.maximum, points, change }
    };
    Instrument::ALL.iter().copied().map(of).filter(|series| !series.points.is_empty()).collect()
}

/// The change over the points, if there are two. Meaningful takes both thresholds: a share alone makes much of one tick
/// less out of three, points alone make much of a few out of many.
fn change(instrument: Instrument, points: &[InstrumentScore]) -> Option<InstrumentChange> {
    let [InstrumentScore { score: first, .. }, .., InstrumentScore { score: last, .. }] = *points else { return None };
    let threshold = instrument.facts().meaningful_improvement;
    let asked_for = f64::from(threshold.points).max(first * f64::from(threshold.percent) / 100.0);
    let absolute = last - first;
    Some(InstrumentChange {
        first,
        last,
        absolute,
        percent: (first > 0.0).then(|| 100.0 * absolute / first),
        meaningful: -absolute >= asked_for - ROUNDING,
    })
}
