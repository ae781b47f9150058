//! The state that a replay passes from day to day, in a form that can be stored.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::features::training::schedule::{Schedule, StreakUnit};

use super::{
    day_facts::DayFacts,
    day_streak::DayStreak,
    judged_day::{DayState, JudgedDay, Reason, ReplayedDay, Standing, judge, meets_goal},
    plan_version::{PlanVersion, Plans},
    streak::Count,
    strength::{Strength, share_of_goal},
    week_streak::{WeekStreak, WeekTerms},
};

/// The state of a replay after closing every day up to and including [`Replay::through`].
///
/// Stored as a checkpoint, it lets a later replay begin there and give the same answers, bit for bit. It
/// holds as long as these stay as they were: facts and plan versions dated up to `through`, [`Settings`],
/// and [`crate::core::RULESET`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Replay {
    through: NaiveDate,
    first_day: NaiveDate,
    streak: Option<Streak>,
    strength: Strength,
}

/// Choices of the person that the verdicts depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Whether freezes are earned and used at all (rules §4).
    pub streak_freezes: bool,
}

/// The count of the current stretch of plan versions with one unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "unit", rename_all = "snake_case")]
enum Streak {
    Days(DayStreak),
    Weeks(WeekStreak),
}

/// What the steps of a replay read.
pub(super) struct History<'a> {
    pub(super) plans: &'a Plans,
    pub(super) facts: &'a [DayFacts],
    pub(super) settings: Settings,
}

impl Replay {
    /// The last day closed.
    #[must_use]
    pub fn through(&self) -> NaiveDate {
        self.through
    }

    /// The first day of history.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        self.first_day
    }

    /// The state before `first_day` is judged.
    pub(super) fn beginning(first_day: NaiveDate) -> Self {
        Self { through: first_day, first_day, streak: None, strength: Strength::default() }
    }

    /// Judges the next day. `cursor` points at an entry of the facts no later than the first on or after
    /// the day.
    pub(super) fn step<'a>(
        &mut self,
        history: &History<'a>,
        cursor: &mut usize,
        date: NaiveDate,
        standing: Standing,
    ) -> ReplayedDay<'a> {
        let plan = history.plans.in_force(date);
        let recorded = take_facts(history.facts, cursor, date);
        let nothing = DayFacts::nothing(date);
        let facts = recorded.unwrap_or(&nothing);
        let mut goals = history.plans.held_against(date).map(|version| version.goal_on(facts.mark));
        let met = goals.find(|goal| meets_goal(facts, *goal));
        let goal_minutes = met.unwrap_or_else(|| plan.goal_on(facts.mark));

        let (mut state, mut reason) = match met {
            Some(_) => (DayState::Done, Reason::GoalMet),
            None => judge(plan, facts, date, standing),
        };
        if self.count(history, plan, date, state) == DayState::Frozen {
            (state, reason) = (DayState::Frozen, Reason::FreezeUsed);
        }
        let share = share_of_goal(facts.seconds, facts.sessions, goal_minutes);
        self.strength.step(&plan.schedule, state, share);
        self.through = date;
        if standing == Standing::Closed && date.weekday() == Weekday::Sun {
            self.close_week(plan, date);
        }

        ReplayedDay {
            judged: JudgedDay {
                date,
                state,
                reason,
                minutes: facts.seconds / 60,
                goal_minutes,
                sessions: facts.sessions,
                plan_id: plan.id,
                mark: facts.mark,
                scheduled: plan.schedule.plans(date),
                strength: self.strength.score(),
            },
            plan,
            seconds: facts.seconds,
            sets: recorded.map_or(&[], |day| &day.sets),
        }
    }

    /// Counts a day and answers its state, which may have become `frozen`. A plan with another unit
    /// starts a new count.
    fn count(&mut self, history: &History<'_>, plan: &PlanVersion, date: NaiveDate, state: DayState) -> DayState {
        let unit = plan.schedule.unit();
        let kept = self.streak.take().filter(|streak| streak.unit() == unit);
        match self.streak.insert(kept.unwrap_or_else(|| Streak::new(unit))) {
            Streak::Days(days) => days.count(date, state, history.settings.streak_freezes),
            Streak::Weeks(weeks) => {
                weeks.count(date, state);
                state
            }
        }
    }

    fn close_week(&mut self, plan: &PlanVersion, date: NaiveDate) {
        if let (Some(Streak::Weeks(weeks)), Some(terms)) = (&mut self.streak, week_terms(plan, date)) {
            weeks.close_week(terms);
        }
    }

    /// The count when `today` was the last day judged, under `plan`.
    pub(super) fn into_count(self, plan: &PlanVersion, today: &JudgedDay) -> Count {
        match (self.streak, week_terms(plan, today.date)) {
            (Some(Streak::Days(days)), _) => days.standing(today.state),
            (Some(Streak::Weeks(weeks)), Some(terms)) => weeks.standing(today.date, today.state, terms),
            _ => Count::default(),
        }
    }
}

impl Streak {
    fn new(unit: StreakUnit) -> Self {
        match unit {
            StreakUnit::Days => Self::Days(DayStreak::default()),
            StreakUnit::Weeks => Self::Weeks(WeekStreak::default()),
        }
    }

    fn unit(&self) -> StreakUnit {
        match self {
            Self::Days(_) => StreakUnit::Days,
            Self::Weeks(_) => StreakUnit::Weeks,
        }
    }
}

/// What the version in force on a date asks of the week up to it; nothing when it counts in days.
fn week_terms(plan: &PlanVersion, date: NaiveDate) -> Option<WeekTerms> {
    match plan.schedule {
        Schedule::Weekdays { .. } => None,
        Schedule::TimesPerWeek { times } => Some(WeekTerms::on(date, times, plan.effective_from)),
    }
}

/// The entry for this date, if there is one.
fn take_facts<'a>(facts: &'a [DayFacts], cursor: &mut usize, date: NaiveDate) -> Option<&'a DayFacts> {
    while facts.get(*cursor).is_some_and(|day| day.date < date) {
        *cursor += 1;
    }
    facts.get(*cursor).filter(|day| day.date == date)
}
