//! The wire form of schedules and codes: clients rely on it.

use birddog::features::progress::judged_day::{DayState, Reason};
use birddog::features::training::mark_kind::MarkKind;
use birddog::features::training::schedule::{Day, Schedule, StreakUnit};
use serde_json::{from_value, json, to_value};

#[test]
fn schedules_travel_by_kind() {
    let weekdays = Schedule::Weekdays { days: vec![Day::Mon, Day::Sun] };
    let json = json!({"kind": "weekdays", "days": ["mon", "sun"]});
    assert_eq!(to_value(&weekdays).unwrap(), json);
    assert_eq!(from_value::<Schedule>(json).unwrap(), weekdays);
    let times = Schedule::TimesPerWeek { times: 3 };
    let json = json!({"kind": "times_per_week", "times": 3});
    assert_eq!(to_value(&times).unwrap(), json);
    assert_eq!(from_value::<Schedule>(json).unwrap(), times);
    assert_eq!(weekdays.unit(), StreakUnit::Days);
    assert_eq!(times.unit(), StreakUnit::Weeks);
}

#[test]
fn codes_are_snake_case() {
    assert_eq!(to_value(StreakUnit::Weeks).unwrap(), json!("weeks"));
    assert_eq!(to_value(MarkKind::Flare).unwrap(), json!("flare"));
    assert_eq!(to_value(DayState::Frozen).unwrap(), json!("frozen"));
    assert_eq!(to_value(Reason::AnyDayThisWeek).unwrap(), json!("any_day_this_week"));
}
