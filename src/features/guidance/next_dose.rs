//! The next dose of an exercise: one variable at a time (rules §6). Pure.

use serde::Serialize;
use utoipa::ToSchema;

use crate::features::training::PlanItem;
use crate::features::training::catalogue::{CatalogueExercise, Dose};
use crate::platform::input::BoundedInt;
use crate::platform::vocabulary::vocabulary;

vocabulary! {
    /// What of a dose can grow.
    pub enum DoseVariable("dose_variable") {
        HoldSeconds = "hold_seconds" / "Seconds each repetition is held",
        Reps = "reps" / "Repetitions",
        DurationSeconds = "duration_seconds" / "Seconds a set takes",
        Sets = "sets" / "Sets",
    }
}

/// One variable of a dose, changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct DoseChange {
    /// Which.
    pub variable: DoseVariable,
    /// As the plan prescribes it.
    pub from: u32,
    /// As it could be.
    pub to: u32,
}

/// What could come next.
pub struct NextDose {
    /// The variable to change; none when the target is reached.
    pub change: Option<DoseChange>,
    /// Plain words.
    pub text: String,
}

/// The next dose after the one prescribed: by a tenth, at least by one, and no further than the exercise's target. First
/// what is held, then repetitions or time, then sets. Exercises of one's own have no target.
#[must_use]
pub fn next_dose(item: &PlanItem, exercise: Option<&CatalogueExercise>) -> NextDose {
    let target = exercise.map(|exercise| exercise.target);
    let Some(change) = change(item, target) else {
        let then = exercise.map_or("Keep it up, or plan a harder form.", |exercise| exercise.next_step);
        return NextDose { change: None, text: format!("You are at the target of this exercise. {then}") };
    };
    let DoseChange { variable, from, to } = change;
    let text = match variable {
        DoseVariable::HoldSeconds => format!("If you like, hold each repetition {to} seconds instead of {from}."),
        DoseVariable::Reps => format!("If you like, do {to} repetitions instead of {from}."),
        DoseVariable::DurationSeconds => format!("If you like, go on for {to} seconds instead of {from}."),
        DoseVariable::Sets => format!("If you like, do {to} sets instead of {from}."),
    };
    NextDose { change: Some(change), text: format!("{text} Change this one thing only.") }
}

fn change(item: &PlanItem, target: Option<Dose>) -> Option<DoseChange> {
    let steps = [
        (DoseVariable::HoldSeconds, item.hold_seconds.and_then(|from| grown(from, target, |dose| dose.hold_seconds))),
        (DoseVariable::Reps, item.reps.and_then(|from| grown(from, target, |dose| dose.reps))),
        (
            DoseVariable::DurationSeconds,
            item.duration_seconds.and_then(|from| grown(from, target, |dose| dose.duration_seconds)),
        ),
        (DoseVariable::Sets, grown(item.sets, target, |dose| Some(dose.sets))),
    ];
    steps.into_iter().find_map(|(variable, step)| step.map(|(from, to)| DoseChange { variable, from, to }))
}

/// What is prescribed and what comes next, if anything does: up to what the target counts, and as far as a plan takes it.
fn grown<const MIN: u32, const MAX: u32>(
    from: BoundedInt<MIN, MAX>,
    target: Option<Dose>,
    counted: impl Fn(Dose) -> Option<u16>,
) -> Option<(u32, u32)> {
    let limit = match target {
        Some(dose) => counted(dose)?.into(),
        None => MAX,
    };
    let from = from.get();
    let to = (from + (from / 10).max(1)).min(limit).min(MAX);
    (to > from).then_some((from, to))
}
