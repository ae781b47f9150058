//! The forward pass over the days of a history: every day is judged once, in order, and the streak and
//! the habit strength are updated with each (rules §3 to §5).
//!
//! - Only what is dated up to `as_of` counts; later facts and plan versions change nothing.
//! - Days run from the first recorded session or the earliest plan version, whichever comes first. A
//!   mark alone doesn't start a history.
//! - Days before all versions are judged by the terms of signing up ([`Plans::first`]).

use std::{error::Error, fmt};

use chrono::NaiveDate;

use super::{
    checkpoint::History,
    day_facts::DayFacts,
    judged_day::Standing,
    plan_version::Plans,
    streak::{Count, StreakReport},
};
pub use super::{
    checkpoint::{Replay, Settings},
    judged_day::ReplayedDay,
};

/// The end of a replay.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// The streak on `as_of`, and `as_of` itself.
    pub streak: StreakReport,
    /// Habit strength after `as_of`, 0..=1.
    pub strength: f64,
    /// The state after the days before `as_of`, which can be stored as a checkpoint. None when there are none.
    pub closed: Option<Replay>,
}

/// The checkpoint has closed `as_of` already, so nothing can be said about that day as today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckpointTooLate {
    /// Last day the checkpoint has closed.
    pub through: NaiveDate,
    /// The day asked for.
    pub as_of: NaiveDate,
}

impl fmt::Display for CheckpointTooLate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { through, as_of } = self;
        write!(formatter, "the checkpoint through {through} leaves no day for {as_of}")
    }
}

impl Error for CheckpointTooLate {}

/// Judges every day up to `as_of`, from the checkpoint `start` or else from the first day of history.
///
/// `facts` is sorted by date, one entry a date, days without
/// records left out, and reaches back to the day after `start` or else to the first record. `visit`
/// sees each day in order, with the state that closing it left; `as_of` comes last, without one, since
/// it isn't closed. The cost is that of the days replayed.
///
/// # Errors
/// [`CheckpointTooLate`] when `start` reaches to `as_of` or beyond.
pub fn replay<'a>(
    plans: &'a Plans,
    settings: Settings,
    start: Option<Replay>,
    facts: &'a [DayFacts],
    as_of: NaiveDate,
    mut visit: impl FnMut(&ReplayedDay<'a>, Option<&Replay>),
) -> Result<Outcome, CheckpointTooLate> {
    let begun = match start {
        Some(checkpoint) => {
            let through = checkpoint.through();
            match through.succ_opt().filter(|next| *next <= as_of) {
                Some(next) => Some((checkpoint, next)),
                None => return Err(CheckpointTooLate { through, as_of }),
            }
        }
        None => first_day(plans, facts).filter(|first| *first <= as_of).map(|first| (Replay::beginning(first), first)),
    };
    let Some((mut state, next)) = begun else {
        return Ok(nothing_yet(plans, as_of));
    };

    let history = History { plans, facts, settings };
    let mut cursor = facts.partition_point(|day| day.date < next);
    for date in next.iter_days().take_while(|date| *date < as_of) {
        let day = state.step(&history, &mut cursor, date, Standing::Closed);
        visit(&day, Some(&state));
    }
    let mut open = state.clone();
    let day = open.step(&history, &mut cursor, as_of, Standing::Open);
    visit(&day, None);

    let count = open.into_count(day.plan, &day.judged);
    Ok(Outcome {
        strength: day.judged.strength,
        streak: StreakReport::new(day.plan.schedule.unit(), count, Some(day.judged)),
        closed: (state.first_day() < as_of).then_some(state),
    })
}

/// The first day of history; None without any plan and any session.
fn first_day(plans: &Plans, facts: &[DayFacts]) -> Option<NaiveDate> {
    let trained = facts.iter().find(|day| day.sessions > 0).map(|day| day.date);
    trained.into_iter().chain(plans.begin_on).min()
}

fn nothing_yet(plans: &Plans, as_of: NaiveDate) -> Outcome {
    let unit = plans.in_force(as_of).schedule.unit();
    Outcome { streak: StreakReport::new(unit, Count::default(), None), strength: 0.0, closed: None }
}
