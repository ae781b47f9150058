//! Lengths of time as people and apps write them.

use super::MAX_SECONDS;
use super::collector::Collector;
use super::numbers::{digits, number, whole};
use super::plain::plain;
use super::reading::Outcome;
use super::time_units::Unit;

/// Words between the parts of a length.
const JOINERS: [&str; 7] = ["and", "und", "et", "y", "e", "en", "и"];

/// A length, as far as its text alone determines it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Length {
    Seconds(f64),
    /// A number without a unit.
    Bare(f64),
    /// Two numbers with a colon between them: hours and minutes, or minutes and seconds.
    Clock(u32, u32),
}

/// A length as a file has it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Written<'a> {
    /// Its text; empty when the file has none.
    pub(super) text: &'a str,
    /// Its seconds where they can be known.
    pub(super) seconds: Option<u64>,
}

/// How a column writes lengths, inferred from its header and all of its cells. Lengths with units need no column:
/// `38min`, `1 h 2 m`, `1h30`, `1.5 h`, `1:02:00`, `1小时13分钟`, `PT1H2M`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lengths {
    bare: Option<Unit>,
    clock: Unit,
    /// How many cells were read in a unit that is nowhere stated, and one of these units.
    assumed: Option<(u64, Unit)>,
}

impl Lengths {
    /// Those of sets: bare numbers are seconds, and `1:30` is a minute and a half.
    pub(super) const OF_SETS: Self = Self { bare: Some(Unit::Seconds), clock: Unit::Minutes, assumed: None };

    /// Infers how `cells` are to be read. `stated` is the unit that the header or the map names. Without one, bare
    /// numbers are minutes when all of them are at most four hours as minutes, which is the longest session, and seconds
    /// when most of them are more. `1:02` is hours and minutes when no cell has more than four hours, else minutes and
    /// seconds.
    pub(super) fn of<'a>(stated: Option<Unit>, cells: impl Iterator<Item = &'a str>) -> Self {
        let max_minutes = f64::from(MAX_SECONDS / 60);
        let max_hours = MAX_SECONDS / 3600;
        let (mut short, mut long, mut clocks, mut high) = (0u64, 0u64, 0u64, 0);
        for cell in cells {
            match length(cell) {
                Some(Length::Bare(number)) if number > max_minutes => long += 1,
                // A zero says that there is no length, in whatever unit.
                Some(Length::Bare(number)) => short += u64::from(number > 0.0),
                Some(Length::Clock(first, _)) => {
                    clocks += 1;
                    high = high.max(first);
                }
                Some(Length::Seconds(_)) | None => {}
            }
        }
        let bare = stated.or(match (short, long) {
            (_, 0) => Some(Unit::Minutes),
            (short, long) if long > short => Some(Unit::Seconds),
            _ => None,
        });
        // More than four hours can only be minutes.
        let clock = if high > max_hours { Unit::Minutes } else { Unit::Hours };
        let guessed = if stated.is_none() && bare.is_some() { short + long } else { 0 };
        let guessed_clocks = if stated == Some(Unit::Hours) || high > max_hours { 0 } else { clocks };
        let unit = if guessed > 0 { bare } else { Some(clock) };
        let assumed = unit.filter(|_| guessed + guessed_clocks > 0).map(|unit| (guessed + guessed_clocks, unit));
        Self { bare, clock, assumed }
    }

    /// The seconds of one cell, or `None` where they can't be known.
    pub(super) fn seconds(&self, text: &str) -> Option<u64> {
        match length(text)? {
            Length::Seconds(seconds) => rounded(seconds),
            Length::Bare(number) => rounded(number * f64::from(self.bare?.seconds())),
            Length::Clock(first, second) => {
                let rest = u64::from(second) * u64::from(self.clock.smaller()?.seconds());
                Some(u64::from(first) * u64::from(self.clock.seconds()) + rest)
            }
        }
    }

    /// Notes which unit was assumed where none is stated.
    pub(super) fn note(&self, out: &mut Collector) {
        if let Some((count, unit)) = self.assumed {
            let detail = format!(
                "the lengths are numbers whose unit is nowhere stated; read as {} (duration_unit=h, min or s in the map reads \
                 another)",
                unit.plural()
            );
            out.note(None, Outcome::Kept, "duration_unit_assumed", detail, count);
        }
    }
}

/// Far more than a session may last, and far less than what would overflow.
fn rounded(seconds: f64) -> Option<u64> {
    whole(seconds, u32::MAX).map(u64::from).filter(|_| seconds >= 0.0)
}

fn length(text: &str) -> Option<Length> {
    let text = plain(text).to_lowercase();
    if let Some(bare) = number(&text) {
        return (bare >= 0.0).then_some(Length::Bare(bare));
    }
    clock(&text).or_else(|| in_units(&text).map(Length::Seconds))
}

/// `1:02:00`, `45:30`, and either with its unit behind it.
fn clock(text: &str) -> Option<Length> {
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (numbers, unit) = text.split_at_checked(end)?;
    let unit = match unit.trim() {
        "" => None,
        word => Some(Unit::parse(word)?),
    };
    // A spreadsheet may add tenths of a second, or the 0 hours of a day of its own.
    let (numbers, fraction) = numbers.split_once('.').unwrap_or((numbers, "0"));
    fraction.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    let parts: Vec<&str> = numbers.split(':').map(str::trim).collect();
    let first = digits(parts.first()?, 5)?;
    let below_60 = |place: usize| parts.get(place).and_then(|part| digits(part, 2)).filter(|number| *number < 60);
    match (parts.len(), unit) {
        (3, None | Some(Unit::Hours)) => {
            let seconds = first.checked_mul(3600)?.checked_add(below_60(1)? * 60 + below_60(2)?)?;
            Some(Length::Seconds(f64::from(seconds)))
        }
        (2, None) => Some(Length::Clock(first, below_60(1)?)),
        (2, Some(unit)) => {
            let seconds = first.checked_mul(unit.seconds())?.checked_add(below_60(1)? * unit.smaller()?.seconds())?;
            Some(Length::Seconds(f64::from(seconds)))
        }
        _ => None,
    }
}

/// `1h 30m`, `90 s`, `1.5 hours`, `1h30`: each unit once, the larger ones first.
fn in_units(text: &str) -> Option<f64> {
    let mut rest = text.strip_prefix("pt").unwrap_or(text);
    let (mut total, mut before): (f64, Option<Unit>) = (0.0, None);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let (amount, after) = rest.split_at_checked(end)?;
        let amount = number(amount.trim_end_matches([',', '.']))?;
        let after = after.trim_start();
        let end = after.find(|c: char| c.is_ascii_digit()).unwrap_or(after.len());
        let (words, after) = after.split_at_checked(end)?;
        let mut words = words.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
        let unit = match words.next() {
            Some(word) => Unit::parse(word)?,
            // 1h30: what follows a unit without one of its own is of the next smaller one.
            None if after.is_empty() => before?.smaller()?,
            None => return None,
        };
        let joined = words.next().is_none_or(|word| JOINERS.contains(&word) && !after.is_empty());
        let falling = before.is_none_or(|before| unit.seconds() < before.seconds());
        if !joined || words.next().is_some() || !falling {
            return None;
        }
        total += amount * f64::from(unit.seconds());
        before = Some(unit);
        rest = after;
    }
    before.map(|_| total)
}
