//! The state of one day and the reason for it (rules §3).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::core::access::visibility::visible;
use crate::features::training::{
    mark_kind::MarkKind,
    schedule::{Schedule, StreakUnit},
};

use super::{
    day_facts::{DayFacts, SetsDone},
    plan_version::PlanVersion,
};

/// What became of a day (rules §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayState {
    /// The goal was met, planned or not.
    Done,
    /// Marked, and below the goal.
    Exempt,
    /// Nothing was asked of this day in particular.
    Rest,
    /// Today, and the goal can still be met.
    Pending,
    /// Missed, and covered by a freeze.
    Frozen,
    /// Some activity, below the goal.
    Partial,
    /// Planned and not trained.
    Missed,
}

/// Why a day has its state: stable codes that clients may rely on (rules §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Done: the day's seconds reached the goal.
    GoalMet,
    /// Exempt: marked as a rest day.
    MarkedRest,
    /// Exempt: marked as sick.
    MarkedSick,
    /// Exempt: marked as travel.
    MarkedTravel,
    /// Exempt: marked as a flare-up, and below the flare goal.
    MarkedFlare,
    /// Rest: the schedule leaves out this weekday.
    NotScheduled,
    /// Rest: the schedule leaves the choice of days open.
    AnyDayThisWeek,
    /// Pending: the day is not over.
    TodayOpen,
    /// Frozen: a freeze was spent.
    FreezeUsed,
    /// Partial or missed: what was recorded stays below the goal.
    BelowGoal,
    /// Missed: nothing was recorded.
    NothingRecorded,
}

/// A day with its verdict.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema, Deserialize)]
pub struct JudgedDay {
    /// The local date.
    pub date: NaiveDate,
    /// The verdict.
    pub state: DayState,
    /// Why.
    pub reason: Reason,
    /// Whole minutes trained, rounded down. The verdict rests on the seconds.
    pub minutes: u64,
    /// The goal the day was held against, in minutes. On a day on which one plan version takes over from another, either
    /// one's makes it done; then it is the goal that was met.
    pub goal_minutes: u16,
    /// Sessions recorded.
    pub sessions: u32,
    /// The plan version in force: before all others the one that signing up made, or null where there is none.
    pub plan_id: Option<Uuid>,
    /// The day's mark, if any.
    pub mark: Option<MarkKind>,
    /// Whether the schedule plans this day; every day with a number of times a week.
    pub scheduled: bool,
    /// Habit strength after the day, 0..=1 (rules §5).
    pub strength: f64,
}

visible!(JudgedDay: always[date, state, reason, minutes, goal_minutes, sessions, plan_id, mark, scheduled, strength]);

/// A day as it is shown to the visitor of a replay.
#[derive(Debug, Clone)]
pub struct ReplayedDay<'a> {
    /// The day with its verdict.
    pub judged: JudgedDay,
    /// The plan version in force.
    pub plan: &'a PlanVersion,
    /// Seconds trained.
    pub seconds: u64,
    /// Sets done by exercise.
    pub sets: &'a [SetsDone],
}

/// Whether a day is over. Only a day that is still open can be pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The day is `as_of`.
    Open,
    /// The day lies before `as_of`.
    Closed,
}

/// The first rule of §3 that fits a day on which no goal was met, freezes aside: they depend on the run of days before.
pub(super) fn judge(plan: &PlanVersion, facts: &DayFacts, date: NaiveDate, standing: Standing) -> (DayState, Reason) {
    if let Some(mark) = facts.mark {
        return (DayState::Exempt, marked(mark));
    }
    if !plan.schedule.plans(date) {
        return (DayState::Rest, Reason::NotScheduled);
    }
    if standing == Standing::Open {
        return (DayState::Pending, Reason::TodayOpen);
    }
    unmet(&plan.schedule, facts, plan.goal_minutes)
}

/// Seconds against the goal; a goal of 0 takes a session, or every idle day would be done.
pub(super) fn meets_goal(facts: &DayFacts, goal_minutes: u16) -> bool {
    if goal_minutes == 0 { facts.sessions > 0 } else { facts.seconds >= u64::from(goal_minutes) * 60 }
}

fn unmet(schedule: &Schedule, facts: &DayFacts, goal_minutes: u16) -> (DayState, Reason) {
    if facts.seconds > 0 && goal_minutes > 0 {
        return (DayState::Partial, Reason::BelowGoal);
    }
    if schedule.unit() == StreakUnit::Weeks {
        return (DayState::Rest, Reason::AnyDayThisWeek);
    }
    // A session without duration is a record all the same; "nothing recorded" would be untrue.
    if facts.seconds > 0 || facts.sessions > 0 {
        (DayState::Missed, Reason::BelowGoal)
    } else {
        (DayState::Missed, Reason::NothingRecorded)
    }
}

fn marked(mark: MarkKind) -> Reason {
    match mark {
        MarkKind::Rest => Reason::MarkedRest,
        MarkKind::Sick => Reason::MarkedSick,
        MarkKind::Travel => Reason::MarkedTravel,
        MarkKind::Flare => Reason::MarkedFlare,
    }
}
