//! The worked examples and checks that the rules themselves give, and edges worth reading.

use birddog::core::RULESET;
use birddog::features::progress::day_facts::DayFacts;
use birddog::features::progress::judged_day::{DayState, Reason};
use birddog::features::progress::plan_version::{PlanVersion, Plans};
use birddog::features::progress::replay::{Outcome, ReplayedDay, Settings, replay};
use birddog::features::progress::streak::StreakUnit;
use birddog::features::training::mark_kind::MarkKind;
use birddog::features::training::schedule::{Day, Schedule};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

use crate::model::Records;
use crate::streak::replay_all;

/// Day n of a Monday's count: 0 is Monday 2024-03-04.
fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 3, 4).unwrap() + Days::new(n)
}

fn every_day() -> Schedule {
    use Day::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    Schedule::Weekdays { days: vec![Mon, Tue, Wed, Thu, Fri, Sat, Sun] }
}

fn times(times: u8) -> Schedule {
    Schedule::TimesPerWeek { times }
}

fn plan(from: u64, schedule: Schedule) -> PlanVersion {
    PlanVersion {
        id: Some(Uuid::from_u128(u128::from(from))),
        effective_from: day(from),
        schedule,
        goal_minutes: 10,
        flare_goal_minutes: 3,
        prescribed: Vec::new(),
    }
}

fn trained(n: u64, seconds: u64) -> DayFacts {
    DayFacts { seconds, sessions: 1, ..DayFacts::nothing(day(n)) }
}

fn marked(n: u64, mark: MarkKind) -> DayFacts {
    DayFacts { mark: Some(mark), ..DayFacts::nothing(day(n)) }
}

fn records(plans: Vec<PlanVersion>, mut facts: Vec<DayFacts>) -> Records {
    facts.sort_by_key(|facts| facts.date);
    Records { plans: Plans::new(None, plans), facts, freezes: true }
}

fn done_on(days: impl IntoIterator<Item = u64>) -> Vec<DayFacts> {
    days.into_iter().map(|n| trained(n, 600)).collect()
}

#[test]
fn the_worked_streak_example() {
    let records = records(vec![plan(0, every_day())], done_on([0, 1, 2, 3, 4, 5, 6, 8]));
    let streak = replay_all(&records, day(6)).0.streak;
    assert_eq!((streak.current.length, streak.freezes.held), (7, 1));
    let streak = replay_all(&records, day(8)).0.streak;
    assert_eq!((streak.current.length, streak.freezes.held), (8, 0));
    assert_eq!(streak.freezes.used_on, [day(7)]);

    let (outcome, days) = replay_all(&records, day(10));
    assert_eq!(days[7].judged.state, DayState::Frozen);
    assert_eq!(days[7].judged.reason, Reason::FreezeUsed);
    assert_eq!(days[9].judged.state, DayState::Missed);
    let streak = outcome.streak;
    assert_eq!(streak.today.unwrap().state, DayState::Pending);
    assert_eq!(streak.current.length, 0);
    assert_eq!(streak.current.started_on, None);
    assert_eq!(streak.current.last_done_on, None);
    assert_eq!(streak.longest.length, 8);
    assert_eq!(streak.longest.started_on, Some(day(0)));
    assert_eq!(streak.longest.ended_on, Some(day(8)));
    assert_eq!(streak.ruleset, RULESET);
    assert!(!streak.at_risk);
}

#[test]
fn a_late_entry_gives_a_spent_freeze_back() {
    let mut records = records(vec![plan(0, every_day())], done_on([0, 1, 2, 3, 4, 5, 6, 8]));
    assert_eq!(replay_all(&records, day(9)).0.streak.freezes.held, 0);
    records.facts.insert(7, trained(7, 600));
    let streak = replay_all(&records, day(9)).0.streak;
    assert_eq!((streak.current.length, streak.freezes.held), (9, 1));
    assert!(streak.freezes.used_on.is_empty());
    assert!(streak.at_risk);
}

#[test]
fn the_stated_strengths() {
    let after = |days: u64| {
        let records = records(vec![plan(0, every_day())], done_on(0..days));
        replay_all(&records, day(days - 1)).0.strength
    };
    assert!((after(20) - 0.655_747).abs() < 1e-6);
    assert!((after(10) - 0.413_270).abs() < 1e-6);
    // From s = 0.5, by way of the two numbers of a step: s' − s = (1 − s)(1 − m).
    let step = (after(11) - after(10)) / (1.0 - after(10));
    assert!((0.5 + 0.5 * step - 0.525_961).abs() < 1e-6);
}

