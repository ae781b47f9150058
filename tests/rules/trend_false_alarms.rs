//! A small run of benches/false_alarms: diaries without a trend seldom get a verdict that tells of one.

#[path = "../../benches/false_alarms/trend.rs"]
#[allow(dead_code, reason = "the tables are the bench's")]
mod trend;

use trend::{Case, Rates};

use crate::noise;

#[test]
fn a_direction_without_a_trend_is_seldom() {
    for (days, missing) in [(21, 0.0), (28, 0.2), (35, 0.0), (56, 0.2), (84, 0.2)] {
        for phi in [0.0, 0.3, 0.5] {
            let case = Case { phi, days, missing, per_four_weeks: 0.0 };
            let rates = Rates::of(case, 1000);
            assert!(rates.early_signal + rates.improving + rates.worsening <= 0.05, "{case:?}: {rates:?}");
        }
    }
}

#[test]
fn two_points_in_four_weeks_are_seen_in_twelve() {
    let rates = Rates::of(Case { phi: 0.5, days: 84, missing: 0.2, per_four_weeks: -2.0 }, 400);
    assert!(rates.improving >= 0.9, "{rates:?}");
}
