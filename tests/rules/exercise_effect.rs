//! Pain in the days after training (rules §9): worked by hand, and what must not matter.

use std::collections::BTreeSet;

use birddog::features::insight::exercise_effect::exercise_insight;
use birddog::features::insight::exercise_lag::{ExerciseLag, LagLeftOut};
use birddog::features::insight::exercise_verdict::ExerciseVerdict;
use birddog::features::pain::trend::daily::DailyValue;
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::generate::day;
use crate::relief::says_no_more_than_it_knows;

fn diary(scores: &[Option<u8>]) -> Vec<DailyValue> {
    let scored = (0..).zip(scores).filter_map(|(offset, score)| Some((offset, (*score)?)));
    scored.map(|(offset, score)| DailyValue { date: day(offset), value: f64::from(score) }).collect()
}

fn dates(trains: impl Iterator<Item = bool>) -> BTreeSet<NaiveDate> {
    (0..).zip(trains).filter(|(_, trains)| *trains).map(|(offset, _)| day(offset)).collect()
}

fn lag(days: u8, coefficient: f64, p_adjusted: f64) -> ExerciseLag {
    ExerciseLag {
        days,
        with_session: 40,
        without_session: 60,
        coefficient: Some(coefficient),
        p: Some(p_adjusted / 3.0),
        p_adjusted: Some(p_adjusted),
        mean_with: Some(4.0),
        mean_without: Some(5.0),
        left_out: None,
    }
}

#[test]
fn a_session_that_eases_the_next_day_is_found_then() {
    // No regular step of the pain or of the sessions resembles the other.
    let trains = |day: usize| (day * day / 3 + day / 7) % 5 < 2;
    let usual = |day: usize| [5, 7, 6, 8, 5, 6, 7, 7, 6, 5, 8][(day * 7 + day / 11) % 11];
    let scores: Vec<_> =
        (0..240).map(|day| Some(usual(day) - if day > 0 && trains(day - 1) { 3 } else { 0 })).collect();
    let answer = exercise_insight(&diary(&scores), &dates((0..240).map(trains)));
    let next_day = answer.lags[0];
    assert_eq!(answer.verdict, ExerciseVerdict::LowerInTheDaysAfter, "{:?}", answer.lags);
    assert!((next_day.coefficient.unwrap() + 3.0).abs() < 0.3, "{next_day:?}");
    assert_eq!(next_day.with_session + next_day.without_session, 237);
    assert!(next_day.mean_with.unwrap() < next_day.mean_without.unwrap());
}

#[test]
fn a_lag_that_cannot_be_told_says_why() {
    let scores: Vec<_> = (0..60).map(|day| Some([4, 4, 6, 4, 6][day % 5])).collect();
    let reasons = |trains: &dyn Fn(usize) -> bool| {
        let answer = exercise_insight(&diary(&scores), &dates((0..60).map(trains)));
        assert_eq!(answer.verdict, ExerciseVerdict::InsufficientData);
        assert!(says_no_more_than_it_knows(&answer.text), "{}", answer.text);
        assert_eq!(answer.lags.iter().filter_map(|lag| lag.p.or(lag.p_adjusted)).count(), 0);
        answer.lags.iter().map(|lag| lag.left_out.unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&|_| false), [LagLeftOut::TooFewDaysWithSession; 3]);
    assert_eq!(reasons(&|_| true), [LagLeftOut::TooFewDaysWithoutSession; 3]);
    assert_eq!(reasons(&|day| scores[day] == Some(4)), [LagLeftOut::SessionsFollowPain; 3]);
    assert_eq!(exercise_insight(&[], &BTreeSet::new()).window, None);
}

#[test]
fn ten_days_of_each_are_enough() {
    let scores: Vec<_> = (0..31).map(|day| Some([5, 6, 4, 7][day * day % 11 % 4])).collect();
    let answer = |sessions: usize| {
        exercise_insight(&diary(&scores), &dates((0..31).map(|day| day == 0 || day >= 29 - sessions)))
    };
    // Days 2 to 29 have a score on them, the next day and two of those before.
    assert_eq!((answer(8).lags[0].with_session, answer(9).lags[0].with_session), (9, 10));
    assert_eq!(answer(8).lags[0].left_out, Some(LagLeftOut::TooFewDaysWithSession));
    assert_eq!(answer(9).lags[0].left_out, None);
    assert_eq!(answer(9).lags[0].without_session, 18);
    // The other lags have fewer, so this p is the only one to allow for.
    assert_eq!(answer(9).lags[1].left_out, Some(LagLeftOut::TooFewDaysWithSession));
    assert_eq!(answer(9).lags[0].p_adjusted, answer(9).lags[0].p);
}

