//! The streak in days, with its freezes (rules §4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    judged_day::DayState,
    streak::{Count, Freezes, Run},
};

/// A freeze is earned each time the run reaches a multiple of this many days.
const DAYS_PER_FREEZE: u32 = 7;
/// Freezes that can be held at once.
const MAX_HELD: u8 = 2;

/// The count over one stretch of weekday schedules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct DayStreak {
    run: Run,
    longest: Run,
    freezes: Freezes,
}

impl DayStreak {
    /// Counts a day and answers its state, which a freeze may turn into `frozen`. Without
    /// `streak_freezes` none is earned, so none is ever there to spend.
    pub(super) fn count(&mut self, date: NaiveDate, state: DayState, streak_freezes: bool) -> DayState {
        match state {
            DayState::Done => {
                self.run.extend(date, date);
                self.longest = self.longest.or_longer(self.run);
                if streak_freezes && self.run.length.is_multiple_of(DAYS_PER_FREEZE) {
                    self.freezes.held = self.freezes.held.saturating_add(1).min(MAX_HELD);
                }
            }
            DayState::Partial | DayState::Missed => {
                if self.run.length > 0 && self.freezes.held > 0 {
                    self.freezes.held -= 1;
                    self.freezes.used_on.push(date);
                    return DayState::Frozen;
                }
                self.run = Run::default();
            }
            DayState::Exempt | DayState::Rest | DayState::Pending | DayState::Frozen => {}
        }
        state
    }

    /// Where the count stands when `today` is the state of the last day counted.
    pub(super) fn standing(self, today: DayState) -> Count {
        Count {
            // Only a scheduled day is ever pending.
            at_risk: today == DayState::Pending && self.run.length > 0,
            current: self.run,
            longest: self.longest,
            freezes: self.freezes,
        }
    }
}
