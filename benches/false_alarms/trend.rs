//! How often the pain trend speaks up about diaries without one, and how often it sees one that is there (rules §7).

use birddog::pain::trend::daily::DailyValue;
use birddog::pain::trend::slope::TrendDetails;
use birddog::pain::trend::verdict::TrendVerdict;
use chrono::{Days, NaiveDate};

use super::noise::{Random, autocorrelated, score};

/// Diaries for each line of a table.
const DIARIES: usize = 4000;

/// Standard deviation of the pain around its trend, in points: a wide one, as a narrow one seldom makes up a point in four weeks.
const SPREAD: f64 = 2.0;

/// What diaries are drawn from.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// How much of a day's pain carries over to the next.
    pub phi: f64,
    /// Days from first to last.
    pub days: u16,
    /// Share of days without a score.
    pub missing: f64,
    /// The true trend, in points per 28 days.
    pub per_four_weeks: f64,
}

/// Shares of the verdicts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rates {
    pub insufficient_data: f64,
    pub early_signal: f64,
    pub no_clear_change: f64,
    pub improving: f64,
    pub worsening: f64,
}

impl Rates {
    /// The shares among that many diaries, the same ones in every run.
    pub fn of(case: Case, diaries: usize) -> Self {
        let mut random = Random::new(7);
        let mut rates = Self::default();
        for _ in 0..diaries {
            let rate = match verdict(case, &mut random) {
                TrendVerdict::InsufficientData => &mut rates.insufficient_data,
                TrendVerdict::EarlySignal => &mut rates.early_signal,
                TrendVerdict::NoClearChange => &mut rates.no_clear_change,
                TrendVerdict::Improving => &mut rates.improving,
                TrendVerdict::Worsening => &mut rates.worsening,
            };
            *rate += 1.0 / diaries as f64;
        }
        rates
    }
}

fn verdict(case: Case, random: &mut Random) -> TrendVerdict {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let noise = autocorrelated(random, usize::from(case.days), case.phi, SPREAD);
    let middle = f64::from(case.days - 1) / 2.0;
    let mut diary = Vec::new();
    for (day, noise) in (0..case.days).zip(noise) {
        if !random.chance(case.missing) {
            let trend = case.per_four_weeks / 28.0 * (f64::from(day) - middle);
            diary.push(DailyValue { date: first + Days::new(u64::from(day)), value: score(5.0 + trend + noise) });
        }
    }
    let last = first + Days::new(u64::from(case.days) - 1);
    TrendVerdict::on(TrendDetails::of(&diary, &(first..=last)).as_ref())
}

/// Prints the tables.
pub fn run() {
    println!("\nDiaries without a trend, {DIARIES} a line: verdicts in percent.\n");
    let lengths = [(21, 0.0), (28, 0.0), (28, 0.2), (35, 0.0), (56, 0.0), (56, 0.2), (84, 0.0), (84, 0.2)];
    table(&[0.0], &lengths);
    println!("\nDiaries with a true trend, {DIARIES} a line: verdicts in percent.\n");
    table(&[-1.0, -2.0], &[(28, 0.2), (56, 0.0), (84, 0.0), (84, 0.2)]);
}

fn table(trends: &[f64], lengths: &[(u16, f64)]) {
    println!("| points in 28 days | days | missing | φ | early signal | no clear change | improving | worsening |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    for &per_four_weeks in trends {
        for &(days, missing) in lengths {
            for phi in [0.0, 0.3, 0.5, 0.7] {
                let rates = Rates::of(Case { phi, days, missing, per_four_weeks }, DIARIES);
                let shares = [rates.early_signal, rates.no_clear_change, rates.improving, rates.worsening];
                let shares = shares.map(|share| format!("{:.1}", share * 100.0)).join(" | ");
                println!("| {per_four_weeks} | {days} | {:.0} % | {phi} | {shares} |", missing * 100.0);
            }
        }
    }
}
