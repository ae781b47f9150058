//! A small run of benches/false_alarms: visits and sessions that change nothing seldom get a verdict that names a change.

#[path = "../../benches/false_alarms/acupuncture.rs"]
#[allow(dead_code, reason = "the tables are the bench's")]
mod acupuncture;
#[path = "../../benches/false_alarms/exercise.rs"]
#[allow(dead_code, reason = "the tables are the bench's")]
mod exercise;

use acupuncture::Booking;
use exercise::Training;

use crate::noise;

fn visits(booking: Booking, phi: f64, effect: f64) -> acupuncture::Outcome {
    acupuncture::Outcome::of(acupuncture::Case { booking, phi, effect }, 150)
}

fn sessions(phi: f64, effect: f64) -> exercise::Outcome {
    exercise::Outcome::of(exercise::Case { training: Training::UnlessSore, days: 180, phi, effect }, 400)
}

#[test]
fn visits_that_do_nothing_seldom_read_as_relief() {
    let (mut lower, mut cases) = (0.0, 0.0);
    for booking in [0, 1, 2, 4].map(Booking::AfterBadDay).into_iter().chain([Booking::Weekly]) {
        for phi in [0.0, 0.5, 0.7] {
            let outcome = visits(booking, phi, 0.0);
            assert!(outcome.lower <= 0.08, "{booking:?}, {phi}: {outcome:?}");
            lower += outcome.lower;
            cases += 1.0;
        }
    }
    assert!(lower / cases <= 0.04, "{}", lower / cases);
}

#[test]
fn the_raw_effect_alone_would_read_as_relief() {
    let outcome = visits(Booking::AfterBadDay(2), 0.5, 0.0);
    assert!(outcome.raw_lower > 0.3, "{outcome:?}");
}

#[test]
fn relief_of_two_points_is_found() {
    let outcome = visits(Booking::Weekly, 0.5, -2.0);
    assert!(outcome.lower >= 0.95, "{outcome:?}");
    assert!((outcome.adjusted + 2.0).abs() < 0.15, "{outcome:?}");
}

#[test]
fn sessions_that_do_nothing_are_seldom_given_an_effect() {
    for phi in [0.0, 0.5, 0.7] {
        let outcome = sessions(phi, 0.0);
        assert!(outcome.lower + outcome.higher <= 0.05, "{phi}: {outcome:?}");
        assert!(outcome.coefficients.iter().all(|one| one.abs() < 0.1), "{phi}: {outcome:?}");
    }
}

#[test]
fn a_session_that_eases_the_next_day_is_told_without_the_flattery() {
    let outcome = sessions(0.7, -1.0);
    assert!((outcome.coefficients[0] + 1.0).abs() < 0.1, "{outcome:?}");
    assert!(outcome.raw < -1.5, "{outcome:?}");
    assert!(outcome.lower >= 0.5, "{outcome:?}");
}
