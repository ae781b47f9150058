//! Detects series that mix NRS-11 scores with numbers on another scale.

use std::collections::BTreeMap;

use super::collector::Collector;
use super::error::shortened;
use super::numbers::nrs;
use super::reading::Outcome;

/// Decides which numbers are NRS scores, and counts for each series how many are and how many are not.
pub(super) struct Scales {
    /// Why no number is an NRS score, when the map says so.
    own: Option<&'static str>,
    counts: BTreeMap<String, (u64, u64)>,
}

impl Scales {
    pub(super) fn new(own: Option<&'static str>) -> Self {
        Self { own, counts: BTreeMap::new() }
    }

    /// The NRS score that a number is, or `None` with a remark for a number on another scale.
    pub(super) fn score(&mut self, line: u64, name: &str, value: f64, out: &mut Collector) -> Option<u8> {
        let score = nrs(value).filter(|_| self.own.is_none());
        let (on_nrs, other) = self.counts.entry(name.to_owned()).or_default();
        if score.is_some() {
            *on_nrs += 1;
        } else {
            *other += 1;
            let why = self.own.unwrap_or("it is no whole number from 0 to 10");
            let detail = format!("{:?} {value}: {why}; kept as another scale", shortened(name));
            out.kept(line, "other_scale", detail);
        }
        score
    }

    /// Points at each series that mixes both: its whole numbers may be no NRS scores either.
    pub(super) fn note(self, out: &mut Collector) {
        for (name, (on_nrs, other)) in self.counts {
            if on_nrs > 0 && other > 0 {
                let detail = format!(
                    "{:?}: {on_nrs} of {} numbers count as NRS scores because they are whole, {other} do not; \
                     if none of them is one, add scale=own to the map",
                    shortened(&name),
                    on_nrs + other
                );
                out.note(None, Outcome::Kept, "mixed_scale", detail, 0);
            }
        }
    }
}
