//! Training: exercises, plans, sessions and the marks on single days.

pub mod api;
pub mod catalogue;
mod day_mark;
pub mod days;
mod exercise;
pub mod mark_kind;
mod plan;
mod plan_change;
mod plan_record;
mod plan_versions;
pub mod problems;
pub mod schedule;
mod session;
mod session_record;
pub mod vocabulary;

pub use day_mark::{DayMark, day_id};
pub use exercise::{Exercise, ExerciseKey};
pub use plan::{GOAL, Plan, PlanItem};
pub use plan_versions::{StoredVersion, StoredVersions, plan_in_force, plan_versions, plan_versions_of};
pub use session::{DoneExercise, DoneSet, Session};
