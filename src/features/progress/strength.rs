//! Habit strength: how settled the training is, from 0 to 1 (rules §5).

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::core::access::visibility::visible;
use crate::features::training::schedule::Schedule;

use super::judged_day::{DayState, JudgedDay};

/// Days looked back on for a number of times a week, the day itself included.
const WINDOW_DAYS: u32 = 14;
const WINDOW: u16 = (1 << WINDOW_DAYS) - 1;

/// Habit strength after a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Strength {
    #[serde(with = "exact")]
    score: f64,
    /// One bit for each done day of the window, the latest day lowest. Weekday schedules fill it too, so
    /// that a change to a number of times a week finds the days before it.
    recently_done: u16,
}

impl Strength {
    /// The score, 0..=1.
    pub(super) fn score(self) -> f64 {
        self.score
    }

    /// Steps over one day. `share` is the part of the day's goal that was reached, 0..=1.
    ///
    /// A number of times a week steps every day, whatever its state; weekdays only when the day says
    /// something about the habit. A done day has a share of 1, so an unplanned one needs no other rule.
    pub(super) fn step(&mut self, schedule: &Schedule, state: DayState, share: f64) {
        let done = u16::from(state == DayState::Done);
        self.recently_done = (self.recently_done << 1 | done) & WINDOW;
        match schedule {
            Schedule::Weekdays { .. } => match state {
                DayState::Done | DayState::Partial | DayState::Missed => self.smooth(1.0, share),
                DayState::Exempt | DayState::Rest | DayState::Pending | DayState::Frozen => {}
            },
            Schedule::TimesPerWeek { times } => {
                // 0 times is refused on entry; here it must only not divide.
                let times = f64::from((*times).max(1));
                let done = f64::from(self.recently_done.count_ones());
                self.smooth(times / 7.0, (done / (2.0 * times)).min(1.0));
            }
        }
    }

    fn smooth(&mut self, frequency: f64, performance: f64) {
        let kept = 0.5_f64.powf(frequency.sqrt() / 13.0);
        self.score = self.score * kept + performance * (1.0 - kept);
    }
}

/// The part of a goal that was reached, 0..=1; a goal of 0 is reached by a session.
pub(super) fn share_of_goal(seconds: u64, sessions: u32, goal_minutes: u16) -> f64 {
    let goal = u32::from(goal_minutes) * 60;
    match u32::try_from(seconds) {
        _ if goal == 0 => f64::from(u8::from(sessions > 0)),
        Ok(seconds) if seconds < goal => f64::from(seconds) / f64::from(goal),
        _ => 1.0,
    }
}

/// Habit strength at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct StrengthPoint {
    /// The local date.
    pub date: NaiveDate,
    /// The score, 0..=1.
    pub strength: f64,
}

visible!(StrengthPoint: always[date, strength]);

/// Collects the daily habit strength over a range of dates while days are replayed.
#[derive(Debug, Clone)]
pub struct StrengthSeries {
    range: RangeInclusive<NaiveDate>,
    points: Vec<StrengthPoint>,
}

impl StrengthSeries {
    /// An empty series over these dates.
    #[must_use]
    pub fn new(range: RangeInclusive<NaiveDate>) -> Self {
        Self { range, points: Vec::new() }
    }

    /// Takes in a day; one outside the range is left out.
    pub fn add(&mut self, day: &JudgedDay) {
        if self.range.contains(&day.date) {
            self.points.push(StrengthPoint { date: day.date, strength: day.strength });
        }
    }

    /// One point for each day of history in the range, in order.
    #[must_use]
    pub fn finish(self) -> Vec<StrengthPoint> {
        self.points
    }
}

/// The score as text: JSON readers may round the last bit of a number, and a resumed replay must give
/// the very same answer.
mod exact {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes fields by reference")]
    pub(super) fn serialize<S: Serializer>(score: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(score)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}
