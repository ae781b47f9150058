//! The map: what the columns of a file mean, as stated by the person importing.

use super::ReadError;
use super::error::{listed, shortened};
use super::plain::folded;

/// `key=value` pairs that say what the columns and words of a file mean; `docs/import.md` lists the keys of each format.
/// Keys and columns are matched exactly first, then without regard to case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ColumnMap {
    pairs: Vec<(String, String)>,
}

impl ColumnMap {
    /// Reads the arguments of `--map`. One with a single `=` is one pair, whatever commas it holds; one with
    /// several is split at commas, and a piece without `=` belongs to the name that follows it.
    pub fn parse<S: AsRef<str>>(arguments: &[S]) -> Result<Self, ReadError> {
        let mut map = Self::default();
        for argument in arguments {
            let argument = argument.as_ref();
            if argument.matches('=').count() <= 1 {
                map.add(argument)?;
                continue;
            }
            let mut held = String::new();
            for piece in argument.split(',') {
                if !held.is_empty() {
                    held.push(',');
                }
                held.push_str(piece);
                if piece.contains('=') {
                    map.add(&std::mem::take(&mut held))?;
                }
            }
            if !held.trim().is_empty() {
                map.add(&held)?;
            }
        }
        Ok(map)
    }

    fn add(&mut self, pair: &str) -> Result<(), ReadError> {
        // The last `=`: habit names may hold one, what they are mapped to never does.
        let Some((key, value)) = pair.rsplit_once('=') else {
            return Err(ReadError::BadMap(format!("the map entry {:?} is not of the form key=value", shortened(pair))));
        };
        let (key, value) = (key.trim(), value.trim());
        if key.is_empty() || value.is_empty() {
            return Err(ReadError::BadMap(format!("the map entry {:?} lacks its key or its value", shortened(pair))));
        }
        if self.get(key).is_some() {
            return Err(ReadError::BadMap(format!("the map has {:?} twice", shortened(key))));
        }
        self.pairs.push((key.to_owned(), value.to_owned()));
        Ok(())
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str()))
    }

    /// The values of the keys that start with `prefix`, with the rest of the key.
    pub(super) fn under(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        self.iter().filter_map(move |(key, value)| Some((key.strip_prefix(prefix)?.trim(), value)))
    }

    /// Where the file is from, or what its only series is called.
    pub(super) fn source(&self) -> Option<&str> {
        self.get("source")
    }

    /// The value of a key that allows only some values; `allowed` lists them for the error.
    pub(super) fn option<T>(
        &self,
        key: &str,
        allowed: &str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, ReadError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let bad = || ReadError::BadMap(format!("{key} is {allowed}, not {:?}", shortened(value)));
        parse(value).map(Some).ok_or_else(bad)
    }

    /// Whether all numbers are on a scale that is not the NRS.
    pub(super) fn own_scale(&self) -> Result<bool, ReadError> {
        let own = self.option("scale", "value or own", |scale| match scale {
            "value" => Some(false),
            "own" => Some(true),
            _ => None,
        });
        Ok(own?.unwrap_or(false))
    }

    /// Refuses every key that is neither `source` nor one of `keys` and starts with none of `prefixes`.
    pub(super) fn allow(&self, keys: &[&str], prefixes: &[&str]) -> Result<(), ReadError> {
        let known = |key: &str| key == "source" || keys.contains(&key) || prefixes.iter().any(|p| key.starts_with(p));
        match self.iter().find(|(key, _)| !known(key)) {
            None => Ok(()),
            Some((key, _)) => Err(ReadError::BadMap(format!(
                "the map has no key {:?} for this format; there are {}",
                shortened(key),
                listed(keys.iter().chain(prefixes).copied().chain(["source"]))
            ))),
        }
    }
}

/// The words that the map explains with `word:TEXT=MEANING`.
pub(super) struct Words<T>(Vec<(String, T)>);

impl<T: Copy> Words<T> {
    pub(super) const NONE: Self = Self(Vec::new());

    /// Parses the meaning of each word; `allowed` lists the meanings for the error.
    pub(super) fn parse<'a>(
        words: impl Iterator<Item = (&'a str, &'a str)>,
        allowed: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Self, ReadError> {
        let word = |(word, meaning): (&str, &str)| match parse(meaning) {
            Some(meaning) => Ok((folded(word), meaning)),
            None => Err(ReadError::BadMap(format!("a word is {allowed}, not {:?}", shortened(meaning)))),
        };
        words.map(word).collect::<Result<_, _>>().map(Self)
    }

    pub(super) fn meaning(&self, text: &str) -> Option<T> {
        let text = folded(text);
        self.0.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning)
    }
}

/// The one of `names` that `wanted` means: the exact one, else the only one that differs in case alone.
pub(super) fn matching<'a>(names: impl Iterator<Item = &'a str> + Clone, wanted: &str) -> Option<&'a str> {
    let wanted_folded = folded(wanted);
    names.clone().find(|name| *name == wanted).or_else(|| {
        let mut similar = names.filter(|name| folded(name) == wanted_folded);
        similar.next().filter(|_| similar.next().is_none())
    })
}
