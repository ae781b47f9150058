//! How often the pain trend speaks up about diaries without one, and how often it sees one that is there (rules §7).

use birddog::features::pain::trend::daily::DailyValue;
use birddog::features::pain::trend::slope::TrendDetails;
use birddog::features::pain::trend::verdict::TrendVerdict;
use chrono::{Days, NaiveDate};

use super::noise::{Random, autocorrelated, score};

/// Plain diaries without a trend for each figure: at 5 %, its standard error is 0.1 %.
const PLAIN_ONES: usize = 40_000;
/// Other diaries without a trend for each figure: at 5 %, its standard error is 0.2 %.
const OTHERS: usize = 10_000;
/// Diaries with one: at 50 %, its standard error is 0.8 %.
const WITH_TREND: usize = 4000;

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
    /// What the pain is about.
    pub usual: f64,
    /// Standard deviation of the pain around its trend, in points.
    pub spread: f64,
    /// The share of its variance that is the day's own and does not carry over.
    pub own: f64,
    /// Points less on two days in seven.
    pub weekend: f64,
}

/// No trend, around 5, with a wide spread, as a narrow one seldom makes up a point in four weeks.
pub const PLAIN: Case =
    Case { phi: 0.0, days: 28, missing: 0.0, per_four_weeks: 0.0, usual: 5.0, spread: 2.0, own: 0.0, weekend: 0.0 };

/// Shares of the verdicts.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rates {
    pub insufficient_data: f64,
    pub early_signal: f64,
    pub no_clear_change: f64,
    pub improving: f64,
    pub worsening: f64,
    /// Early signals and directions that are called as sure as 1 in 100.
    pub nearly_sure: f64,
}

impl Rates {
    /// The shares among that many diaries, the same ones in every run.
    pub fn of(case: Case, diaries: usize) -> Self {
        let mut random = Random::new(7);
        let mut rates = Self::default();
        let each = 1.0 / diaries as f64;
        for _ in 0..diaries {
            let details = details(case, &mut random);
            let verdict = TrendVerdict::on(details.as_ref());
            if verdict.false_alarms(details.as_ref()) == Some(1) {
                rates.nearly_sure += each;
            }
            *match verdict {
                TrendVerdict::InsufficientData => &mut rates.insufficient_data,
                TrendVerdict::EarlySignal => &mut rates.early_signal,
                TrendVerdict::NoClearChange => &mut rates.no_clear_change,
                TrendVerdict::Improving => &mut rates.improving,
                TrendVerdict::Worsening => &mut rates.worsening,
            } += each;
        }
        rates
    }

    /// The share in which the verdict names a change, early or not.
    pub fn told(&self) -> f64 {
        self.early_signal + self.improving + self.worsening
    }
}

fn details(case: Case, random: &mut Random) -> Option<TrendDetails> {
    let first = NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
    let noise = autocorrelated(random, usize::from(case.days), case.phi, case.spread);
    let middle = f64::from(case.days - 1) / 2.0;
    let mut diary = Vec::new();
    for (day, noise) in (0..case.days).zip(noise) {
        let own = if case.own > 0.0 { random.normal() * case.spread } else { 0.0 };
        if !random.chance(case.missing) {
            let trend = case.per_four_weeks / 28.0 * (f64::from(day) - middle);
            let weekend = if day % 7 > 4 { case.weekend } else { 0.0 };
            let noise = (1.0 - case.own).sqrt() * noise + case.own.sqrt() * own;
            let date = first + Days::new(u64::from(day));
            diary.push(DailyValue { date, value: score(case.usual + trend - weekend + noise) });
        }
    }
    let last = first + Days::new(u64::from(case.days) - 1);
    TrendDetails::of(&diary, &(first..=last))
}

/// Prints the tables.
pub fn run() {
    println!(
        "\nDiaries without a trend, {PLAIN_ONES} a figure: a change is told, and told to be nearly sure, in percent.\n"
    );
    let mut lengths = vec![(14, 0.0), (21, 0.0), (21, 0.2)];
    lengths.extend([28, 35, 42, 56, 84].into_iter().flat_map(|days| [0.0, 0.2, 0.4].map(|missing| (days, missing))));
    lengths.extend([(120, 0.0), (180, 0.0)]);
    let kinds = lengths.into_iter().map(|(days, missing)| {
        (format!("{days} days, {:.0} % missing", missing * 100.0), Case { days, missing, ..PLAIN })
    });
    table(kinds, PLAIN_ONES, |rates| format!("{}, {}", percent(rates.told()), percent(rates.nearly_sure)));

    println!("\nOther diaries without a trend, {OTHERS} a figure, likewise.\n");
    let others = [
        ("about 1, many 0", Case { usual: 1.0, ..PLAIN }),
        ("about 8.5", Case { usual: 8.5, ..PLAIN }),
        ("deviation of 1", Case { spread: 1.0, ..PLAIN }),
        ("deviation of 3", Case { spread: 3.0, ..PLAIN }),
        ("2 points less on weekends", Case { weekend: 2.0, ..PLAIN }),
        ("30 % of the variance the day's own", Case { own: 0.3, ..PLAIN }),
        ("half of the variance the day's own", Case { own: 0.5, ..PLAIN }),
    ];
    let kinds = others
        .into_iter()
        .flat_map(|(name, case)| [28, 35, 56, 84].map(|days| (format!("{name}, {days} days"), Case { days, ..case })));
    table(kinds, OTHERS, |rates| format!("{}, {}", percent(rates.told()), percent(rates.nearly_sure)));

    println!("\nDiaries with a true trend, {WITH_TREND} a figure: early signal + improving + worsening, in percent.\n");
    let kinds = [-1.0, -2.0].into_iter().flat_map(|per_four_weeks| {
        [(28, 0.0), (28, 0.2), (35, 0.0), (56, 0.0), (56, 0.2), (84, 0.0), (84, 0.2)].map(|(days, missing)| {
            let name = format!("{per_four_weeks} in 28 days, {days} days, {:.0} % missing", missing * 100.0);
            (name, Case { days, missing, per_four_weeks, ..PLAIN })
        })
    });
    table(kinds, WITH_TREND, |rates| [rates.early_signal, rates.improving, rates.worsening].map(percent).join(" + "));
}

fn table(kinds: impl Iterator<Item = (String, Case)>, diaries: usize, cell: impl Fn(&Rates) -> String) {
    println!("| diary | φ = 0 | φ = 0.3 | φ = 0.5 | φ = 0.7 | φ = 0.9 |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (name, case) in kinds {
        let cells = [0.0, 0.3, 0.5, 0.7, 0.9].map(|phi| cell(&Rates::of(Case { phi, ..case }, diaries)));
        println!("| {name} | {} |", cells.join(" | "));
    }
}

fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}
