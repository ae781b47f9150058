use serde_json::{Value, json};

use super::days;
use super::plan::Plan;
use super::plan_change::PlanChange;
use super::plan_versions::plan_in_force;
use crate::core::WriteError;
use crate::core::access::Owner;
use crate::core::records::{ClientWritable, Collection, Record, SortKey};
use crate::core::tx::Tx;
use crate::features::training::problems::PLAN_HAS_BEGUN;
use crate::platform::db::DbError;
use crate::platform::ids::RecordId;
use crate::platform::input::{BoundedInt, FieldErrors};
use crate::platform::time::Timestamp;

impl Record for Plan {
    const COLLECTION: Collection = Collection::Plans;
    const NOUN: &'static str = "plan version";
    const DEFAULTED: &'static [&'static str] = &["goal_minutes", "flare_goal_minutes", "items"];

    fn check(&self, _: &Owner) -> FieldErrors {
        self.schedule.check("/schedule")
    }

    fn normalize(&mut self, _: RecordId, prior: Option<&Self>, _: &Owner) -> FieldErrors {
        // A smaller goal lowers a flare goal that nobody has set.
        if prior.is_some_and(|prior| {
            prior.flare_goal_minutes == self.flare_goal_minutes && prior.goal_minutes > self.goal_minutes
        }) {
            self.flare_goal_minutes =
                self.flare_goal_minutes.map(|flare| BoundedInt::clamped(flare.get().min(self.goal_minutes.get())));
        }
        let mut errors = FieldErrors::none();
        if self.flare_goal() > self.goal_minutes.get() {
            errors.add("/flare_goal_minutes", "out_of_range", "must not be above goal_minutes");
        }
        self.flare_goal_minutes = Some(BoundedInt::clamped(self.flare_goal()));
        errors
    }

    fn check_references(&self, tx: &mut Tx<'_>) -> Result<FieldErrors, DbError> {
        let mut errors = FieldErrors::none();
        for (index, item) in self.items.iter().enumerate() {
            errors.extend(item.exercise.check(&format!("/items/{index}/exercise"), tx)?);
        }
        Ok(errors)
    }

    fn check_change(
        tx: &mut Tx<'_>,
        id: RecordId,
        before: Option<&Self>,
        after: Option<&Self>,
    ) -> Result<(), WriteError> {
        let today = tx.owner.today(None);
        let in_force = match before {
            Some(_) => plan_in_force(tx, today)?.is_some_and(|version| version.id == id),
            None => false,
        };
        let change = PlanChange { before, after, is_first: id == Self::first_id(tx.owner.user), in_force, today };
        change.refusal().map_or(Ok(()), |why| Err(WriteError::refused(PLAN_HAS_BEGUN, why)))
    }

    fn sort_key(&self, _: RecordId, created_at: Timestamp) -> SortKey {
        SortKey { day: self.effective_from, at: created_at }
    }

    fn after_change(tx: &mut Tx<'_>, _: RecordId, before: Option<&Self>, after: Option<&Self>) -> Result<(), DbError> {
        if let (Some(before), Some(after)) = (before, after)
            && before.effective_from == after.effective_from
            && before.judges_like(after)
        {
            return Ok(());
        }
        // A version judges no day before it, be it the first day of history or not.
        let from = before.into_iter().chain(after).map(|plan| plan.effective_from).min();
        days::forget_computed(tx, from)
    }

    fn example() -> Value {
        json!({
            "effective_from": "2026-11-30", "schedule": {"kind": "weekdays", "days": ["mon", "wed", "fri"]},
            "goal_minutes": 15, "flare_goal_minutes": 5,
            "items": [{"exercise": "bird-dog", "sets": 2, "reps": 5, "hold_seconds": 5, "rest_seconds": 30}]
        })
    }
}

impl ClientWritable for Plan {
    const REFUSES_WRITES: Option<&'static str> = Some(
        "`plan_has_begun`: days gone by stay as they were judged. Add a version that begins today or later; of the one in \
         force, `items` alone can be changed",
    );
    const REFUSES_DELETIONS: Option<&'static str> =
        Some("`plan_has_begun`: a version that has begun stays. Add one that begins today or later");
}
