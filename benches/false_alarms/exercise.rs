//! How often training reads as easing or worsening pain that it does nothing to, as sore people skip, and how often when it
//! does (rules §9).

use std::collections::BTreeSet;

use birddog::features::insight::exercise_effect::{ExerciseInsight, exercise_insight};
use birddog::features::insight::exercise_verdict::ExerciseVerdict;
use birddog::features::pain::trend::daily::DailyValue;
use chrono::{Days, NaiveDate};

use super::noise::{Random, autocorrelated, score};

/// Diaries for each line of a table.
const DIARIES: usize = 4000;
/// Share of days without a score.
const MISSING: f64 = 0.2;
/// What the pain is about, and its standard deviation from day to day.
const MEAN_PAIN: f64 = 5.0;
const SPREAD: f64 = 1.5;

/// When a person trains.
#[derive(Debug, Clone, Copy)]
pub enum Training {
    /// On 80 % of the days with at most 5, and 20 % of those that hurt more.
    UnlessSore,
    /// Mondays, Wednesdays and Fridays, without fail.
    SameWeekdays,
}

/// What diaries are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// When the person trains.
    pub training: Training,
    /// Days of the diary.
    pub days: usize,
    /// How much of a day's pain carries over to the next.
    pub phi: f64,
    /// Points that a session adds to the pain of the next day.
    pub effect: f64,
}

/// What came of the diaries of a case.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome {
    /// Share with `lower_in_the_days_after`.
    pub lower: f64,
    /// Share with `higher_in_the_days_after`.
    pub higher: f64,
    /// Share with p < 0.05 at each lag, none allowed for the others.
    pub each_lag: [f64; 3],
    /// Mean coefficient at each lag.
    pub coefficients: [f64; 3],
    /// Mean of the difference of the raw means a day after.
    pub raw: f64,
}

impl Outcome {
    /// What comes of that many diaries, the same ones in every run.
    pub fn of(case: Case, diaries: usize) -> Self {
        let mut random = Random::new(9);
        let mut outcome = Self::default();
        let each = 1.0 / diaries as f64;
        for _ in 0..diaries {
            let answer = insight(case, &mut random);
            let share = |fits: bool| if fits { each } else { 0.0 };
            outcome.lower += share(answer.verdict == ExerciseVerdict::LowerInTheDaysAfter);
            outcome.higher += share(answer.verdict == ExerciseVerdict::HigherInTheDaysAfter);
            for (place, lag) in answer.lags.iter().enumerate() {
                outcome.each_lag[place] += share(lag.p.is_some_and(|p| p < 0.05));
                outcome.coefficients[place] += lag.coefficient.unwrap_or(0.0) * each;
            }
            if let Some((with, without)) = answer.lags[0].mean_with.zip(answer.lags[0].mean_without) {
                outcome.raw += (with - without) * each;
            }
        }
        outcome
    }
}

fn insight(case: Case, random: &mut Random) -> ExerciseInsight {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let noise = autocorrelated(random, case.days, case.phi, SPREAD);
    let (mut sessions, mut diary) = (BTreeSet::new(), Vec::new());
    let mut trained_yesterday = false;
    for (day, noise) in noise.into_iter().enumerate() {
        let date = first + Days::new(day as u64);
        let felt = score(MEAN_PAIN + noise + if trained_yesterday { case.effect } else { 0.0 });
        let chance = if felt <= 5.0 { 0.8 } else { 0.2 };
        let trains = match case.training {
            Training::UnlessSore => random.chance(chance),
            Training::SameWeekdays => matches!(day % 7, 0 | 2 | 4),
        };
        if trains {
            sessions.insert(date);
        }
        trained_yesterday = trains;
        if !random.chance(MISSING) {
            diary.push(DailyValue { date, value: felt });
        }
    }
    exercise_insight(&diary, &sessions)
}

/// Prints the tables.
pub fn run() {
    println!("\nDiaries; a session changes the pain of the next day by so many points. {DIARIES} a line.\n");
    println!(
        "| trains | days | true change | φ | raw, 1 day | coefficient after 1, 2, 3 days | p < 0.05 each | lower | higher |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for (name, training) in [("unless sore", Training::UnlessSore), ("same weekdays", Training::SameWeekdays)] {
        for (days, effect) in [(180, 0.0), (365, 0.0), (180, -0.5), (365, -0.5), (180, -1.0), (365, -1.0)] {
            for phi in [0.0, 0.5, 0.7] {
                let outcome = Outcome::of(Case { training, days, phi, effect }, DIARIES);
                println!(
                    "| {name} | {days} | {effect} | {phi} | {:.2} | {} | {} | {} | {} |",
                    outcome.raw,
                    outcome.coefficients.map(|one| format!("{one:.2}")).join(", "),
                    outcome.each_lag.map(percent).join(", "),
                    percent(outcome.lower),
                    percent(outcome.higher),
                );
            }
        }
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}
