//! A slow model: every number computed from the whole list of records, by its definition,
//! looking back and forth over plain lists of days. It shares no calculation with the library.

use std::collections::BTreeSet;

use birddog::features::progress::day_facts::DayFacts;
use birddog::features::progress::judged_day::{DayState, Reason};
use birddog::features::progress::plan_version::{PlanVersion, Plans};
use birddog::features::training::mark_kind::MarkKind;
use birddog::features::training::schedule::{Day, Schedule};
use chrono::{Datelike, Days, NaiveDate};

#[derive(Debug, Clone)]
pub struct Records {
    pub plans: Plans,
    pub facts: Vec<DayFacts>,
    pub freezes: bool,
}

#[derive(Debug, Clone)]
pub struct Row {
    pub date: NaiveDate,
    pub state: DayState,
    pub reason: Reason,
    pub scheduled: bool,
    pub goal: u64,
    pub facts: DayFacts,
    pub plan: PlanVersion,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Verdict {
    Counts,
    Breaks,
    Neutral,
}

/// What a run is made of: its days or weeks, each with the done days counted.
type Run = Vec<Vec<NaiveDate>>;

#[derive(Debug, Clone)]
pub struct StreakAnswer {
    pub current: Run,
    pub longest: Run,
    pub held: u8,
    pub used_on: Vec<NaiveDate>,
    pub at_risk: bool,
}

pub fn monday(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}

fn days_of_week(date: NaiveDate) -> Vec<NaiveDate> {
    (0..7).map(|n| monday(date) + Days::new(n)).collect()
}

pub fn weekly(plan: &PlanVersion) -> Option<u32> {
    match plan.schedule {
        Schedule::TimesPerWeek { times } => Some(times.into()),
        Schedule::Weekdays { .. } => None,
    }
}

fn planned_on(plan: &PlanVersion, date: NaiveDate) -> bool {
    const WEEK: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];
    match &plan.schedule {
        Schedule::TimesPerWeek { .. } => true,
        Schedule::Weekdays { days } => days.contains(&WEEK[date.weekday().num_days_from_monday() as usize]),
    }
}

impl Records {
    /// The versions in force on a date as it went, the one before it first: each that begins on it takes over.
    fn plans_on(&self, date: NaiveDate) -> Vec<&PlanVersion> {
        let later = &self.plans.later;
        let before = later.iter().filter(|plan| plan.effective_from < date).max_by_key(|plan| plan.effective_from);
        let mut plans = vec![before.unwrap_or(&self.plans.first)];
        plans.extend(later.iter().filter(|plan| plan.effective_from == date));
        plans
    }

    fn facts_on(&self, date: NaiveDate) -> DayFacts {
        let found = self.facts.iter().find(|facts| facts.date == date);
        found.cloned().unwrap_or_else(|| DayFacts::nothing(date))
    }

    /// All days of history with their verdicts.
    pub fn days(&self, as_of: NaiveDate) -> Vec<Row> {
        let sessions = self.facts.iter().filter(|facts| facts.sessions > 0);
        let Some(first) = sessions.map(|facts| facts.date).chain(self.plans.begin_on).min() else { return Vec::new() };
        let dates = first.iter_days().take_while(|date| *date <= as_of);
        let mut rows: Vec<Row> = dates.map(|date| self.row(date, as_of)).collect();
        if self.freezes {
            freeze(&mut rows);
        }
        rows
    }

