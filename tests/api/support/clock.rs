use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use birddog::platform::time::{Clock, Timestamp};
use chrono::Duration;

/// A clock that stands still until a test moves it.
#[derive(Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock that reads this instant.
    pub fn at(instant: &str) -> Self {
        let clock = Self(Arc::default());
        clock.set(instant);
        clock
    }

    /// Puts it to this instant.
    pub fn set(&self, instant: &str) {
        let instant: Timestamp = instant.parse().unwrap();
        self.0.store(instant.millis(), Ordering::SeqCst);
    }

    /// Moves it on.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
    }

    /// What it reads.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst)).unwrap()
    }

    /// The service's view of it.
    pub fn for_service(&self) -> Clock {
        let clock = self.clone();
        Clock::new(move || clock.now())
    }
}
