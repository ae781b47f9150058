//! Clients as a coach meets them, with what is said of them.

use birddog::features::acupuncture::Course;
use birddog::features::acupuncture::vocabulary::AppointmentStatus;
use birddog::features::coaching::triage::facts::{Asked, Facts, Pain, Training, TrainingDay, Visit, Visits};
use birddog::features::coaching::triage::row::{Triage, triage};
use birddog::features::coaching::triage::signal::SignalCode;
use birddog::features::pain::trend::daily::DailyValue;
use birddog::features::progress::streak::{CurrentStreak, StreakUnit};
use birddog::platform::input::{BoundedInt, BoundedString};
use chrono::{Days, NaiveDate};

use super::generate::course_id;

/// Day n before today, which is Tuesday 2026-11-24.
fn ago(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap() - Days::new(days)
}

fn nothing() -> Facts {
    Facts { today: ago(0), training: None, pain: None, visits: None }
}

/// 63 days, of which `done` says which were; today is open unless it is one of them.
fn training(asked: Asked, done: impl Fn(u64) -> bool) -> Facts {
    let day = |days: u64| TrainingDay {
        date: ago(days),
        done: done(days),
        session: done(days),
        flare: false,
        asked: if days == 0 && !done(0) { Asked::Nothing } else { asked },
    };
    let days: Vec<_> = (0..63).rev().map(day).collect();
    let streak = CurrentStreak { length: 0, unit: StreakUnit::Days, started_on: None, last_done_on: None };
    let last_session_on = days.iter().rev().find(|day| day.session).map(|day| day.date);
    Facts { training: Some(Training { streak, last_session_on, days }), ..nothing() }
}

fn pain(value: impl Fn(u64) -> Option<f64>) -> Facts {
    let values = (0..63).rev().filter_map(|days| Some(DailyValue { date: ago(days), value: value(days)? }));
    Facts { pain: Some(Pain { values: values.collect(), flares: Vec::new() }), ..nothing() }
}

fn visits(started: u64, planned: u32, visits: &[(i64, AppointmentStatus)]) -> Facts {
    let course = Course {
        condition: BoundedString::new("Low back pain").unwrap(),
        onset_date: None,
        started_on: ago(started).into(),
        planned_sessions: BoundedInt::clamped(planned),
        note: None,
    };
    let visit = |(days, status): &(i64, AppointmentStatus)| Visit {
        date: ago(0) - chrono::Duration::days(*days),
        status: *status,
        course: Some(course_id(1)),
        side_effect: false,
    };
    let visits = visits.iter().map(visit).collect();
    Facts { visits: Some(Visits { course: Some((course_id(1), course)), visits }), ..nothing() }
}

fn texts(triage: &Triage) -> Vec<&str> {
    triage.signals.iter().map(|signal| signal.text.as_str()).collect()
}

#[test]
fn all_is_well() {
    let line = triage(&training(Asked::ThisDay, |days| days > 0));
    assert_eq!((line.adherence_7d, line.adherence_28d), (Some(1.0), Some(1.0)));
    assert_eq!(line.last_session_on, Some(ago(1)));
    assert_eq!((texts(&line), line.need), (vec![], 0));
}

#[test]
fn three_planned_days_without_a_session() {
    let line = triage(&training(Asked::ThisDay, |days| days > 3));
    assert_eq!(texts(&line), ["No session recorded on the last 3 planned days, from 2026-11-21 on."]);
    assert_eq!((line.signals[0].since, line.need), (ago(3), 3));
    // Four of the seven are 57 %, more than half.
    assert_eq!(line.adherence_7d, Some(4.0 / 7.0));

    let two = triage(&training(Asked::ThisDay, |days| days > 2));
    assert!(two.signals.is_empty());
    // Today is over as soon as there is a session, be it too short for the goal.
    let mut today = training(Asked::ThisDay, |days| days > 3);
    today.training.as_mut().unwrap().days.last_mut().unwrap().session = true;
    assert!(triage(&today).signals.is_empty());
}

#[test]
fn days_let_off_are_not_planned() {
    let mut facts = training(Asked::ThisDay, |days| days > 9);
    for day in &mut facts.training.as_mut().unwrap().days {
        if (1..9).contains(&(ago(0) - day.date).num_days()) {
            day.asked = Asked::Nothing;
        }
    }
    assert!(triage(&facts).signals.is_empty());
}

#[test]
fn three_times_a_week_leaves_a_week() {
    let six = triage(&training(Asked::TimesAWeek(3), |days| days > 6));
    assert!(six.signals.iter().all(|signal| signal.code != SignalCode::NoSession));
    let seven = triage(&training(Asked::TimesAWeek(3), |days| days > 7));
    assert_eq!(texts(&seven)[0], "No session recorded on the last 7 days, from 2026-11-17 on; the plan has 3 a week.");
}

#[test]
fn three_times_a_week_is_asked_three_times_of_any_seven_days() {
    // Always Monday, Tuesday and Wednesday; it is Tuesday, and not done yet.
    let line = triage(&training(Asked::TimesAWeek(3), |days| [1, 6, 0].contains(&(days % 7)) && days > 0));
    assert_eq!((line.adherence_7d, line.adherence_28d), (Some(1.0), Some(1.0)));
    assert!(line.signals.is_empty());
}

