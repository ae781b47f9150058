//! The facts of a client that triage is computed from.

use chrono::NaiveDate;

use crate::features::acupuncture::vocabulary::AppointmentStatus;
use crate::features::acupuncture::{Course, CourseId};
use crate::features::pain::trend::daily::DailyValue;
use crate::features::progress::judged_day::{DayState, ReplayedDay};
use crate::features::progress::streak::CurrentStreak;
use crate::features::training::mark_kind::MarkKind;
use crate::features::training::schedule::Schedule;

/// The facts of a client on a day, from the days [`super::LOOK_BACK_DAYS`] back. What the coach may not see is None.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// The client's own today.
    pub today: NaiveDate,
    /// Their training.
    pub training: Option<Training>,
    /// Their pain.
    pub pain: Option<Pain>,
    /// Their visits.
    pub visits: Option<Visits>,
}

/// A client's training.
#[derive(Debug, Clone, PartialEq)]
pub struct Training {
    /// The streak today (rules §4).
    pub streak: CurrentStreak,
    /// The last day with a session, however long ago.
    pub last_session_on: Option<NaiveDate>,
    /// The days with their states, in order and without a gap, today last; those before the history are left out.
    pub days: Vec<TrainingDay>,
}

/// A judged day (rules §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrainingDay {
    /// The local date.
    pub date: NaiveDate,
    /// Whether its goal was met.
    pub done: bool,
    /// Whether a session was recorded.
    pub session: bool,
    /// Whether it is marked as a flare-up.
    pub flare: bool,
    /// What the plan asked of it.
    pub asked: Asked,
}

/// What a plan asks of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing: it is not planned, exempt, or not over yet.
    Nothing,
    /// Its goal.
    ThisDay,
    /// To be one of so many days a week.
    TimesAWeek(u8),
}

/// A client's pain.
#[derive(Debug, Clone, PartialEq)]
pub struct Pain {
    /// The daily values (rules §7), in order.
    pub values: Vec<DailyValue>,
    /// Of today and yesterday, those with a score that says it is a flare-up.
    pub flares: Vec<NaiveDate>,
}

/// A client's visits.
#[derive(Debug, Clone, PartialEq)]
pub struct Visits {
    /// The newest course that has begun, within a year.
    pub course: Option<(CourseId, Course)>,
    /// Visits, in any order: those of the days looked at, those since the course began, and those to come.
    pub visits: Vec<Visit>,
}

/// The part of an appointment that triage needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Its local day.
    pub date: NaiveDate,
    /// Whether it is scheduled, completed, missed or cancelled.
    pub status: AppointmentStatus,
    /// Its course.
    pub course: Option<CourseId>,
    /// Whether any side effect was noted.
    pub side_effect: bool,
}

impl From<&ReplayedDay<'_>> for TrainingDay {
    fn from(day: &ReplayedDay<'_>) -> Self {
        let judged = &day.judged;
        let open = matches!(judged.state, DayState::Exempt | DayState::Pending);
        Self {
            date: judged.date,
            done: judged.state == DayState::Done,
            session: judged.sessions > 0,
            flare: judged.mark == Some(MarkKind::Flare),
            asked: match day.plan.schedule {
                _ if open => Asked::Nothing,
                Schedule::Weekdays { .. } if judged.scheduled => Asked::ThisDay,
                Schedule::Weekdays { .. } => Asked::Nothing,
                Schedule::TimesPerWeek { times } => Asked::TimesAWeek(times),
            },
        }
    }
}
