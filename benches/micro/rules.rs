//! The pure calculations behind `/v1/streak` and `/v1/trends/pain`.

use std::hint::black_box;

use birddog::features::pain::trend::daily::DailyValue;
use birddog::features::pain::trend::slope::TrendDetails;
use birddog::features::progress::day_facts::{DayFacts, SetsDone};
use birddog::features::progress::plan_version::{PlanVersion, Plans};
use birddog::features::progress::replay::{Settings, replay};
use birddog::features::training::schedule::{Day, Schedule};
use chrono::{Days, NaiveDate};
use criterion::{BenchmarkId, Criterion};

fn day(offset: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2016, 2, 1).unwrap() + Days::new(offset)
}

/// Training on four days of five.
fn facts(days: u64) -> Vec<DayFacts> {
    let trained = (0..days).filter(|offset| offset % 5 != 0);
    let sets = vec![SetsDone { exercise: "bird-dog".to_owned(), sets: 3 }];
    trained
        .map(|offset| DayFacts { seconds: 720, sessions: 1, sets: sets.clone(), ..DayFacts::nothing(day(offset)) })
        .collect()
}

fn plans() -> Plans {
    let first = PlanVersion {
        id: None,
        effective_from: day(0),
        schedule: Schedule::Weekdays { days: Day::ALL.to_vec() },
        goal_minutes: 10,
        flare_goal_minutes: 3,
        prescribed: Vec::new(),
    };
    Plans::new(Some(first), Vec::new())
}

/// Scores that come and go over a week, around a slow fall.
fn values(days: u64) -> Vec<DailyValue> {
    let value = |offset: u64| {
        f64::from(u32::try_from(offset % 7).unwrap()) - f64::from(u32::try_from(offset).unwrap()) / 1000.0
    };
    (0..days).map(|offset| DailyValue { date: day(offset), value: value(offset) + 2.0 }).collect()
}

pub fn measure(criterion: &mut Criterion) {
    let plans = plans();
    let mut group = criterion.benchmark_group("replay of days");
    for days in [30, 3650] {
        let facts = facts(days);
        group.bench_function(BenchmarkId::from_parameter(days), |bencher| {
            let settings = Settings { streak_freezes: true };
            bencher.iter(|| replay(&plans, settings, None, black_box(&facts), day(days), |_, _| {}).unwrap());
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("pain trend of days");
    for days in [90, 1096] {
        let values = values(days);
        group.bench_function(BenchmarkId::from_parameter(days), |bencher| {
            bencher.iter(|| TrendDetails::of(black_box(&values), &(day(0)..=day(days - 1))).unwrap());
        });
    }
    group.finish();
}
