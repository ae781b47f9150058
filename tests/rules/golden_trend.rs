//! The statistics of the trend against SciPy, pyMannKendall and NumPy (tests/golden).

use std::collections::HashSet;

use birddog::platform::statistics::{Observation, autocorrelated_line, mann_kendall, theil_sen};

const TABLE: &str = include_str!("../golden/trend.csv");
const COLUMNS: &str = "diary,slope,intercept,low,high,s,var_s,z,p,autocorrelation,rises,falls";

/// The daily values of a diary as tests/golden/trend.py spells it.
fn observations(diary: &str) -> Vec<Observation> {
    let mut characters = diary.chars();
    let mut days = Vec::new();
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
        Observation { day, value: f64::from(sum) / scores.len() as f64 }
    });
    scored.collect()
}

fn agree(answer: f64, golden: f64) -> bool {
    (answer - golden).abs() <= 1e-9 * golden.abs().max(1.0)
}

#[test]
fn there_are_two_thousand_different_diaries() {
    let diaries: HashSet<&str> = TABLE.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    assert!(diaries.len() >= 2000, "{}", diaries.len());
}

#[test]
fn the_statistics_are_those_of_the_libraries() {
    assert_eq!(TABLE.lines().next(), Some(COLUMNS));
    for line in TABLE.lines().skip(1) {
        let (diary, answers) = line.split_once(',').unwrap();
        let observations = observations(diary);
        let values: Vec<f64> = observations.iter().map(|one| one.value).collect();
        let line = theil_sen(&observations).unwrap();
        let test = mann_kendall(&values);
        let resembling = autocorrelated_line(&observations);
        let ours = [
            Some(line.slope),
            Some(line.intercept),
            Some(line.low),
            Some(line.high),
            Some(f64::from(test.s)),
            Some(test.var_s),
            Some(test.z),
            Some(test.p),
            resembling.map(|line| line.autocorrelation),
            resembling.map(|line| line.rises),
            resembling.map(|line| line.falls),
        ];
        let golden: Vec<Option<f64>> = answers.split(',').map(|answer| answer.parse().ok()).collect();
        assert_eq!(golden.len(), ours.len(), "{diary}");
        for ((name, ours), golden) in COLUMNS.split(',').skip(1).zip(ours).zip(golden) {
            let agreed = match (ours, golden) {
                (Some(ours), Some(golden)) => agree(ours, golden),
                (ours, golden) => ours == golden,
            };
            assert!(agreed, "{name} of {diary}: {ours:?}, not {golden:?}");
        }
    }
}
