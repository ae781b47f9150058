//! The streak in weeks, for a number of times a week (rules §4).

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{
    judged_day::DayState,
    streak::{Count, Freezes, Run},
};

const DAYS_OF_WEEK: u8 = 7;

/// The count over one stretch of `times_per_week` schedules: the weeks that are over, and the one that
/// is not.
///
/// An open week is never counted here, even when it has enough days: a plan version beginning later in
/// the week may ask for more.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct WeekStreak {
    run: Run,
    longest: Run,
    week: OpenWeek,
}

/// The days of the current ISO week within the stretch, so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct OpenWeek {
    days_done: u8,
    first_done: Option<NaiveDate>,
    last_done: Option<NaiveDate>,
    /// One bit for each exempt day, Monday the lowest.
    exempt: u8,
}

/// What the version that decides a week asks of it: the one in force on the week's last day in the
/// stretch, in the current week on `as_of`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WeekTerms {
    times: u8,
    /// First weekday that the version covers, 0 for Monday. A version in force covers every later day
    /// of the week.
    first_weekday: u8,
}

impl WeekTerms {
    /// The terms of a version asking for `times` days, which covers `date` and the days since `covers_from`.
    pub(super) fn on(date: NaiveDate, times: u8, covers_from: NaiveDate) -> Self {
        let covered_before = date.signed_duration_since(covers_from).num_days().max(0);
        let covered_before = u8::try_from(covered_before).unwrap_or(u8::MAX);
        Self { times, first_weekday: weekday(date).saturating_sub(covered_before) }
    }
}

impl WeekStreak {
    /// Adds a day to the open week.
    pub(super) fn count(&mut self, date: NaiveDate, state: DayState) {
        match state {
            DayState::Done => {
                self.week.days_done = self.week.days_done.saturating_add(1);
                self.week.first_done.get_or_insert(date);
                self.week.last_done = Some(date);
            }
            DayState::Exempt => self.week.exempt |= 1 << weekday(date),
            _ => {}
        }
    }

    /// Closes the week after its Sunday.
    ///
    /// A week cut short by a change of unit needs no closing: its count ends with it, unreported.
    pub(super) fn close_week(&mut self, terms: WeekTerms) {
        let week = std::mem::take(&mut self.week);
        let required = week.required(terms);
        if required == 0 {
            return;
        }
        if week.days_done < required {
            self.run = Run::default();
        } else {
            self.run = week.added_to(self.run);
            self.longest = self.longest.or_longer(self.run);
        }
    }

    /// Where the count stands when the last day counted was `date`, with this state.
    pub(super) fn standing(self, date: NaiveDate, today: DayState, terms: WeekTerms) -> Count {
        let required = self.week.required(terms);
        let done = required > 0 && self.week.days_done >= required;
        let current = if done { self.week.added_to(self.run) } else { self.run };
        let missing = required.saturating_sub(self.week.days_done);
        Count {
            at_risk: current.length > 0
                && missing > 0
                && today != DayState::Done
                && self.week.days_from(weekday(date)) <= missing,
            current,
            longest: self.longest.or_longer(current),
            freezes: Freezes::default(),
        }
    }
}

impl OpenWeek {
    /// Days the week takes to be done; 0 makes it exempt.
    fn required(&self, terms: WeekTerms) -> u8 {
        terms.times.min(self.days_from(terms.first_weekday))
    }

    /// Days from a weekday to Sunday that are not exempt. Days to come count: they can still be trained.
    fn days_from(&self, first_weekday: u8) -> u8 {
        (first_weekday..DAYS_OF_WEEK).fold(0, |days, day| days + (1 - (self.exempt >> day & 1)))
    }

    fn added_to(&self, mut run: Run) -> Run {
        if let (Some(first), Some(last)) = (self.first_done, self.last_done) {
            run.extend(first, last);
        }
        run
    }
}

fn weekday(date: NaiveDate) -> u8 {
    u8::try_from(date.weekday().num_days_from_monday()).unwrap_or_default()
}
