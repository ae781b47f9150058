//! Times of day as people, apps and spreadsheets write them.

use chrono::NaiveTime;

use super::numbers::{digits, whole};
use super::plain::plain;

/// The meaning of a word before or after the numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Nothing: `at`, or the minutes' own unit.
    Filler,
    /// That the number before it is an hour.
    Hour,
    /// The half of the day, on a clock of twelve hours.
    Morning,
    /// See `Morning`.
    Afternoon,
    /// Around noon, which Chinese clocks write with 11, 12, 1 or 2.
    Noon,
    /// Chinese evenings, which end at midnight.
    Evening,
}

/// Each word in lower case, without spaces and full stops.
const MARKS: [(Mark, &[&str]); 6] = [
    (
        Mark::Filler,
        &[
            "", "t", "at", "um", "à", "às", "alas", "alle", "ore", "kl", "klo", "om", "m", "mn", "min", "s", "sec",
            "分", "分钟", "분", "秒", "초", "'", "''", "\"", "′", "′′",
        ],
    ),
    (Mark::Hour, &["h", "hs", "hr", "hrs", "uhr", "uur", "ч", "時", "时", "点", "點", "시"]),
    (Mark::Morning, &["am", "a", "上午", "凌晨", "清晨", "早上", "午前", "오전"]),
    (Mark::Afternoon, &["pm", "p", "下午", "午後", "午后", "오후"]),
    (Mark::Noon, &["中午"]),
    (Mark::Evening, &["晚上"]),
];

/// The time of day of a text with only one reading: `20:15`, `8:15:30.5 PM`, `8:15 p. m.`, `20.15`, `20h15`, `20:15 Uhr`,
/// `下午8:15`, or a spreadsheet's fraction of a day such as `0.84375`.
///
/// `0.25` could be a quarter of a day or 25 past midnight, a bare `20` anything: neither is a time. `0.5` has no second
/// reading and is noon.
pub(super) fn time_of_day(text: &str) -> Option<NaiveTime> {
    let text = plain(text).to_lowercase();
    day_fraction(&text).or_else(|| clock(&text))
}

/// A fraction of a day as a spreadsheet writes it, to the second.
fn day_fraction(text: &str) -> Option<NaiveTime> {
    let decimals = text.strip_prefix("0.").or(text.strip_prefix("0,"))?;
    let plain = (1..=18).contains(&decimals.len()) && decimals.bytes().all(|b| b.is_ascii_digit());
    // Two decimals below 60 might be minutes; nothing but zeros is more often no answer than midnight.
    let minutes = decimals.len() == 2 && decimals.parse::<u32>().is_ok_and(|minutes| minutes < 60);
    if !plain || minutes || decimals.bytes().all(|b| b == b'0') {
        return None;
    }
    let fraction: f64 = format!("0.{decimals}").parse().ok()?;
    let seconds = whole(fraction * 86_400.0, 86_399)?;
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
}

fn clock(text: &str) -> Option<NaiveTime> {
    let is_digit = |c: char| c.is_ascii_digit();
    let (first, last) = (text.find(is_digit)?, text.rfind(is_digit)?);
    let (head, tail) = (mark(text.get(..first)?)?, mark(text.get(last + 1..)?)?);
    let half = match (head, tail) {
        (Mark::Filler, other) | (other, Mark::Filler) => other,
        (Mark::Hour, half) | (half, Mark::Hour) if half != Mark::Hour => half,
        _ => return None,
    };
    let (numbers, between) = parts(text.get(first..=last)?);
    let between: Vec<&str> = between.iter().map(String::as_str).collect();
    let hour_sign = |sign: &str| mark(sign) == Some(Mark::Hour);
    let fits = match between.as_slice() {
        // A bare hour has to say that it is one.
        [] => half != Mark::Filler,
        [":"] | [":", ":"] | [".", "."] | [":", ":", "." | ","] => true,
        // With a full stop it takes two digits to look like minutes, and 0.25 may be a fraction of a day.
        ["."] => numbers.get(1).is_some_and(|minutes| minutes.len() == 2) && numbers.first() != Some(&"0"),
        [hour] => hour_sign(hour),
        [hour, minute] => hour_sign(hour) && mark(minute) == Some(Mark::Filler),
        _ => false,
    };
    if !fits {
        return None;
    }
    let at = |place: usize| numbers.get(place).map_or(Some(0), |text| digits(text, 2));
    let billionths = numbers.get(3).map_or(Some(0), |text| digits(&format!("{text:0<9}"), 9))?;
    NaiveTime::from_hms_nano_opt(on_24_hours(at(0)?, half)?, at(1)?, at(2)?, billionths)
}

fn on_24_hours(hour: u32, half: Mark) -> Option<u32> {
    match half {
        Mark::Filler | Mark::Hour => Some(hour),
        Mark::Morning if hour <= 12 => Some(hour % 12),
        Mark::Afternoon if hour <= 12 => Some(hour % 12 + 12),
        Mark::Noon if (11..=12).contains(&hour) => Some(hour),
        Mark::Noon if (1..=2).contains(&hour) => Some(hour + 12),
        Mark::Evening if (5..=11).contains(&hour) => Some(hour + 12),
        _ => None,
    }
}

fn mark(word: &str) -> Option<Mark> {
    let word: String = word.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | ',')).collect();
    MARKS.into_iter().find(|(_, words)| words.contains(&word.as_str())).map(|(mark, _)| mark)
}

/// The runs of digits, and the texts between them without white space.
fn parts(text: &str) -> (Vec<&str>, Vec<String>) {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).collect();
    let between = text.split(|c: char| c.is_ascii_digit()).filter(|run| !run.is_empty());
    (numbers, between.map(|run| run.split_whitespace().collect()).collect())
}