#[test]
fn a_second_short_of_the_goal_is_partial() {
    let facts = vec![trained(0, 599), trained(1, 600), trained(2, 0)];
    let records = records(vec![plan(0, every_day())], facts);
    let (_, days) = replay_all(&records, day(4));
    let verdicts: Vec<_> = days.iter().map(|day| (day.judged.state, day.judged.reason)).collect();
    assert_eq!(
        verdicts,
        [
            (DayState::Partial, Reason::BelowGoal),
            (DayState::Done, Reason::GoalMet),
            (DayState::Missed, Reason::BelowGoal),
            (DayState::Missed, Reason::NothingRecorded),
            (DayState::Pending, Reason::TodayOpen),
        ]
    );
    assert_eq!(days[0].judged.minutes, 9);
}

#[test]
fn a_flare_goal_of_nothing_still_takes_a_session() {
    let mut only_marked = plan(0, every_day());
    only_marked.flare_goal_minutes = 0;
    let session = DayFacts { mark: Some(MarkKind::Flare), ..trained(1, 0) };
    let facts = vec![marked(0, MarkKind::Flare), session];
    let records = records(vec![only_marked], facts);
    let (_, days) = replay_all(&records, day(1));
    assert_eq!(days[0].judged.state, DayState::Exempt);
    assert_eq!(days[1].judged.state, DayState::Done);
}

#[test]
fn a_week_counts_as_soon_as_it_is_done_and_fails_only_when_over() {
    let records = records(vec![plan(0, times(3))], done_on([0, 2, 4, 7, 8, 10]));
    let current = |n| replay_all(&records, day(n)).0.streak.current;
    assert_eq!(current(3).length, 0);
    assert_eq!(current(4).length, 1);
    assert_eq!(current(4).unit, StreakUnit::Weeks);
    assert_eq!(current(9).length, 1);
    assert_eq!(current(9).last_done_on, Some(day(4)));
    assert_eq!(current(10).length, 2);
    assert_eq!(current(10).last_done_on, Some(day(10)));
    assert_eq!(current(20).length, 2);
    assert_eq!(current(21).length, 0);
}

#[test]
fn a_week_is_at_risk_when_every_day_left_is_needed() {
    let records = records(vec![plan(0, times(3))], done_on([0, 2, 4, 7]));
    let risk: Vec<bool> = (8..14).map(|n| replay_all(&records, day(n)).0.streak.at_risk).collect();
    assert_eq!(risk, [false, false, false, false, true, true]);
}

#[test]
fn a_week_of_sickness_keeps_the_count() {
    let mut facts = done_on([0, 2, 4, 14, 16, 18]);
    facts.extend((7..14).map(|n| marked(n, MarkKind::Sick)));
    let streak = replay_all(&records(vec![plan(0, times(3))], facts), day(19)).0.streak;
    assert_eq!(streak.current.length, 2);
}

#[test]
fn a_change_of_times_in_mid_week_asks_only_for_the_days_it_covers() {
    let plans = vec![plan(0, times(2)), plan(5, times(6))];
    let two_days_left = records(plans.clone(), done_on([0, 1]));
    assert_eq!(replay_all(&two_days_left, day(4)).0.streak.current.length, 1);
    assert_eq!(replay_all(&two_days_left, day(5)).0.streak.current.length, 1);
    let one_done = records(plans, done_on([0]));
    assert_eq!(replay_all(&one_done, day(6)).0.streak.current.length, 0);
    assert_eq!(replay_all(&one_done, day(7)).0.streak.longest.length, 0);
}

#[test]
fn an_exempt_week_is_not_counted_for_what_was_done_before_the_change() {
    let mut facts = done_on([0, 7]);
    facts.push(marked(13, MarkKind::Travel));
    let records = records(vec![plan(0, times(1)), plan(13, times(2))], facts);
    let current = |n| replay_all(&records, day(n)).0.streak.current;
    assert_eq!(current(12).length, 2);
    assert_eq!(current(13).length, 1);
    assert_eq!(current(14).length, 1);
}

#[test]
fn another_unit_starts_a_new_count() {
    let plans = vec![plan(0, every_day()), plan(9, times(1)), plan(16, every_day())];
    let records = records(plans, done_on(0..20));
    let at = |n| replay_all(&records, day(n)).0.streak;
    assert_eq!(at(8).longest.length, 9);
    assert_eq!((at(9).current.unit, at(9).longest.length), (StreakUnit::Weeks, 1));
    assert_eq!(at(15).longest.length, 2);
    let again = at(17);
    assert_eq!((again.current.unit, again.longest.length), (StreakUnit::Days, 2));
    assert_eq!((again.freezes.held, again.current.started_on), (0, Some(day(16))));
}

