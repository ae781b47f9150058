//! What can be said of the days after training (rules §9).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::exercise_lag::{ExerciseLag, LagLeftOut, MIN_DATES_PER_ARM};
use crate::platform::statistics::count;

/// p_adjusted below which a difference is clear.
const CLEAR: f64 = 0.05;
/// The smallest effect, in points, that matters to a person.
const MIN_EFFECT: f64 = 0.3;
/// What rounding may take off an effect of exactly so many points.
const ROUNDING: f64 = 1e-9;

/// What the diary says of the days after a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExerciseVerdict {
    /// No lag could be computed, or there are too few dates for any to stand out.
    InsufficientData,
    /// No lag stands out.
    NoClearDifference,
    /// Less pain, by 0.3 points or more, at the nearest lag that stands out.
    LowerInTheDaysAfter,
    /// More pain, by 0.3 points or more, at the nearest lag that stands out.
    HigherInTheDaysAfter,
}

impl ExerciseVerdict {
    /// The verdict on the lags, nearest first. Of two that disagree the nearer decides: between a session and a later day
    /// there may be another session, and on fixed weekdays there is one more often after a day without.
    #[must_use]
    pub fn on(lags: &[ExerciseLag]) -> Self {
        match clear(lags).next() {
            Some((_, coefficient)) if coefficient < 0.0 => Self::LowerInTheDaysAfter,
            Some(_) => Self::HigherInTheDaysAfter,
            None if could_stand_out(lags) => Self::NoClearDifference,
            None => Self::InsufficientData,
        }
    }

    /// The verdict in a sentence, given the lags that it is on.
    #[must_use]
    pub fn text(self, lags: &[ExerciseLag]) -> String {
        match self {
            Self::InsufficientData if lags.iter().any(|lag| lag.left_out == Some(LagLeftOut::SessionsFollowPain)) => {
                "Too few entries to say: whether you trained went strictly with how much it hurt, so there is nothing to \
                 compare with."
                    .to_owned()
            }
            Self::InsufficientData => format!(
                "Too few entries to say: at least {MIN_DATES_PER_ARM} days with a session and {MIN_DATES_PER_ARM} without, and more than \
                 60 in all, are needed, with scores on them, before and after."
            ),
            Self::NoClearDifference => {
                let nearest = lags.iter().find(|lag| lag.coefficient.is_some());
                let (with, without) = nearest.map_or((0, 0), |lag| (lag.with_session, lag.without_session));
                format!(
                    "In the days after {with} days with a session and {without} without that hurt as much, your pain showed no \
                     clear difference."
                )
            }
            Self::LowerInTheDaysAfter | Self::HigherInTheDaysAfter => {
                let differences: Vec<_> = clear(lags).map(|(lag, coefficient)| difference(lag, coefficient)).collect();
                format!(
                    "In the days after a session your pain was {}, compared with days without one that hurt as much. That was \
                     seen alongside the training; what else was different then, the diary can't tell.",
                    differences.join(", ")
                )
            }
        }
    }
}

/// Whether any lag has enough dates to be clear at all: its smallest possible p is one in the number of dates, times the
/// number of lags that Holm corrects for.
fn could_stand_out(lags: &[ExerciseLag]) -> bool {
    let computed: Vec<_> = lags.iter().filter(|lag| lag.coefficient.is_some()).collect();
    let min_p = |lag: &ExerciseLag| count(computed.len()) / f64::from(lag.with_session + lag.without_session);
    computed.iter().any(|lag| min_p(lag) < CLEAR)
}

/// The lags with a difference that stands out.
fn clear(lags: &[ExerciseLag]) -> impl Iterator<Item = (&ExerciseLag, f64)> {
    lags.iter().filter_map(|lag| {
        let (coefficient, p) = (lag.coefficient?, lag.p_adjusted?);
        (p < CLEAR && coefficient.abs() >= MIN_EFFECT - ROUNDING).then_some((lag, coefficient))
    })
}

fn difference(lag: &ExerciseLag, coefficient: f64) -> String {
    let ExerciseLag { days, with_session, without_session, .. } = lag;
    let way = if coefficient < 0.0 { "lower" } else { "higher" };
    let points = coefficient.abs();
    let days = if *days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    format!("{points:.1} points {way} {days} later ({with_session} days with one, {without_session} without)")
}
