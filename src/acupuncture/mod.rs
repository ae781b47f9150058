//! Acupuncture: appointments with what was done at them, and the courses they belong to.

pub mod api;
mod appointment;
mod course;
pub mod point;
pub mod vocabulary;

pub use appointment::{Appointment, Cost, CourseId, Currency, Practitioner, ReportedSideEffect};
pub use course::Course;
