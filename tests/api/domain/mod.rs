//! What the records of each kind hold to.

mod appointments;
mod courses;
mod exercises;
mod local_dates;
mod pain_scores;
mod plan_history;
mod plans;
mod questionnaires;
