//! Time as Birddog means it: instants, IANA zones, local days and the clock that tells what now is.

mod bucket;
mod clock;
mod day_start;
mod instant;
mod local_day;
mod zone;

pub use bucket::Bucket;
pub use clock::Clock;
pub use day_start::DayStart;
pub use instant::Instant;
pub use local_day::LocalDay;
pub use zone::Zone;
