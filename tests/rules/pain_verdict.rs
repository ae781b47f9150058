//! The verdict on a pain trend and the change against the first weeks, at the edges of their rules (rules §7).

use birddog::features::pain::trend::DayWindow;
use birddog::features::pain::trend::change::PainChange;
use birddog::features::pain::trend::daily::DailyValue;
use birddog::features::pain::trend::slope::TrendDetails;
use birddog::features::pain::trend::verdict::TrendVerdict;
use birddog::platform::statistics::{Observation, theil_sen};
use chrono::NaiveDate;
use proptest::prelude::*;

use crate::generate::day;

/// A diary by offset of the day; days of None are not scored.
fn diary(days: u64, value: impl Fn(u64) -> Option<f64>) -> Vec<DailyValue> {
    (0..days).filter_map(|offset| Some(DailyValue { date: day(offset), value: value(offset)? })).collect()
}

fn details(values: &[DailyValue], days: u64) -> TrendDetails {
    TrendDetails::of(values, &(day(0)..=day(days - 1))).unwrap()
}

/// A trend that is clear in every respect: 40 scored days of 50, two points down in four weeks.
fn clear() -> TrendDetails {
    let window = DayWindow { from: day(0), to: day(59), cut: false };
    TrendDetails {
        window,
        scored_days: 40,
        span_days: 50,
        slope_per_day: -2.0 / 28.0,
        intercept: 6.0,
        slope_low: -0.1,
        slope_high: -0.05,
        s: -500,
        var_s: 7000.0,
        z: -6.0,
        p: 1e-9,
        autocorrelation: Some(0.2),
        p_corrected: 1e-7,
    }
}

/// Below this, p_corrected is clear over so many days.
fn bound(span_days: u32) -> f64 {
    0.5 / f64::from(span_days.max(35)).sqrt()
}

#[test]
fn each_condition_alone_takes_the_direction_away() {
    let verdict = |details: TrendDetails| TrendVerdict::on(Some(&details));
    let up = TrendDetails { slope_per_day: 1.0 / 28.0, ..clear() };
    let at_the_edge = TrendDetails { scored_days: 28, span_days: 35, slope_per_day: -1.0 / 28.0, ..clear() };
    let half_missing = |scored_days| TrendDetails { scored_days, span_days: 100, ..clear() };
    for (details, expected) in [
        (clear(), TrendVerdict::Improving),
        (up, TrendVerdict::Worsening),
        (at_the_edge, TrendVerdict::Improving),
        (TrendDetails { span_days: 34, ..at_the_edge }, TrendVerdict::EarlySignal),
        (TrendDetails { scored_days: 27, ..at_the_edge }, TrendVerdict::EarlySignal),
        (TrendDetails { scored_days: 14, ..clear() }, TrendVerdict::EarlySignal),
        (TrendDetails { scored_days: 13, ..clear() }, TrendVerdict::InsufficientData),
        (TrendDetails { scored_days: 14, p_corrected: bound(50), ..clear() }, TrendVerdict::NoClearChange),
        (
            TrendDetails { span_days: 20, scored_days: 20, p_corrected: bound(35) - 1e-9, ..clear() },
            TrendVerdict::EarlySignal,
        ),
        (
            TrendDetails { span_days: 20, scored_days: 20, p_corrected: bound(35), ..clear() },
            TrendVerdict::NoClearChange,
        ),
        (TrendDetails { scored_days: 14, slope_per_day: 0.99 / 28.0, ..clear() }, TrendVerdict::NoClearChange),
        (half_missing(60), TrendVerdict::Improving),
        (half_missing(59), TrendVerdict::NoClearChange),
        (TrendDetails { slope_per_day: -0.99 / 28.0, ..clear() }, TrendVerdict::NoClearChange),
        (TrendDetails { p_corrected: bound(50) - 1e-9, ..clear() }, TrendVerdict::Improving),
        (TrendDetails { p_corrected: bound(50), ..clear() }, TrendVerdict::NoClearChange),
        (TrendDetails { span_days: 400, scored_days: 300, p_corrected: 0.024, ..clear() }, TrendVerdict::Improving),
        (TrendDetails { span_days: 400, scored_days: 300, p_corrected: 0.025, ..clear() }, TrendVerdict::NoClearChange),
        (TrendDetails { p: 0.5, ..clear() }, TrendVerdict::Improving),
    ] {
        assert_eq!(verdict(details), expected, "{details:?}");
    }
    assert_eq!(TrendVerdict::on(None), TrendVerdict::InsufficientData);
}