#[test]
fn half_of_what_was_usual() {
    let line =
        triage(&training(Asked::ThisDay, |days| if days <= 7 { days % 2 == 1 && days > 1 } else { days % 7 > 0 }));
    let text = "3 of 7 planned days done in the last seven days, 24 of 28 in the four weeks before.";
    assert_eq!(texts(&line), [text]);
    assert_eq!((line.signals[0].code, line.need), (SignalCode::AdherenceHalved, 2));
    // Together with silence it adds nothing.
    let silent = triage(&training(Asked::ThisDay, |days| days > 5));
    assert_eq!((silent.signals.len(), silent.need), (2, 3));
    // Somebody who rarely trains anyway has not changed.
    let rare = triage(&training(Asked::ThisDay, |days| days % 7 == 1));
    assert!(rare.signals.is_empty());
}

#[test]
fn pain_two_points_up() {
    let line = triage(&pain(|days| Some(if days < 4 { 7.5 } else { 4.0 })));
    assert_eq!((line.pain_7d, line.pain_change), (Some(6.0), Some(2.0)));
    assert_eq!(texts(&line), ["Pain at 6.0 on average over the last seven days, 2.0 above the four weeks before."]);
    assert_eq!((line.signals[0].since, line.need), (ago(0), 4));

    let for_a_while = triage(&pain(|days| Some(if days < 10 { 7.5 } else { 4.0 })));
    assert_eq!(for_a_while.signals[0].since, ago(6));
    let too_few = triage(&pain(|days| (days > 4).then_some(if days < 7 { 9.0 } else { 4.0 })));
    assert_eq!((too_few.pain_7d, too_few.pain_change, too_few.need), (None, None, 0));
}

#[test]
fn a_flare_up_of_some_days() {
    let mut facts = training(Asked::ThisDay, |days| days > 0);
    for day in facts.training.as_mut().unwrap().days.iter_mut().rev().skip(1).take(3) {
        day.flare = true;
    }
    let marked = triage(&facts);
    assert_eq!(texts(&marked), ["Marked as a flare-up on each day from 2026-11-21 to 2026-11-23."]);
    facts.pain = Some(Pain { values: Vec::new(), flares: vec![ago(0)] });
    assert_eq!(texts(&triage(&facts)), ["Marked as a flare-up on each day from 2026-11-21 to 2026-11-24."]);
    facts.training = None;
    assert_eq!(texts(&triage(&facts)), ["Marked as a flare-up on 2026-11-24."]);
}

#[test]
fn a_side_effect_is_told_for_two_weeks_whichever_it_is() {
    let noted = |days: &[i64]| {
        let completed: Vec<_> = days.iter().map(|days| (*days, AppointmentStatus::Completed)).collect();
        let mut facts = visits(60, 2, &completed);
        facts.visits.as_mut().unwrap().visits.iter_mut().for_each(|visit| visit.side_effect = true);
        triage(&facts)
    };
    assert_eq!(texts(&noted(&[13, 14])), ["A side effect was noted with the visit on 2026-11-11."]);
    assert_eq!(texts(&noted(&[3, 10])), ["Side effects were noted with 2 visits since 2026-11-14."]);
    assert!(noted(&[14, 20]).signals.is_empty());
}

#[test]
fn a_visit_to_mark_and_a_visit_to_book() {
    use AppointmentStatus::{Cancelled, Completed, NoShow, Scheduled};
    let unmarked = triage(&visits(20, 10, &[(12, Completed), (5, Scheduled)]));
    let text = "The visit on 2026-11-19 is still down as scheduled; what became of it has not been noted yet.";
    assert_eq!((texts(&unmarked), unmarked.need), (vec![text], 1));

    let to_book = triage(&visits(20, 10, &[(12, Completed), (8, Cancelled), (5, NoShow)]));
    assert_eq!(texts(&to_book), ["Visit 2 of the course would usually have been by 2026-11-19; none is booked yet."]);
    assert_eq!(to_book.signals[0].since, ago(4));

    for well in [
        visits(20, 10, &[(12, Completed), (-3, Scheduled)]),
        visits(20, 10, &[(7, Completed)]),
        visits(20, 1, &[(12, Completed)]),
        visits(5, 10, &[]),
    ] {
        let found = triage(&well);
        assert!(found.signals.is_empty(), "{:?}", texts(&found));
    }
    // What was left off long ago is nobody's task any more.
    assert!(triage(&visits(100, 10, &[(80, Completed)])).signals.is_empty());
}

#[test]
fn the_most_in_need_come_first() {
    let rising = pain(|days| Some(if days < 10 { 7.5 } else { 4.0 }));
    let silent = training(Asked::ThisDay, |days| days > 3);
    let longer_silent = training(Asked::ThisDay, |days| days > 4);
    let well = training(Asked::ThisDay, |days| days > 0);
    let unknown = nothing();
    let both = Facts { pain: rising.pain.clone(), ..silent.clone() };
    let mut lines = [&unknown, &well, &silent, &longer_silent, &rising, &both].map(triage);
    lines.sort_by_key(Triage::order);
    assert_eq!(lines, [&both, &rising, &longer_silent, &silent, &well, &unknown].map(triage));
}
