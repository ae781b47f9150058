//! Which way the pain goes, in words (rules §7).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::slope::TrendDetails;

/// Scored days below which nothing is said.
const MIN_DAYS: u32 = 14;
/// Scored days from which more than an early signal may be said.
const MIN_DAYS_OF_DIRECTION: u32 = 28;
/// Days that those have to cover.
const MIN_SPAN_OF_DIRECTION: u32 = 35;
/// Share of missing days, in hundredths, above which there is no direction.
const MAX_MISSING_PERCENT: u32 = 40;
/// Points in four weeks that matter to a person.
const MIN_CHANGE: f64 = 1.0;
/// A change is clear when p_corrected is below this by the square root of the days covered (see [`clear_below`]).
const CLEAR: f64 = 0.5;
/// p_corrected below which a change is called nearly sure.
const NEARLY_SURE: f64 = 0.01;
/// Days below which a real change of two points in four weeks is often missed.
const OFTEN_MISSED: u32 = 84;
/// What rounding may take off a change of exactly so many points.
const ROUNDING: f64 = 1e-9;

/// What the diary says of the daily pain over the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendVerdict {
    /// Fewer than 14 scored days.
    InsufficientData,
    /// A change that fewer than 28 scored days show, or fewer than 35 days; more entries may not bear it out.
    EarlySignal,
    /// No change that stands out from the ups and downs, or too many days missing to say.
    NoClearChange,
    /// Less pain, by at least a point in four weeks.
    Improving,
    /// More pain, by at least a point in four weeks.
    Worsening,
}

impl TrendVerdict {
    /// The verdict on a trend; on None, that of fewer than two scored days.
    #[must_use]
    pub fn on(details: Option<&TrendDetails>) -> Self {
        let Some(details) = details.filter(|details| details.scored_days >= MIN_DAYS) else {
            return Self::InsufficientData;
        };
        let change = four_weeks(details);
        if change.abs() < MIN_CHANGE - ROUNDING || details.p_corrected >= clear_below(details.span_days) {
            Self::NoClearChange
        } else if details.scored_days < MIN_DAYS_OF_DIRECTION || details.span_days < MIN_SPAN_OF_DIRECTION {
            Self::EarlySignal
        } else if too_many_missing(details) {
            Self::NoClearChange
        } else if change < 0.0 {
            Self::Improving
        } else {
            Self::Worsening
        }
    }

    /// Of 100 made-up diaries without any change, so many at most got a verdict as clear as this one (rules §7): 1, 5, or 6 in an
    /// early signal; None when the verdict names no change.
    #[must_use]
    pub fn false_alarms(self, details: Option<&TrendDetails>) -> Option<u8> {
        let nearly_sure = details.is_some_and(|details| details.p_corrected < NEARLY_SURE);
        match self {
            Self::InsufficientData | Self::NoClearChange => None,
            Self::EarlySignal | Self::Improving | Self::Worsening if nearly_sure => Some(1),
            Self::EarlySignal => Some(6),
            Self::Improving | Self::Worsening => Some(5),
        }
    }

    /// The verdict in a sentence or two, given the trend that it is on: the size first, then how sure that is.
    #[must_use]
    pub fn text(self, details: Option<&TrendDetails>) -> String {
        let change = details.map_or(0.0, four_weeks);
        let (points, way) = (change.abs(), if change < 0.0 { "down" } else { "up" });
        let (scored, span) = details.map_or((0, 0), |details| (details.scored_days, details.span_days));
        let alarms = match self.false_alarms(details) {
            Some(1) => "at most 1".to_owned(),
            many => format!("up to {}", many.unwrap_or(0)),
        };
        match self {
            Self::InsufficientData => {
                format!("Too few entries to say: at least {MIN_DAYS} days with a score are needed.")
            }
            Self::EarlySignal => format!(
                "Your daily pain went {way} by about {points:.1} points per four weeks: an early signal, from {scored} days \
                 with a score. Of 100 made-up diaries without any change, {alarms} looked like this. More entries may not bear it \
                 out."
            ),
            Self::NoClearChange if details.is_some_and(too_many_missing) => {
                format!("Too many days are missing to say: {scored} of these {span} have a score.")
            }
            Self::NoClearChange if span < OFTEN_MISSED => format!(
                "No clear change in your daily pain over these {span} days. In so short a time even a real one is often missed."
            ),
            Self::NoClearChange => format!("No clear change in your daily pain over these {span} days."),
            Self::Improving | Self::Worsening => format!(
                "Your daily pain went {way} by about {points:.1} points per four weeks over these {span} days. Of 100 made-up \
                 diaries without any change, {alarms} looked like this."
            ),
        }
    }
}

/// What p_corrected has to stay below: 0.085 up to 35 days, 0.067 at 56, 0.046 at 120. A short diary hardly shows how much its days
/// resemble each other; p_corrected allows for all that is possible and is higher for it, so the bound is looser. Simulated, at
/// most 5 % of diaries without a trend get one, from 28 days and up to φ = 0.7 from day to day (rules §7).
fn clear_below(span_days: u32) -> f64 {
    CLEAR / f64::from(span_days.max(MIN_SPAN_OF_DIRECTION)).sqrt()
}

/// Points by which the pain changes in four weeks.
fn four_weeks(details: &TrendDetails) -> f64 {
    details.slope_per_day * 28.0
}

fn too_many_missing(details: &TrendDetails) -> bool {
    let missing = details.span_days.saturating_sub(details.scored_days);
    missing * 100 > details.span_days * MAX_MISSING_PERCENT
}