#[test]
fn the_sentence_tells_the_size_first_then_how_sure_it_is_and_claims_no_reason() {
    let up = TrendDetails { slope_per_day: 1.42 / 28.0, p_corrected: 0.01, ..clear() };
    let early = TrendDetails { scored_days: 20, p_corrected: 0.02, ..clear() };
    let level = TrendDetails { p_corrected: 1.0, ..clear() };
    let expected = [
        (
            clear(),
            Some(1),
            "Your daily pain went down by about 2.0 points per four weeks over these 50 days. Of 100 made-up diaries without any \
             change, at most 1 looked like this.",
        ),
        (
            up,
            Some(5),
            "Your daily pain went up by about 1.4 points per four weeks over these 50 days. Of 100 made-up diaries without any \
             change, up to 5 looked like this.",
        ),
        (
            early,
            Some(6),
            "Your daily pain went down by about 2.0 points per four weeks: an early signal, from 20 days with a score. Of 100 \
             made-up diaries without any change, up to 6 looked like this. More entries may not bear it out.",
        ),
        (
            TrendDetails { p_corrected: 0.009, ..early },
            Some(1),
            "Your daily pain went down by about 2.0 points per four weeks: an early signal, from 20 days with a score. Of 100 \
             made-up diaries without any change, at most 1 looked like this. More entries may not bear it out.",
        ),
        (
            TrendDetails { span_days: 83, scored_days: 83, ..level },
            None,
            "No clear change in your daily pain over these 83 days. In so short a time even a real one is often missed.",
        ),
        (
            TrendDetails { span_days: 84, scored_days: 83, ..level },
            None,
            "No clear change in your daily pain over these 84 days.",
        ),
        (
            TrendDetails { span_days: 80, ..clear() },
            None,
            "Too many days are missing to say: 40 of these 80 have a score.",
        ),
    ];
    for (details, false_alarms, sentence) in expected {
        let verdict = TrendVerdict::on(Some(&details));
        assert_eq!(verdict.text(Some(&details)), sentence, "{false_alarms:?} {sentence:?}");
        assert_eq!(verdict.false_alarms(Some(&details)), false_alarms, "{sentence}");
    }
    assert_eq!(TrendVerdict::on(None).text(None), "Too few entries to say: at least 14 days with a score are needed.");
    assert_eq!(TrendVerdict::on(None).false_alarms(None), None);
}

#[test]
fn p_goes_against_the_slope() {
    let noisy = |slope: f64| {
        let values =
            diary(40, |offset| Some(5.0 + slope * offset as f64 + f64::from((offset * offset % 7) as u8) / 4.0));
        details(&values, 40)
    };
    let (down, up) = (noisy(-0.05), noisy(0.05));
    assert!(down.slope_per_day < 0.0 && up.slope_per_day > 0.0);
    assert!(down.p_corrected < 0.01 && up.p_corrected < 0.01, "{down:?} {up:?}");
    assert!(down.autocorrelation.is_some_and(|one| (0.0..0.5).contains(&one)), "{down:?}");
    // A line leaves no doubt, from three days on; two are always on one. A level one goes no way.
    let line = |days: u64, slope: f64| {
        let details = details(&diary(days, |offset| Some(5.0 + slope * offset as f64)), days);
        (details.p_corrected, details.autocorrelation)
    };
    assert_eq!(
        [line(2, 0.1), line(3, 0.1), line(40, -0.1), line(40, 0.0)],
        [(1.0, None), (0.0, None), (0.0, None), (1.0, None)]
    );
}

#[test]
fn days_are_counted_from_the_first_score() {
    let values = diary(60, |offset| (offset >= 10 && offset % 2 == 0).then(|| 8.0 - offset as f64 / 20.0));
    let details = details(&values, 60);
    assert_eq!((details.scored_days, details.span_days), (25, 49));
    assert!((details.slope_per_day + 0.05).abs() < 1e-12);
    // The line on day 10, which has the first score.
    assert!((details.intercept - 7.5).abs() < 1e-9);
    assert!((details.slope().per_week + 0.35).abs() < 1e-12);
}

