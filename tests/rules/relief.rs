//! Pain around acupuncture visits (rules §8): worked by hand, and what must not matter.

use birddog::features::insight::diary::PainSpell;
use birddog::features::insight::relief::{AcupunctureInsight, LeftOut, Visit, acupuncture_insight};

use birddog::features::insight::relief_verdict::{CourseRelief, ReliefVerdict};
use birddog::features::pain::trend::daily::DailyValue;
use birddog::platform::ids::RecordId;
use chrono::{Days, NaiveDate};
use proptest::collection::vec;
use proptest::prelude::*;
use uuid::Uuid;

use crate::generate::day;

fn diary(scores: &[Option<u8>]) -> Vec<DailyValue> {
    let scored = (0..).zip(scores).filter_map(|(offset, score)| Some((offset, (*score)?)));
    scored.map(|(offset, score)| DailyValue { date: day(offset), value: f64::from(score) }).collect()
}

/// A digit a day, a point for a day without a score.
fn written(scores: &str) -> Vec<DailyValue> {
    let scores: Vec<_> = scores.chars().map(|one| one.to_digit(10).map(|digit| digit as u8)).collect();
    diary(&scores)
}

fn visit(id: u128, offset: u64) -> Visit {
    Visit { date: day(offset), appointment_id: RecordId(Uuid::from_u128(id)) }
}

fn visits(offsets: &[u64]) -> Vec<Visit> {
    (0..).zip(offsets).map(|(id, &offset)| visit(id, offset)).collect()
}

fn spell(median: f64, n: u32) -> PainSpell {
    PainSpell { median: Some(median), n }
}

/// The words that would say more than a diary can.
pub fn says_no_more_than_it_knows(text: &str) -> bool {
    let too_much = ["works", "because", "caused", "proves", "thanks to"];
    let allowed = ["in the days after", "alongside", "too few entries to say"];
    let text = text.to_lowercase();
    allowed.iter().any(|words| text.contains(words)) && !too_much.iter().any(|words| text.contains(words))
}

#[test]
fn the_effect_is_the_median_after_less_the_median_before() {
    //                            the visit is on the 9, which stays out
    let answer = acupuncture_insight(&written("8247.9635.1"), &visits(&[5]), &[]);
    let line = &answer.visits[0];
    assert_eq!((line.before, line.after), (spell(5.5, 2), spell(4.5, 2)));
    assert_eq!(line.effect, Some(-1.0));
    assert_eq!(line.left_out, None);
    assert_eq!(line.adjusted, None, "too few days to form an expectation");
    let week = line.week.unwrap();
    assert_eq!((week.before, week.after, week.effect), (spell(5.5, 4), spell(4.0, 4), -1.5));
    assert_eq!(answer.effect, CourseRelief { median_raw: Some(-1.0), mean_adjusted: None, n: 1, p_lower: None });
    assert_eq!(answer.verdict, ReliefVerdict::InsufficientData);
}

#[test]
fn a_visit_without_an_effect_says_why() {
    let answer = acupuncture_insight(&written("55..5...555"), &visits(&[0, 2, 5, 7, 10, 30]), &[]);
    let reasons: Vec<_> = answer.visits.iter().map(|line| line.left_out).collect();
    let both = Some(LeftOut::TooFewDaysBeforeAndAfter);
    assert_eq!(reasons[..2], [Some(LeftOut::TooFewDaysBefore), None]);
    assert_eq!(reasons[2..4], [both, Some(LeftOut::TooFewDaysBefore)]);
    assert_eq!(reasons[4..], [Some(LeftOut::TooFewDaysAfter), both]);
    let empty = acupuncture_insight(&[], &visits(&[3]), &[]);
    assert_eq!((empty.window, empty.visits[0].left_out), (None, both));
}

