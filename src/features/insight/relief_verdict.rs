//! What can be said of a course of acupuncture (rules §8). "Higher" is no verdict: booking on a bad day looks like that.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::relief_expectation::MIN_DATES;
use crate::core::access::visibility::visible;

/// The visits together; visits of one date count once.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct CourseRelief {
    /// Median of the visits' `effect`, in points.
    pub median_raw: Option<f64>,
    /// Mean of the visits' `adjusted`, in points.
    pub mean_adjusted: Option<f64>,
    /// Visit dates with enough scored days around them.
    pub n: u32,
    /// How seldom `mean_adjusted` is as low when all visits are moved along the diary together, 0 to 1.
    pub p_lower: Option<f64>,
}

visible!(CourseRelief: always[median_raw, mean_adjusted, n, p_lower]);

/// Visit dates below which nothing is said.
const MIN_VISITS: u32 = 8;
/// p_lower below which a lower mean is clear.
const CLEAR: f64 = 0.04;
/// The smallest effect, in points, that matters to a person.
const MIN_EFFECT: f64 = 0.5;
/// What rounding may take off an effect of exactly so many points.
const ROUNDING: f64 = 1e-9;

/// What the diary says of the days after the visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReliefVerdict {
    /// Fewer than 8 visit dates with scored days around them, or too few days to compare them with.
    InsufficientData,
    /// Nothing that stands out from what the diary leads one to expect.
    NoClearDifference,
    /// Less pain in the days after, by at least half a point, than the diary leads one to expect.
    LowerAfterVisits,
}

impl ReliefVerdict {
    /// The verdict on the visits together.
    #[must_use]
    pub fn on(effect: &CourseRelief) -> Self {
        let (Some(mean), Some(p_lower)) = (effect.mean_adjusted, effect.p_lower) else {
            return Self::InsufficientData;
        };
        if effect.n < MIN_VISITS {
            Self::InsufficientData
        } else if p_lower < CLEAR && mean <= -MIN_EFFECT + ROUNDING {
            Self::LowerAfterVisits
        } else {
            Self::NoClearDifference
        }
    }

    /// The verdict in a sentence, given the numbers that it is on.
    #[must_use]
    pub fn text(self, effect: &CourseRelief) -> String {
        let n = effect.n;
        let mean = effect.mean_adjusted.unwrap_or(0.0);
        match self {
            Self::InsufficientData if n < MIN_VISITS => format!(
                "Too few entries to say: at least {MIN_VISITS} days of visits with scores before and after are needed, and \
                 there {}.",
                if n == 1 { "is 1".to_owned() } else { format!("are {n}") }
            ),
            Self::InsufficientData => format!(
                "Too few entries to say: at least {MIN_DATES} days without a visit, with scores before and after, are needed \
                 to compare with."
            ),
            Self::NoClearDifference => {
                format!(
                    "No clear difference: in the days after {n} visits your pain was {}, which can come about by chance in a \
                     diary like yours.",
                    compared(mean)
                )
            }
            Self::LowerAfterVisits => format!(
                "In the days after {n} visits your pain was {}. That was seen alongside the visits; what else was different \
                 then, the diary can't tell.",
                compared(mean)
            ),
        }
    }
}

/// The mean difference in words.
fn compared(mean: f64) -> String {
    let points = format!("{:.1}", mean.abs());
    if points == "0.0" {
        return "on average what your diary leads one to expect without them".to_owned();
    }
    let way = if mean < 0.0 { "lower" } else { "higher" };
    format!("on average {points} points {way} than your diary leads one to expect without them")
}
