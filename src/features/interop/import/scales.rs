//! Detects series that mix NRS-11 scores with numbers on another scale.

use std::collections::BTreeMap;

use super::collector::Collector;
use super::error::shortened;
use super::reading::Outcome;

/// For each series of pain how many entries are NRS scores and how many are not.
#[derive(Default)]
pub(super) struct Scales(BTreeMap<String, (u64, u64)>);

impl Scales {
    pub(super) fn count(&mut self, name: &str, is_nrs: bool) {
        let (on_nrs, other) = self.0.entry(name.to_owned()).or_default();
        *(if is_nrs { on_nrs } else { other }) += 1;
    }

    /// Points at each series that mixes both: its whole numbers may be no NRS scores either.
    pub(super) fn note(self, out: &mut Collector) {
        for (name, (on_nrs, other)) in self.0 {
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
