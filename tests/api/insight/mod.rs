//! What the pain diary says, as clients read it.

mod diary;
mod pain_trend;
mod training;
mod visits;
