//! The days after visits and sessions against NumPy (tests/golden).

use std::collections::BTreeSet;

use birddog::features::insight::diary::PainSpell;
use birddog::features::insight::exercise_effect::exercise_insight;
use birddog::features::insight::exercise_lag::ExerciseLag;
use birddog::features::insight::relief::{Visit, VisitRelief, acupuncture_insight};
use birddog::features::pain::trend::daily::DailyValue;
use birddog::platform::ids::RecordId;
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use uuid::Uuid;

const RELIEF: &str = include_str!("../golden/relief.jsonl");
const EXERCISE: &str = include_str!("../golden/exercise.jsonl");

fn date(day: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2022, 12, 30).unwrap() + TimeDelta::days(day)
}

fn day(date_of: NaiveDate) -> i64 {
    date_of.signed_duration_since(date(0)).num_days()
}

/// The daily values of a diary as tests/golden/insights.py spells it.
fn daily_values(diary: &str) -> Vec<DailyValue> {
    let mut characters = diary.chars();
    let mut days: Vec<String> = Vec::new();
    while let Some(character) = characters.next() {
        days.push(match character {
            '(' => characters.by_ref().take_while(|&inner| inner != ')').collect(),
            '.' => String::new(),
            single => single.to_string(),
        });
    }
    let scored = (0..).zip(&days).filter(|(_, scores)| !scores.is_empty());
    let scored = scored.map(|(day, scores)| {
        let sum: u32 = scores.chars().map(|score| score.to_digit(10).unwrap_or(10)).sum();
        DailyValue { date: date(day), value: f64::from(sum) / scores.len() as f64 }
    });
    scored.collect()
}

/// The golden lines, each with what it was computed from.
fn lines(table: &str) -> Vec<Value> {
    table.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn numbers(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|one| one.as_i64().unwrap()).collect()
}

/// Equal in everything, numbers to 1e-9.
fn agree(ours: &Value, golden: &Value) -> bool {
    match (ours, golden) {
        (Value::Number(ours), Value::Number(golden)) => {
            let (ours, golden) = (ours.as_f64().unwrap(), golden.as_f64().unwrap());
            (ours - golden).abs() <= 1e-9 * golden.abs().max(1.0)
        }
        (Value::Array(ours), Value::Array(golden)) => {
            ours.len() == golden.len() && ours.iter().zip(golden).all(|(ours, golden)| agree(ours, golden))
        }
        (ours, golden) => ours == golden,
    }
}

fn check(ours: &[(&str, Value)], golden: &Value) {
    for (name, ours) in ours {
        assert!(agree(ours, &golden[*name]), "{name}: {ours}, not {}\n{golden}", golden[*name]);
    }
}

fn spell(spell: PainSpell) -> Value {
    json!([spell.median, spell.n])
}

fn visit_line(visit: &VisitRelief) -> Value {
    if let Some(week) = visit.week {
        assert_eq!(week.before.median.zip(week.after.median).map(|(before, after)| after - before), Some(week.effect));
    }
    let week = visit.week.map(|week| [spell(week.before), spell(week.after)]);
    json!([
        day(visit.date),
        visit.effect,
        visit.adjusted,
        spell(visit.before),
        spell(visit.after),
        week,
        visit.left_out
    ])
}

#[test]
fn the_days_after_visits_are_what_numpy_finds() {
    let table = lines(RELIEF);
    assert!(table.len() >= 300);
    for golden in table {
        let days = golden["visits"].as_array().unwrap().iter().map(|visit| visit[0].as_i64().unwrap());
        let visits: Vec<Visit> = (0..)
            .zip(days)
            .map(|(id, day)| Visit { date: date(day), appointment_id: RecordId(Uuid::from_u128(id)) })
            .collect();
        let others: Vec<NaiveDate> = numbers(&golden["others"]).into_iter().map(date).collect();
        let answer = acupuncture_insight(&daily_values(golden["diary"].as_str().unwrap()), &visits, &others);
        let basis = answer.basis.map(|basis| json!([basis.n, basis.dates, basis.columns, basis.eligible]));
        let ours = [
            ("visits", answer.visits.iter().map(visit_line).collect()),
            ("basis", json!(basis)),
            ("raw", json!(answer.effect.median_raw)),
            ("mean", json!(answer.effect.mean_adjusted)),
            ("n", json!(answer.effect.n)),
            ("p", json!(answer.effect.p_lower)),
            ("verdict", json!(answer.verdict)),
        ];
        check(&ours, &golden);
    }
}

#[test]
fn the_days_after_sessions_are_what_numpy_finds() {
    let table = lines(EXERCISE);
    assert!(table.len() >= 300);
    for golden in table {
        let sessions: BTreeSet<NaiveDate> = numbers(&golden["sessions"]).into_iter().map(date).collect();
        let answer = exercise_insight(&daily_values(golden["diary"].as_str().unwrap()), &sessions);
        assert_eq!(answer.lags.iter().map(|lag| lag.days).collect::<Vec<_>>(), [1, 2, 3], "{golden}");
        for (lag, golden) in answer.lags.iter().zip(golden["lags"].as_array().unwrap()) {
            let ExerciseLag { with_session, without_session, .. } = lag;
            let ours = [
                ("with", json!(with_session)),
                ("without", json!(without_session)),
                ("mean_with", json!(lag.mean_with)),
                ("mean_without", json!(lag.mean_without)),
                ("coefficient", json!(lag.coefficient)),
                ("p", json!(lag.p)),
                ("p_adjusted", json!(lag.p_adjusted)),
                ("left_out", json!(lag.left_out)),
            ];
            check(&ours, golden);
        }
        check(&[("verdict", json!(answer.verdict))], &golden);
    }
}
