//! Acupuncture: appointments with what was done at them, and the courses they belong to.

pub mod api;
mod appointment;
mod appointment_record;
mod course;
mod course_change;
pub mod course_progress;
mod derive;
pub mod health_profile;
pub mod point;
pub mod screening;
pub mod vocabulary;

pub use appointment::{Appointment, Cost, CourseId, Currency, Practitioner, ReportedSideEffect};
pub use course::Course;
pub use derive::appointments;