    /// §3 line by line, without freezes.
    fn row(&self, date: NaiveDate, as_of: NaiveDate) -> Row {
        let plans = self.plans_on(date);
        let plan = plans[plans.len() - 1].clone();
        let facts = self.facts_on(date);
        let flare = facts.mark == Some(MarkKind::Flare);
        let goals = plans.iter().map(|plan| if flare { plan.flare_goal_minutes } else { plan.goal_minutes });
        let goals: Vec<u64> = goals.map(u64::from).collect();
        let reached = |goal: u64| match goal {
            0 => facts.sessions > 0,
            _ => facts.seconds as f64 / 60.0 >= goal as f64,
        };
        let scheduled = planned_on(&plan, date);
        let met = goals.iter().any(|goal| reached(*goal));
        let goal = goals.iter().rfind(|goal| !met || reached(**goal)).copied().unwrap();
        let (state, reason) = if met {
            (DayState::Done, Reason::GoalMet)
        } else if let Some(mark) = facts.mark {
            let reason = match mark {
                MarkKind::Rest => Reason::MarkedRest,
                MarkKind::Sick => Reason::MarkedSick,
                MarkKind::Travel => Reason::MarkedTravel,
                MarkKind::Flare => Reason::MarkedFlare,
            };
            (DayState::Exempt, reason)
        } else if !scheduled {
            (DayState::Rest, Reason::NotScheduled)
        } else if date == as_of {
            (DayState::Pending, Reason::TodayOpen)
        } else if facts.seconds > 0 {
            (DayState::Partial, Reason::BelowGoal)
        } else if weekly(&plan).is_some() {
            (DayState::Rest, Reason::AnyDayThisWeek)
        } else if facts.sessions > 0 {
            (DayState::Missed, Reason::BelowGoal)
        } else {
            (DayState::Missed, Reason::NothingRecorded)
        };
        Row { date, state, reason, scheduled, goal, facts, plan }
    }

    pub fn streak(&self, as_of: NaiveDate) -> Option<StreakAnswer> {
        let rows = self.days(as_of);
        let today = rows.last()?.clone();
        let stretch = &rows[stretch_start(&rows, rows.len() - 1)..];
        let mut answer =
            StreakAnswer { current: Vec::new(), longest: Vec::new(), held: 0, used_on: Vec::new(), at_risk: false };
        let by_week = weekly(&today.plan).is_some();
        let judged: Vec<(Verdict, Vec<NaiveDate>)> = if by_week {
            let mondays: BTreeSet<_> = stretch.iter().map(|row| monday(row.date)).collect();
            let weeks = mondays.iter();
            weeks.map(|monday| week(stretch, *monday, as_of)).collect()
        } else {
            answer.held = held_after(stretch, self.freezes);
            let frozen = stretch.iter().filter(|row| row.state == DayState::Frozen);
            answer.used_on = frozen.map(|row| row.date).collect();
            let days = stretch.iter();
            days.map(|row| (verdict(row), vec![row.date])).collect()
        };
        let runs: Vec<Run> = judged
            .split(|(verdict, _)| *verdict == Verdict::Breaks)
            .map(|run| {
                let counted = run.iter().filter(|(verdict, _)| *verdict == Verdict::Counts);
                counted.map(|(_, dates)| dates.clone()).collect()
            })
            .collect();
        answer.current = runs.last().cloned().unwrap_or_default();
        let most = runs.iter().map(Vec::len).max().unwrap_or(0);
        answer.longest = runs.iter().find(|run| run.len() == most).cloned().unwrap_or_default();
        answer.at_risk = if by_week {
            let (required, done) = asked(stretch, monday(as_of), as_of);
            let left = days_of_week(as_of)
                .into_iter()
                .filter(|date| *date > as_of || (*date == as_of && today.state != DayState::Exempt));
            !answer.current.is_empty()
                && required > 0
                && done.len() < required
                && today.state != DayState::Done
                && left.count() <= required - done.len()
        } else {
            today.scheduled && today.state == DayState::Pending && !answer.current.is_empty()
        };
        Some(answer)
    }