#[test]
fn weeks_need_eight_days_between_visits_of_any_course() {
    let values = written(&"5".repeat(60));
    let weeks = |days: &[u64], others: &[u64]| {
        let others: Vec<NaiveDate> = others.iter().map(|&offset| day(offset)).collect();
        let answer = acupuncture_insight(&values, &visits(days), &others);
        answer.visits.iter().map(|line| line.week.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(weeks(&[10, 18, 25, 40], &[]), [true, false, false, true]);
    assert_eq!(weeks(&[10, 18, 18], &[]), [true, true, true], "visits of one date are no neighbours");
    assert_eq!(weeks(&[10, 30], &[37, 10]), [true, false]);
    assert_eq!(weeks(&[2], &[]), [false], "two days are no week before");
}

#[test]
fn only_the_last_three_years_are_looked_at() {
    let mut scores = "37".repeat(700);
    scores.push('3');
    let answer = acupuncture_insight(&written(&scores), &visits(&[300, 305, 1399]), &[]);
    let window = answer.window.unwrap();
    assert_eq!((window.from, window.to, window.cut), (day(305), day(1400), true));
    let reasons: Vec<_> = answer.visits.iter().map(|line| line.left_out).collect();
    assert_eq!(reasons, [Some(LeftOut::BeforeWindow), Some(LeftOut::TooFewDaysBefore), None]);
    let whole = acupuncture_insight(&written(&scores)[305..], &visits(&[305, 1399]), &[]);
    assert!(!whole.window.unwrap().cut);
    assert_eq!(whole.effect, answer.effect);
}

#[test]
fn relief_that_no_other_days_show_is_found() {
    // Weeks of the same seven days, but for the two after each of ten visits.
    let mut scores: Vec<Option<u8>> = (0..180).map(|day| Some([5, 6, 7, 6, 5, 4, 6][day % 7])).collect();
    let days: Vec<u64> = (0..10).map(|number| 20 + number * 13).collect();
    for day in &days {
        scores[*day as usize + 1] = Some(1);
        scores[*day as usize + 2] = Some(1);
    }
    let answer = acupuncture_insight(&diary(&scores), &visits(&days), &[]);
    assert_eq!(answer.verdict, ReliefVerdict::LowerAfterVisits);
    assert!(answer.effect.mean_adjusted.unwrap() < -3.0);
    assert_eq!(answer.effect.p_lower, Some(1.0 / f64::from(answer.basis.unwrap().eligible)));
}

#[test]
fn thresholds_are_those_of_the_rules() {
    let verdict = |n, mean, p| {
        ReliefVerdict::on(&CourseRelief { median_raw: Some(-3.0), mean_adjusted: Some(mean), n, p_lower: Some(p) })
    };
    assert_eq!(verdict(8, -0.5, 0.039), ReliefVerdict::LowerAfterVisits);
    assert_eq!(verdict(7, -5.0, 0.001), ReliefVerdict::InsufficientData);
    assert_eq!(verdict(8, -0.49, 0.001), ReliefVerdict::NoClearDifference);
    assert_eq!(verdict(8, -5.0, 0.04), ReliefVerdict::NoClearDifference);
    assert_eq!(verdict(8, 5.0, 1.0), ReliefVerdict::NoClearDifference);
}

#[test]
fn texts_tell_what_was_seen_and_no_more() {
    for n in [0, 1, 7, 8, 16] {
        for mean in [None, Some(-1.26), Some(-0.04), Some(0.0), Some(1.0)] {
            for p_lower in [0.001, 0.5] {
                let p_lower = mean.map(|_| p_lower);
                let effect = CourseRelief { median_raw: None, mean_adjusted: mean, n, p_lower };
                let text = ReliefVerdict::on(&effect).text(&effect);
                assert!(says_no_more_than_it_knows(&text), "{text}");
            }
        }
    }
    let effect = CourseRelief { median_raw: None, mean_adjusted: Some(-1.26), n: 16, p_lower: Some(0.01) };
    let text = ReliefVerdict::on(&effect).text(&effect);
    assert!(text.starts_with("In the days after 16 visits your pain was on average 1.3 points lower"), "{text}");
}

fn moved(answer: AcupunctureInsight, days: u64) -> AcupunctureInsight {
    let later = Days::new(days);
    let window = answer.window.map(|mut window| {
        window.from = window.from + later;
        window.to = window.to + later;
        window
    });
    let visits = answer.visits.into_iter().map(|mut line| {
        line.date = line.date + later;
        line
    });
    AcupunctureInsight { window, visits: visits.collect(), ..answer }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn neither_the_calendar_nor_the_order_of_visits_matters(
        scores in vec(proptest::option::weighted(0.85, 0_u8..=10), 40..130),
        offsets in vec(0_u64..130, 0..24),
        shuffled in any::<u64>(),
        days in 1_u64..4000,
    ) {
        let (values, visits) = (diary(&scores), visits(&offsets));
        let answer = acupuncture_insight(&values, &visits, &[]);
        if let Some(p) = answer.effect.p_lower {
            prop_assert!(0.0 < p && p <= 1.0);
        }
        prop_assert_eq!(answer.visits.len(), offsets.len());
        prop_assert!(answer.visits.is_sorted_by_key(|line| line.date));
        prop_assert!(says_no_more_than_it_knows(&answer.text), "{}", &answer.text);

        let mut mixed = visits.clone();
        mixed.sort_by_key(|visit| (visit.appointment_id.0.as_u128() as u64).wrapping_mul(shuffled | 1));
        prop_assert_eq!(&acupuncture_insight(&values, &mixed, &[]), &answer);

        let later = |date: NaiveDate| date + Days::new(days);
        let values: Vec<_> = values.iter().map(|one| DailyValue { date: later(one.date), value: one.value }).collect();
        let visits: Vec<_> = visits.iter().map(|one| Visit { date: later(one.date), ..*one }).collect();
        prop_assert_eq!(acupuncture_insight(&values, &visits, &[]), moved(answer, days));
    }

    #[test]
    fn a_second_appointment_of_a_date_changes_no_sum(
        scores in vec(proptest::option::weighted(0.9, 0_u8..=10), 60..130),
        offsets in vec(0_u64..130, 8..24),
    ) {
        let once = acupuncture_insight(&diary(&scores), &visits(&offsets), &[]);
        let twice: Vec<Visit> = visits(&[offsets.clone(), offsets].concat());
        let twice = acupuncture_insight(&diary(&scores), &twice, &[]);
        prop_assert_eq!(twice.visits.len(), 2 * once.visits.len());
        prop_assert_eq!((twice.effect, twice.basis, twice.text), (once.effect, once.basis, once.text));
    }
}
