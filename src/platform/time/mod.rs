//! Time: instants, IANA zones, local days and the clock.

mod bucket;
mod clock;
mod day_start;
mod local_day;
mod timestamp;
mod zone;

pub use bucket::Bucket;
pub use clock::Clock;
pub use day_start::DayStart;
pub use local_day::LocalDay;
pub use timestamp::Timestamp;
pub use zone::Zone;
