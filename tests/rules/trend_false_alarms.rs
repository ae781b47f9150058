//! A small run of benches/false_alarms: diaries without a trend seldom get a verdict that names one.

#[path = "../../benches/false_alarms/trend.rs"]
#[allow(dead_code, reason = "the tables are the bench's")]
mod trend;

use trend::{Case, PLAIN, Rates};

use crate::noise;

/// Of 500 draws at 5 %, 24 in 25 have no more than this share.
const FIVE_PERCENT_OF_500: f64 = 0.068;

#[test]
fn a_change_without_a_trend_is_seldom_told() {
    let (mut told, mut cells) = (0.0, 0.0);
    for (days, missing) in [(28, 0.0), (28, 0.2), (35, 0.0), (42, 0.4), (56, 0.2), (84, 0.2)] {
        for phi in [0.3, 0.5, 0.7] {
            let case = Case { phi, days, missing, ..PLAIN };
            let rates = Rates::of(case, 500);
            assert!(rates.told() <= FIVE_PERCENT_OF_500, "{case:?}: {rates:?}");
            assert!(rates.nearly_sure <= 0.01, "{case:?}: {rates:?}");
            told += rates.told();
            cells += 1.0;
        }
    }
    assert!(told / cells <= 0.04, "{}", told / cells);
}

#[test]
fn a_change_without_a_trend_is_seldom_told_of_odd_diaries() {
    for odd in [
        Case { usual: 1.0, ..PLAIN },
        Case { spread: 3.0, ..PLAIN },
        Case { weekend: 2.0, ..PLAIN },
        Case { days: 56, own: 0.5, ..PLAIN },
    ] {
        let case = Case { phi: 0.7, ..odd };
        let rates = Rates::of(case, 500);
        assert!(rates.told() <= FIVE_PERCENT_OF_500, "{case:?}: {rates:?}");
    }
}

#[test]
fn two_points_in_four_weeks_are_seen() {
    let rates = |days, missing, phi| Rates::of(Case { phi, days, missing, per_four_weeks: -2.0, ..PLAIN }, 400);
    let twelve_weeks = rates(84, 0.2, 0.5);
    assert!(twelve_weeks.improving >= 0.9, "{twelve_weeks:?}");
    let eight_weeks = rates(56, 0.0, 0.3);
    assert!(eight_weeks.improving >= 0.7, "{eight_weeks:?}");
}