#[test]
fn three_years_are_looked_at() {
    // A steep year before them, which does not count.
    let values = diary(1500, |offset| Some(if offset < 404 { 10.0 - offset as f64 / 50.0 } else { 2.0 }));
    let whole = details(&values, 1500);
    assert_eq!(whole.window, DayWindow { from: day(404), to: day(1499), cut: true });
    assert_eq!((whole.scored_days, whole.span_days, whole.slope_per_day, whole.p), (1096, 1096, 0.0, 1.0));
    let exactly = TrendDetails::of(&values, &(day(404)..=day(1499))).unwrap();
    assert_eq!(exactly, TrendDetails { window: DayWindow { cut: false, ..whole.window }, ..whole });
}

#[test]
fn fewer_than_two_scores_have_no_trend() {
    let range = day(0)..=day(30);
    assert_eq!(TrendDetails::of(&[], &range), None);
    assert_eq!(TrendDetails::of(&diary(1, |_| Some(3.0)), &range), None);
    assert!(TrendDetails::of(&diary(2, |_| Some(3.0)), &range).is_some());
    // Scores outside the range are none.
    assert_eq!(TrendDetails::of(&diary(30, |_| Some(3.0)), &(day(29)..=day(40))), None);
    let backwards = std::ops::RangeInclusive::new(day(30), day(0));
    assert_eq!(TrendDetails::of(&diary(30, |_| Some(3.0)), &backwards), None);
    assert_eq!(PainChange::over(&diary(30, |_| Some(3.0)), &backwards), None);
}

#[test]
fn a_change_needs_a_basis() {
    let change = |days: u64, value: &dyn Fn(u64) -> Option<f64>| {
        PainChange::over(&diary(days, value), &(day(0)..=day(days - 1)))
    };
    let fell = |offset: u64| Some(if offset < 14 { 5.0 } else { 4.0 });
    let one = change(28, &fell).unwrap();
    assert_eq!(
        (one.baseline.from, one.baseline.to, one.baseline.scored_days, one.baseline.mean),
        (day(0), day(13), 14, 5.0)
    );
    assert_eq!(
        (one.current.from, one.current.to, one.current.scored_days, one.current.mean),
        (day(14), day(27), 14, 4.0)
    );
    assert_eq!((one.absolute, one.percent, one.clinically_meaningful), (-1.0, -20.0, false));
    // The two fortnights would overlap.
    assert_eq!(change(27, &fell), None);
    assert_eq!(change(28, &|offset| Some(if offset < 14 { 2.9 } else { 0.0 })), None);
    // Five scored days in each.
    let sparse = |first: u64, last: u64| {
        change(40, &move |offset| (offset < first || offset >= 40 - last).then_some(5.0)).map(|one| one.absolute)
    };
    assert_eq!([sparse(5, 5), sparse(4, 5), sparse(5, 4)], [Some(0.0), None, None]);
}

#[test]
fn two_points_or_thirty_percent_matter() {
    let meaningful = |before: f64, after: f64| {
        let values = diary(28, |offset| Some(if offset < 14 { before } else { after }));
        PainChange::over(&values, &(day(0)..=day(27))).unwrap().clinically_meaningful
    };
    assert!(meaningful(9.0, 7.0) && meaningful(4.0, 2.8) && meaningful(3.0, 2.1) && meaningful(5.0, 0.0));
    assert!(!meaningful(9.0, 7.1) && !meaningful(4.0, 2.9) && !meaningful(4.0, 4.0) && !meaningful(4.0, 9.0));
}

proptest! {
    #[test]
    fn what_lies_outside_the_range_changes_nothing(
        scores in prop::collection::vec(prop::option::of(0_u8..=10), 80),
        from in 0_u64..40,
        length in 1_u64..40,
    ) {
        let values = diary(80, |offset| scores[offset as usize].map(f64::from));
        let range = day(from)..=day(from + length - 1);
        let inside: Vec<_> = values.iter().copied().filter(|one| range.contains(&one.date)).collect();
        let details = TrendDetails::of(&values, &range);
        prop_assert_eq!(details, TrendDetails::of(&inside, &range));
        prop_assert_eq!(PainChange::over(&values, &range), PainChange::over(&inside, &range));
        let offset = |date: NaiveDate| i32::try_from((date - day(0)).num_days()).unwrap();
        let line = theil_sen(&inside.iter().map(|one| Observation { day: offset(one.date), value: one.value }).collect::<Vec<_>>());
        prop_assert_eq!(details.map(|details| details.slope_per_day), line.map(|line| line.slope));
    }
}