    /// The score as one sum: each day's share, weighed by the forgetting of all later steps.
    pub fn strength(rows: &[Row]) -> f64 {
        let mut steps = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            match weekly(&row.plan) {
                Some(times) => {
                    let window = &rows[index.saturating_sub(13)..=index];
                    let done = window.iter().filter(|row| row.state == DayState::Done).count();
                    let share = (done as f64 / (2.0 * f64::from(times))).min(1.0);
                    steps.push((f64::from(times) / 7.0, share));
                }
                None if row.scheduled => {
                    let judged = [DayState::Done, DayState::Partial, DayState::Missed];
                    if judged.contains(&row.state) {
                        let share = if row.goal == 0 {
                            f64::from(row.facts.sessions.min(1))
                        } else {
                            (row.facts.seconds as f64 / (60 * row.goal) as f64).min(1.0)
                        };
                        steps.push((1.0, share));
                    }
                }
                None => {
                    if row.state == DayState::Done {
                        steps.push((1.0, 1.0));
                    }
                }
            }
        }
        let kept = |frequency: f64| (-(frequency.sqrt()) / 13.0 * 2.0_f64.ln()).exp();
        let mut later = 1.0;
        let mut sum = 0.0;
        for (frequency, share) in steps.iter().rev() {
            sum += share * (1.0 - kept(*frequency)) * later;
            later *= kept(*frequency);
        }
        sum
    }
}

/// The first row of the unbroken stretch of one unit that ends with this row.
fn stretch_start(rows: &[Row], end: usize) -> usize {
    let unit = weekly(&rows[end].plan).is_some();
    let other = rows[..end].iter().rposition(|row| weekly(&row.plan).is_some() != unit);
    other.map_or(0, |index| index + 1)
}

fn verdict(row: &Row) -> Verdict {
    match row.state {
        DayState::Done => Verdict::Counts,
        DayState::Partial | DayState::Missed => Verdict::Breaks,
        _ => Verdict::Neutral,
    }
}

/// Days counted in the run that the last of these rows leaves.
fn run_after(rows: &[Row]) -> usize {
    let broken = rows.iter().rposition(|row| verdict(row) == Verdict::Breaks);
    let run = &rows[broken.map_or(0, |index| index + 1)..];
    run.iter().filter(|row| row.state == DayState::Done).count()
}

fn held_after(stretch: &[Row], freezes: bool) -> u8 {
    let mut held = 0;
    for (index, row) in stretch.iter().enumerate() {
        if freezes && row.state == DayState::Done && run_after(&stretch[..=index]).is_multiple_of(7) {
            held = 2.min(held + 1);
        }
        if row.state == DayState::Frozen {
            held -= 1;
        }
    }
    held
}

/// Goes through the misses in order: each is frozen when the days before it, as judged by now, allow it.
fn freeze(rows: &mut [Row]) {
    for index in 0..rows.len() {
        if verdict(&rows[index]) != Verdict::Breaks || weekly(&rows[index].plan).is_some() {
            continue;
        }
        let before = &rows[stretch_start(rows, index)..index];
        if run_after(before) > 0 && held_after(before, true) > 0 {
            rows[index].state = DayState::Frozen;
            rows[index].reason = Reason::FreezeUsed;
        }
    }
}

/// Days a week requires, and its done days.
fn asked(stretch: &[Row], monday: NaiveDate, as_of: NaiveDate) -> (usize, Vec<NaiveDate>) {
    let of_week = |date: NaiveDate| stretch.iter().find(|row| row.date == date);
    let week = days_of_week(monday);
    // The stretch ends with as_of, so an earlier week has its Sunday in it.
    let last = of_week(as_of.min(week[6])).unwrap();
    let possible = week.iter().filter(|date| match of_week(**date) {
        Some(row) => row.plan.id == last.plan.id && row.state != DayState::Exempt,
        None => **date > as_of,
    });
    let required = possible.count().min(weekly(&last.plan).unwrap() as usize);
    let done = week.iter().filter_map(|date| of_week(*date));
    let done = done.filter(|row| row.state == DayState::Done);
    (required, done.map(|row| row.date).collect())
}

fn week(stretch: &[Row], monday: NaiveDate, as_of: NaiveDate) -> (Verdict, Vec<NaiveDate>) {
    let (required, done) = asked(stretch, monday, as_of);
    let over = days_of_week(monday)[6] < as_of;
    let verdict = if required == 0 {
        Verdict::Neutral
    } else if done.len() >= required {
        Verdict::Counts
    } else if over {
        Verdict::Breaks
    } else {
        Verdict::Neutral
    };
    (verdict, done)
}
