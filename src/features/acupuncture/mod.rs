//! Acupuncture: appointments with what was done at them, and the courses they belong to.

mod advise;
pub mod api;
mod appointment;
mod course;
mod course_change;
pub mod course_progress;
pub mod health_profile;
pub mod point;
pub mod screening;
pub mod vocabulary;

pub use advise::appointments;
pub use appointment::{Appointment, Cost, CourseId, Currency, Practitioner, ReportedSideEffect};
pub use course::Course;