#[test]
fn nothing_is_said_before_the_first_day() {
    let facts = vec![marked(1, MarkKind::Rest), trained(3, 600)];
    let records = records(vec![plan(5, times(2))], facts);
    let (outcome, days) = replay_all(&records, day(2));
    assert!(days.is_empty() && outcome.closed.is_none());
    assert_eq!(outcome.streak.today, None);
    assert_eq!(outcome.streak.current.unit, StreakUnit::Days);
    assert_eq!(replay_all(&records, day(3)).1.len(), 1);
}

#[test]
fn without_a_plan_the_terms_of_signing_up_judge() {
    let records = records(Vec::new(), vec![trained(1, 600), trained(2, 599), marked(3, MarkKind::Flare)]);
    assert_eq!(replay_all(&records, day(0)).0.streak.today, None);
    let (outcome, days) = replay_all(&records, day(5));
    let judged: Vec<_> = days.iter().map(|day| (day.judged.state, day.judged.goal_minutes)).collect();
    let states = [
        (DayState::Done, 10),
        (DayState::Partial, 10),
        (DayState::Exempt, 3),
        (DayState::Missed, 10),
        (DayState::Pending, 10),
    ];
    assert_eq!(judged, states);
    assert!(days.iter().all(|day| day.judged.plan_id.is_none()));
    assert_eq!(outcome.streak.longest.length, 1);
}

#[test]
fn the_days_before_the_first_version_keep_the_terms_of_signing_up() {
    let facts = done_on(0..7);
    let unplanned = records(Vec::new(), facts.clone());
    let before = replay_all(&unplanned, day(6)).1;
    for schedule in [times(3), Schedule::Weekdays { days: vec![Day::Mon] }] {
        let stricter = PlanVersion { goal_minutes: 60, ..plan(6, schedule.clone()) };
        let records = records(vec![stricter], facts.clone());
        let (_, days) = replay_all(&records, day(6));
        let states = |days: &[ReplayedDay<'_>]| days.iter().map(|day| day.judged.state).collect::<Vec<_>>();
        assert_eq!(states(&days), states(&before), "{schedule:?}");
        assert_eq!(days[5].judged, before[5].judged, "{schedule:?}");
    }
}

#[test]
fn a_day_on_which_a_version_takes_over_is_done_by_either_goal() {
    let version = |from, goal| PlanVersion { goal_minutes: goal, ..plan(from, every_day()) };
    let judged = |versions: Vec<PlanVersion>, seconds| {
        let records = records(versions, vec![trained(0, 600), trained(3, seconds), trained(4, seconds)]);
        let days = replay_all(&records, day(5)).1;
        let of = |n: usize| (days[n].judged.state, days[n].judged.goal_minutes);
        (of(3), of(4))
    };
    let (done, partial) = (DayState::Done, DayState::Partial);
    // Stricter: the goal before counts on the day, and from the next one on the new one alone.
    assert_eq!(judged(vec![version(3, 20)], 900), ((done, 10), (partial, 20)));
    assert_eq!(judged(vec![version(3, 20)], 1200), ((done, 20), (done, 20)));
    assert_eq!(judged(vec![version(3, 20)], 599), ((partial, 20), (partial, 20)));
    // Milder: the new goal is enough at once.
    assert_eq!(judged(vec![version(3, 5)], 300), ((done, 5), (done, 5)));
    // Several: any of them, and the one in force last.
    assert_eq!(judged(vec![version(3, 5), version(3, 30)], 300), ((done, 5), (partial, 30)));
    assert_eq!(judged(vec![version(0, 20), version(3, 40), version(3, 30)], 1200), ((done, 20), (partial, 30)));
    // One whose days are over by then has no say.
    assert_eq!(judged(vec![version(0, 5), version(1, 20), version(3, 30)], 300), ((partial, 30), (partial, 30)));
}

#[test]
fn the_ends_of_the_calendar_are_ordinary_days() {
    let at = |from: NaiveDate, as_of: NaiveDate| -> Outcome {
        let version = PlanVersion { effective_from: from, ..plan(0, times(7)) };
        let day = DayFacts { date: from, ..trained(0, u64::MAX) };
        let settings = Settings { streak_freezes: true };
        replay(&Plans::new(None, vec![version]), settings, None, &[day], as_of, |_, _| {}).unwrap()
    };
    let first_week = at(NaiveDate::MIN, NaiveDate::MIN + Days::new(20));
    assert_eq!(first_week.streak.longest.length, 0);
    let last_day = at(NaiveDate::MAX - Days::new(3), NaiveDate::MAX);
    assert_eq!(last_day.streak.today.unwrap().date, NaiveDate::MAX);
    assert!(last_day.closed.is_some());
}
