//! Numbers that may be on another scale than the NRS-11, told apart by what else a series holds.

use std::collections::BTreeMap;

use super::collector::Collector;
use super::error::shortened;
use super::reading::Outcome;

/// For each series of pain how many entries are NRS scores and how many are not.
#[derive(Default)]
pub(super) struct Scales(BTreeMap<String, (u64, u64)>);

impl Scales {
    /// Counts one entry of a series.
    pub(super) fn count(&mut self, name: &str, is_nrs: bool) {
        let (on_nrs, apart) = self.0.entry(name.to_owned()).or_default();
        *(if is_nrs { on_nrs } else { apart }) += 1;
    }

    /// Points at each series that mixes both: its whole numbers may be no NRS scores either.
    pub(super) fn note(self, out: &mut Collector) {
        for (name, (on_nrs, apart)) in self.0 {
            if on_nrs > 0 && apart > 0 {
                let detail = format!(
                    "{:?}: {on_nrs} of {} numbers count as NRS scores because they are whole, {apart} do not; \
                     if none of them is one, add scale=own to the map",
                    shortened(&name),
                    on_nrs + apart
                );
                out.note(None, Outcome::Kept, "mixed_scale", detail, 0);
            }
        }
    }
}
