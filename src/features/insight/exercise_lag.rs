//! Pain so many days after a session, against days without one but as sore (rules §9): sore people skip, which flatters training.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::diary::Diary;
use super::relief_expectation::MIN_DAYS_BEFORE;
use crate::core::access::visibility::visible;
use crate::platform::statistics::{LeastSquares, shifted_sums};

/// Dates needed with a session, and as many without.
pub(super) const MIN_DATES_PER_ARM: u32 = 10;
/// What rounding may put between two sums of squares that are equal.
const ROUNDING: f64 = 1e-10;
/// The share of the session column that pain leaves unexplained; below this it counts as rounding.
const TOLD_BY_PAIN: f64 = 1e-9;

/// Pain some days after a session.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct ExerciseLag {
    /// How many days after: 1, 2 or 3.
    pub days: u8,
    /// Dates with a session that have scores on the day, before it and so many days after it.
    pub with_session: u32,
    /// Such dates without a session.
    pub without_session: u32,
    /// Points by which the pain was higher after a session than after a day without one, but as much pain on it and before it.
    pub coefficient: Option<f64>,
    /// How seldom the coefficient is as far from 0 when all sessions are moved along the diary together, 0 to 1.
    pub p: Option<f64>,
    /// The same, allowing for all lags having been looked at (Holm).
    pub p_adjusted: Option<f64>,
    /// Mean of the daily values so many days after a session; no allowance made for how sore the person was.
    pub mean_with: Option<f64>,
    /// The same after days without a session.
    pub mean_without: Option<f64>,
    /// Why there is no coefficient; null when there is one.
    pub left_out: Option<LagLeftOut>,
}

visible!(
    ExerciseLag:
    always[days, with_session, without_session, coefficient, p, p_adjusted, mean_with, mean_without, left_out],
);

/// Why a lag has no coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LagLeftOut {
    /// Fewer than 10 dates with a session.
    TooFewDaysWithSession,
    /// Fewer than 10 dates without.
    TooFewDaysWithoutSession,
    /// Training followed the pain so strictly that the two can't be told apart.
    SessionsFollowPain,
}

/// One row for each date of a lag.
#[derive(Debug, Default)]
struct Dates {
    today: Vec<f64>,
    before: Vec<f64>,
    later: Vec<f64>,
    /// The rows with a session.
    sessions: Vec<usize>,
}

impl ExerciseLag {
    /// The numbers for so many days after a session, `p_adjusted` still to come. `sessions` are the places of the days with one.
    #[must_use]
    pub fn of(diary: &Diary, sessions: &BTreeSet<i64>, days: u8) -> Self {
        let dates = Dates::of(diary, sessions, days);
        let with = dates.sessions.iter().filter_map(|&row| dates.later.get(row));
        let (sum, sum_with) = (dates.later.iter().sum::<f64>(), with.sum::<f64>());
        let all = whole(dates.later.len());
        let with_session = whole(dates.sessions.len());
        let without_session = all - with_session;
        let compared = dates.compared();
        Self {
            days,
            with_session,
            without_session,
            coefficient: compared.ok().map(|(coefficient, _)| coefficient),
            p: compared.ok().map(|(_, p)| p),
            p_adjusted: None,
            mean_with: mean(sum_with, with_session),
            mean_without: mean(sum - sum_with, without_session),
            left_out: compared.err(),
        }
    }
}

impl Dates {
    /// The dates with scores on the day and so many days later, and on two of the three days before; from the first day with
    /// a session to the last. Before it and after it, that none was recorded says nothing: a diary may be older than the
    /// app, and pain another one by then.
    fn of(diary: &Diary, sessions: &BTreeSet<i64>, days: u8) -> Self {
        let mut dates = Self::default();
        let (Some(first), Some(last)) = (sessions.first(), sessions.last()) else { return dates };
        for place in diary.places().filter(|place| (first..=last).contains(&place)) {
            let before = diary.spell(place - 3..=place - 1).median_of(MIN_DAYS_BEFORE);
            let row = (before, diary.value(place), diary.value(place + i64::from(days)));
            let (Some(before), Some(today), Some(later)) = row else { continue };
            if sessions.contains(&place) {
                dates.sessions.push(dates.today.len());
            }
            dates.before.push(before);
            dates.today.push(today);
            dates.later.push(later);
        }
        dates
    }

    /// The coefficient of a session in later ~ 1 + today + before + session, and its p.
    ///
    /// After Frisch, Waugh and Lovell it is that of the session column on what the other columns leave of `later`, once they are
    /// taken out of it, too: so all n shifts of the session column cost O(n) each.
    fn compared(&self) -> Result<(f64, f64), LagLeftOut> {
        let all = self.later.len();
        let (with, without) = (whole(self.sessions.len()), whole(all - self.sessions.len()));
        if with < MIN_DATES_PER_ARM {
            return Err(LagLeftOut::TooFewDaysWithSession);
        }
        if without < MIN_DATES_PER_ARM {
            return Err(LagLeftOut::TooFewDaysWithoutSession);
        }
        let mut known = LeastSquares::default();
        for column in [vec![1.0; all], self.today.clone(), self.before.clone()] {
            // A linearly dependent column explains nothing more.
            let _ = known.add(column);
        }
        let mut unexplained = vec![f64::from(with); all];
        for column in known.orthonormal() {
            let sums = shifted_sums(column, &self.sessions);
            unexplained.iter_mut().zip(sums).for_each(|(left, sum)| *left -= sum * sum);
        }
        let together = shifted_sums(&known.residual(&self.later), &self.sessions);
        let enough = f64::from(with) * TOLD_BY_PAIN;
        let mut coefficients = together
            .iter()
            .zip(&unexplained)
            .map(|(sum, left)| (*left > enough).then(|| (sum / left, sum * sum / left)));
        let (coefficient, explained) = coefficients.next().flatten().ok_or(LagLeftOut::SessionsFollowPain)?;
        // Compared is how much of the squares each explains, which orders them as their t does: the better pain predicts the
        // sessions, the less certain is their coefficient, and it predicts shifted ones badly.
        // A shift that pain predicts fully has no coefficient; it counts against the observed one.
        let as_far = |null: &Option<(f64, f64)>| null.is_none_or(|(_, null)| null >= explained - ROUNDING);
        let p = f64::from(1 + whole(coefficients.filter(as_far).count())) / f64::from(whole(all));
        Ok((coefficient, p))
    }
}

fn mean(sum: f64, n: u32) -> Option<f64> {
    (n > 0).then(|| sum / f64::from(n))
}

fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
