//! What Birddog does for people, one folder a feature.

pub mod accounts;
pub mod acupuncture;
pub mod coaching;
pub mod collections;
pub mod guidance;
pub mod insight;
pub mod interop;
pub mod learn;
pub mod pain;
pub mod progress;
pub mod questionnaires;
pub mod sync;
pub mod today;
pub mod training;