#[test]
fn days_outside_the_span_of_sessions_are_not_days_without_one() {
    // A diary that is older than the app, and goes on after it.
    let scores: Vec<_> = (0..200).map(|day| Some([5, 6, 4, 7][day * day % 11 % 4])).collect();
    let trained = |day: usize| (60..=120).contains(&day) && day.is_multiple_of(3);
    let answer = exercise_insight(&diary(&scores), &dates((0..200).map(trained)));
    assert_eq!((answer.lags[0].with_session, answer.lags[0].without_session), (21, 40));
}

#[test]
fn thresholds_are_those_of_the_rules() {
    let nothing = lag(3, 0.0, 1.0);
    let verdict = |lags: [ExerciseLag; 2]| ExerciseVerdict::on(&[lags[0], lags[1], nothing]);
    assert_eq!(verdict([lag(1, -0.3, 0.049), nothing]), ExerciseVerdict::LowerInTheDaysAfter);
    assert_eq!(verdict([nothing, lag(2, 0.3, 0.049)]), ExerciseVerdict::HigherInTheDaysAfter);
    assert_eq!(verdict([lag(1, -0.29, 0.01), nothing]), ExerciseVerdict::NoClearDifference);
    assert_eq!(verdict([lag(1, -2.0, 0.05), nothing]), ExerciseVerdict::NoClearDifference);
    assert_eq!(verdict([lag(1, -1.0, 0.01), lag(2, 0.8, 0.01)]), ExerciseVerdict::LowerInTheDaysAfter);
    assert_eq!(verdict([lag(1, 1.0, 0.01), lag(2, -0.8, 0.01)]), ExerciseVerdict::HigherInTheDaysAfter);
}

#[test]
fn texts_tell_what_was_seen_and_no_more() {
    for (one, two) in [(-1.0, -0.5), (-1.0, 0.5), (1.0, 0.0), (0.0, 0.0)] {
        let lags = [lag(1, one, 0.01), lag(2, two, 0.01), lag(3, 0.1, 0.9)];
        let text = ExerciseVerdict::on(&lags).text(&lags);
        assert!(says_no_more_than_it_knows(&text), "{text}");
    }
    let lags = [lag(1, -1.26, 0.01), lag(2, 0.5, 0.01)];
    let text = ExerciseVerdict::on(&lags).text(&lags);
    assert!(text.contains("1.3 points lower 1 day later") && text.contains("0.5 points higher 2 days later"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_calendar_does_not_matter_and_p_is_a_share(
        entries in vec((proptest::option::weighted(0.9, 0_u8..=10), any::<bool>()), 30..110),
        days in 1_u64..4000,
    ) {
        let scores: Vec<_> = entries.iter().map(|(score, _)| *score).collect();
        let (values, sessions) = (diary(&scores), dates(entries.iter().map(|(_, trains)| *trains)));
        let answer = exercise_insight(&values, &sessions);
        for lag in &answer.lags {
            let (least, all) = (lag.with_session.min(lag.without_session), lag.with_session + lag.without_session);
            prop_assert_eq!(lag.p.is_some(), lag.coefficient.is_some());
            prop_assert_eq!(lag.p.is_some(), lag.left_out.is_none());
            prop_assert!(least >= 10 || lag.left_out.is_some());
            if let (Some(p), Some(adjusted)) = (lag.p, lag.p_adjusted) {
                prop_assert!(1.0 / f64::from(all) <= p && p <= adjusted && adjusted <= 1.0);
            }
        }
        prop_assert!(says_no_more_than_it_knows(&answer.text), "{}", &answer.text);

        let later = |date: NaiveDate| date + Days::new(days);
        let values: Vec<_> = values.iter().map(|one| DailyValue { date: later(one.date), value: one.value }).collect();
        let moved = exercise_insight(&values, &sessions.iter().copied().map(later).collect());
        prop_assert_eq!((moved.lags, moved.verdict, moved.text), (answer.lags, answer.verdict, answer.text));
    }
}
