//! Scores and changes of questionnaires against whole numbers (rules §11).

use birddog::features::questionnaires::Answers;
use birddog::features::questionnaires::trend::{InstrumentChange, InstrumentScore, series};
use birddog::features::questionnaires::vocabulary::{Instrument, PegItem, RmdqItem};
use birddog::platform::ids::RecordId;
use birddog::platform::input::{Amount, BoundedInt};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::generate::day;

fn peg(answers: [u32; 3]) -> Answers {
    let [pain, enjoyment, general_activity] = answers.map(|answer| BoundedInt::new(answer).unwrap());
    Answers::Peg { pain, enjoyment, general_activity }
}

fn points(scores: &[f64]) -> Vec<InstrumentScore> {
    let dates = (0..).map(|offset| day(offset).into());
    scores
        .iter()
        .zip(dates)
        .map(|(score, date)| InstrumentScore { date, id: RecordId(uuid::Uuid::nil()), score: *score })
        .collect()
}

fn change(instrument: Instrument, scores: &[f64]) -> Option<InstrumentChange> {
    let scored: Vec<_> = points(scores).into_iter().map(|point| (instrument, point)).collect();
    series(&scored).first()?.change
}

/// The steps of an instrument's score in a point, its worst score in points, and the points that matter.
fn scale(instrument: Instrument) -> (u32, u32, u32) {
    match instrument {
        Instrument::Peg => (3, 10, 1),
        Instrument::Rmdq => (1, 24, 5),
        Instrument::Odi => (10, 100, 10),
    }
}

#[test]
fn the_fields_of_a_peg_are_its_items() {
    let Ok(serde_json::Value::Object(mut fields)) = serde_json::to_value(peg([1, 2, 3])) else { unreachable!() };
    assert_eq!(fields.remove("instrument"), Some("peg".into()));
    let items: Vec<_> = PegItem::WIRE_NAMES.iter().map(|item| fields[*item].as_u64()).collect();
    assert_eq!((items, fields.len()), (vec![Some(1), Some(2), Some(3)], 3));
}

#[test]
fn worked_changes() {
    let meaningful = |instrument, scores: &[f64]| change(instrument, scores).unwrap().meaningful;
    // 20/3 to 14/3 is three tenths less, and two points.
    assert!(meaningful(Instrument::Peg, &[20.0 / 3.0, 9.0, 14.0 / 3.0]));
    assert!(!meaningful(Instrument::Peg, &[20.0 / 3.0, 5.0]));
    // Half as many ticks, but two are not five.
    assert!(!meaningful(Instrument::Rmdq, &[4.0, 2.0]));
    // Five ticks, but not three tenths.
    assert!(!meaningful(Instrument::Rmdq, &[20.0, 15.0]));
    assert!(meaningful(Instrument::Rmdq, &[16.0, 11.0]));
    // 0.1 + 0.2 is not 0.3 to a computer.
    assert!(meaningful(Instrument::Odi, &[30.3, 20.3]));
    assert!(!meaningful(Instrument::Odi, &[30.3, 20.4]));
    // From nothing there is no percent, and nothing to improve.
    let worse = change(Instrument::Rmdq, &[0.0, 24.0]).unwrap();
    assert_eq!((worse.absolute, worse.percent, worse.meaningful), (24.0, None, false));
    assert_eq!(change(Instrument::Rmdq, &[0.0, 0.0]).unwrap().percent, None);
    assert_eq!(change(Instrument::Rmdq, &[7.0]), None);
    assert_eq!(series(&[]), vec![]);
}

#[test]
fn series_keep_instruments_apart_and_entries_in_order() {
    let [a, b, c] = points(&[3.0, 5.0, 1.0])[..] else { unreachable!() };
    let both = series(&[(Instrument::Odi, a), (Instrument::Peg, b), (Instrument::Odi, c)]);
    let found: Vec<_> = both.iter().map(|one| (one.instrument, one.maximum, one.points.clone())).collect();
    assert_eq!(found, [(Instrument::Peg, 10, vec![b]), (Instrument::Odi, 100, vec![a, c])]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn a_peg_is_a_third_of_its_sum(answers in [0_u32..=10, 0_u32..=10, 0_u32..=10]) {
        let score = peg(answers).score();
        prop_assert!((score * 3.0 - f64::from(answers.iter().sum::<u32>())).abs() < 1e-9);
        prop_assert!((0.0..=10.0).contains(&score));
    }

    #[test]
    fn an_rmdq_is_the_number_of_its_ticks(items in subsequence(RmdqItem::ALL.to_vec(), 0..=24)) {
        let ticked = items.iter().rev().copied().collect();
        prop_assert_eq!(Answers::Rmdq { ticked }.score(), items.len() as f64);
    }

    #[test]
    fn an_odi_is_its_total(tenths in 0_u32..=1000) {
        let total = f64::from(tenths) / 10.0;
        prop_assert_eq!(Answers::Odi { total: Amount::new(total).unwrap() }.score(), total);
    }

    #[test]
    fn a_change_matters_when_both_thresholds_are_reached(
        instrument in select(Instrument::ALL),
        shares in (0.0..=1.0, 0.0..=1.0),
    ) {
        let (steps, worst, least) = scale(instrument);
        let whole = |share: f64| (share * f64::from(steps * worst)).round() as i64;
        let (first, last) = (whole(shares.0), whole(shares.1));
        let in_points = |steps_of: i64| steps_of as f64 / f64::from(steps);
        let found = change(instrument, &[in_points(first), in_points(last)]).unwrap();
        let better_by = first - last;
        let expected = better_by >= i64::from(least * steps) && 10 * better_by >= 3 * first;
        prop_assert_eq!(found.meaningful, expected);
        prop_assert!((found.absolute + in_points(better_by)).abs() < 1e-9);
        // A share of nothing is none.
        prop_assert_eq!(found.percent.is_none(), first == 0);
        let percent = found.percent.unwrap_or_default();
        prop_assert!(first == 0 || (percent * first as f64 + 100.0 * better_by as f64).abs() < 1e-6);
    }
}
