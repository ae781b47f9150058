//! Which changes of a plan may happen: those that leave every day before today as it was judged (rules §2).

use super::plan::Plan;
use crate::platform::time::LocalDay;

/// A change of a plan version.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlanChange<'a> {
    /// The version as it is; nothing when it is new.
    pub(super) before: Option<&'a Plan>,
    /// What is to become of it; nothing when it is to be deleted.
    pub(super) after: Option<&'a Plan>,
    /// Whether it is the one that signing up made. It judges all days until another begins, so it has always begun.
    pub(super) is_first: bool,
    /// Whether it is in force today.
    pub(super) in_force: bool,
    /// The owner's today.
    pub(super) today: LocalDay,
}

impl PlanChange<'_> {
    /// Why it may not happen, and what to do instead; nothing when it may.
    pub(super) fn refusal(&self) -> Option<String> {
        let today = self.today;
        if let Some(before) = self.before.filter(|before| self.is_first || before.effective_from <= today) {
            let keeps_judging =
                |after: &Plan| after.effective_from == before.effective_from && after.judges_like(before);
            return match self.after {
                Some(after) if self.in_force && keeps_judging(after) => None,
                Some(_) if self.in_force => Some(self.has_begun(before, "only its `items` can be changed")),
                Some(_) => Some(self.has_begun(before, "it stays as it is now that another is in force")),
                None => Some(self.has_begun(before, "it can't be deleted")),
            };
        }
        let after = self.after?;
        if after.effective_from < today {
            return Some(format!(
                "A version can begin today, {today}, or later: days gone by stay as they were judged. Send it with such an \
                 `effective_from`."
            ));
        }
        // The days before all versions are judged by the first one's terms, for ever.
        let differs = self.is_first && !after.judges_like(&Plan::first(after.effective_from));
        differs.then(|| "Under this id there can only be the version that signing up makes. Use another id.".to_owned())
    }

    fn has_begun(&self, version: &Plan, why: &str) -> String {
        let (from, today) = (version.effective_from, self.today);
        let begun = if self.is_first {
            "The version from signing up judges every day until another begins".to_owned()
        } else {
            format!("This version began on {from}")
        };
        format!("{begun}, so {why}. To change the plan, add a version that begins today, {today}, or later.")
    }
}
