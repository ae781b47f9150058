//! What the records of each kind hold to.

mod appointments;
mod courses;
mod exercises;
mod local_dates;
mod pain_scores;
mod plans;
mod questionnaires;
