//! Questionnaires: the PEG, the RMDQ and totals of the ODI, filled in now and then, with their published scores and what
//! became of them over time (rules §11).

pub mod answers;
pub mod api;
pub mod instrument;
mod questionnaire;
pub mod trend;
pub mod vocabulary;

pub use answers::{Answers, Ticked};
pub use questionnaire::Questionnaire;
