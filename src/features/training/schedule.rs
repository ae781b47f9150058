//! Which days a plan asks for, and in which unit keeping to it is counted.

use chrono::{Datelike, NaiveDate, Weekday};
use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::core::access::visibility::visible;
use crate::platform::input::FieldErrors;
use crate::platform::vocabulary::vocabulary;

/// A plan's schedule (rules §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Deserr, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[deserr(error = FieldErrors, tag = "kind", rename_all = lowercase, deny_unknown_fields)]
pub enum Schedule {
    /// The same weekdays every week.
    Weekdays {
        /// The planned weekdays; order and repetition carry no meaning.
        #[schema(min_items = 1, max_items = 7)]
        days: Vec<Day>,
    },
    /// Any days, a number of them in every ISO week.
    #[deserr(rename = "times_per_week")]
    TimesPerWeek {
        /// Days a week, 1..=7.
        #[schema(minimum = 1, maximum = 7)]
        times: u8,
    },
}

visible!(enum Schedule as kind: Weekdays[days], TimesPerWeek[times]);

vocabulary! {
    /// A weekday.
    pub enum Day("weekday") {
        Mon = "mon" / "Monday",
        Tue = "tue" / "Tuesday",
        Wed = "wed" / "Wednesday",
        Thu = "thu" / "Thursday",
        Fri = "fri" / "Friday",
        Sat = "sat" / "Saturday",
        Sun = "sun" / "Sunday",
    }
}

/// What a streak counts (rules §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StreakUnit {
    /// Days done, for weekday schedules.
    Days,
    /// ISO weeks done, for a number of times a week.
    Weeks,
}

impl Schedule {
    /// Errors in its numbers, at places below `pointer`.
    #[must_use]
    pub fn check(&self, pointer: &str) -> FieldErrors {
        match self {
            Self::Weekdays { days } if days.is_empty() || days.len() > 7 => {
                FieldErrors::one(format!("{pointer}/days"), "wrong_length", "must name 1 to 7 weekdays")
            }
            Self::TimesPerWeek { times } if !(1..=7).contains(times) => {
                FieldErrors::one(format!("{pointer}/times"), "out_of_range", "must be between 1 and 7")
            }
            _ => FieldErrors::none(),
        }
    }

    /// Whether the plan asks for (weekdays) or welcomes (times a week: every day) training on this date.
    #[must_use]
    pub fn plans(&self, date: NaiveDate) -> bool {
        match self {
            Self::Weekdays { days } => days.contains(&Day::from(date.weekday())),
            Self::TimesPerWeek { .. } => true,
        }
    }

    /// Whether both ask for the same days, however they are written.
    #[must_use]
    pub fn asks_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Weekdays { days }, Self::Weekdays { days: others }) => {
                Day::ALL.iter().all(|day| days.contains(day) == others.contains(day))
            }
            _ => self == other,
        }
    }

    /// The unit in which a streak under this schedule is counted (rules §4).
    #[must_use]
    pub fn unit(&self) -> StreakUnit {
        match self {
            Self::Weekdays { .. } => StreakUnit::Days,
            Self::TimesPerWeek { .. } => StreakUnit::Weeks,
        }
    }
}

impl From<Weekday> for Day {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Mon => Self::Mon,
            Weekday::Tue => Self::Tue,
            Weekday::Wed => Self::Wed,
            Weekday::Thu => Self::Thu,
            Weekday::Fri => Self::Fri,
            Weekday::Sat => Self::Sat,
            Weekday::Sun => Self::Sun,
        }
    }
}
