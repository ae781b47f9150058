//! What identifies a row besides its moment: its source and its series.

use super::Format;
use super::plain::folded;

/// Where a row comes from. With its moment that names it, in every version of its file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'a> {
    pub(super) format: Format,
    /// What the map's `source=` says, where it is not the series itself.
    pub(super) source: Option<&'a str>,
    /// The habit, the workout or the pain.
    pub(super) series: &'a str,
}

impl Origin<'_> {
    /// The parts of the name, which is the same however its letters were encoded, whatever their case.
    pub(super) fn parts(&self) -> Vec<String> {
        let folded = [Some(self.series), self.source].into_iter().flatten().map(|name| match self.format {
            Format::Loop => folded_habit(name),
            _ => folded(name),
        });
        folded.collect()
    }

    /// Names the series of a kind of record, the same in every version of the file.
    pub(super) fn series_of(&self, kind: &str) -> String {
        format!("{}\u{1f}{kind}\u{1f}{}", self.format.as_str(), self.parts().join("\u{1f}"))
    }
}

/// A habit's name for comparing. Loop leaves everything but the letters, digits and a few signs of ASCII out of its
/// folders' names and cuts them, so the same is done here, unless hardly anything would be left of the name.
fn folded_habit(name: &str) -> String {
    const MAX_CHARS: usize = 100;
    let folded = folded(name);
    let kept: String =
        folded.chars().filter(|c| c.is_ascii_alphanumeric() || " ._-".contains(*c)).take(MAX_CHARS).collect();
    let letters = |text: &str| text.chars().take(MAX_CHARS).filter(|c| c.is_alphanumeric()).count();
    if letters(&kept) > 0 && letters(&kept) * 2 >= letters(&folded) { kept.trim().to_owned() } else { folded }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// The header, the map or Loop's own folder states it.
    Stated,
    /// The file's name suggests it.
    Guessed,
}

/// The habit that the path of a single habit's file names. Loop exports `001 Bridge/Checkmarks.csv`.
pub(super) fn habit_of_file(path: &str) -> Option<(String, Named)> {
    /// Names of files and folders that say nothing of what is in them.
    const GENERIC: &str =
        "checkmarks scores habits habit loop export data download downloads desktop documents home temp tmp";
    let mut parts = path.rsplit(['/', '\\']).map(str::trim);
    let file = parts.next().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, kind)) if !kind.contains(' ') => stem,
        _ => file,
    };
    for (name, is_folder) in [(Some(without_copy_number(stem)), false), (parts.next(), true)] {
        let Some(name) = name.filter(|name| name.chars().any(char::is_alphanumeric)) else { continue };
        match without_position(name) {
            Some("") => {}
            Some(habit) => return Some((habit.to_owned(), if is_folder { Named::Stated } else { Named::Guessed })),
            None if GENERIC.split(' ').any(|generic| generic == folded(name)) => {}
            None => return Some((name.to_owned(), Named::Guessed)),
        }
    }
    None
}

/// A name without the ` (1)` that browsers put behind the second file of a name.
fn without_copy_number(stem: &str) -> &str {
    let before = stem.strip_suffix(')').and_then(|stem| stem.rsplit_once('('));
    before.filter(|(_, number)| number.parse::<u32>().is_ok()).map_or(stem, |(name, _)| name).trim()
}

/// What follows the three digits that Loop puts before a habit's name.
fn without_position(name: &str) -> Option<&str> {
    let (position, habit) = name.split_at_checked(3)?;
    let numbered = position.bytes().all(|b| b.is_ascii_digit()) && (habit.is_empty() || habit.starts_with(' '));
    numbered.then(|| habit.trim())
}
