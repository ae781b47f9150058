//! Pain in the days after training (rules §9).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::diary::Diary;
use super::exercise_lag::ExerciseLag;
use super::exercise_verdict::ExerciseVerdict;
use crate::core::access::visibility::visible;
use crate::features::pain::trend::DayWindow;
use crate::features::pain::trend::daily::DailyValue;
use crate::platform::statistics::holm;

/// What the diary says of the days after training.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct ExerciseInsight {
    /// The days looked at; null without a score.
    pub window: Option<DayWindow>,
    /// The pain one, two and three days after a session.
    pub lags: Vec<ExerciseLag>,
    /// What can be said.
    pub verdict: ExerciseVerdict,
    /// The same in a sentence.
    pub text: String,
}

visible!(ExerciseInsight: always[window: DayWindow, lags: ExerciseLag, verdict, text]);

/// The pain after days with a session against days without. `values` is sorted by date, one a date.
#[must_use]
pub fn exercise_insight(values: &[DailyValue], sessions: &BTreeSet<NaiveDate>) -> ExerciseInsight {
    let diary = Diary::of(values);
    let sessions: BTreeSet<i64> = sessions.iter().map(|&date| diary.place(date)).collect();
    let mut lags: Vec<_> = [1, 2, 3].map(|days| ExerciseLag::of(&diary, &sessions, days)).into();
    adjust(&mut lags);
    let verdict = ExerciseVerdict::on(&lags);
    let text = verdict.text(&lags);
    ExerciseInsight { window: diary.window(), lags, verdict, text }
}

/// Corrects for multiple comparisons (Holm) over the lags that could be computed. Whether a lag can be computed depends on
/// its dates alone and not on its result, so one that cannot is no test to correct for.
fn adjust(lags: &mut [ExerciseLag]) {
    let p: Vec<f64> = lags.iter().filter_map(|lag| lag.p).collect();
    for (lag, adjusted) in lags.iter_mut().filter(|lag| lag.p.is_some()).zip(holm(&p)) {
        lag.p_adjusted = Some(adjusted);
    }
}
