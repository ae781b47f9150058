//! The test harness: the real service in this process, on a fresh database of either engine, at a time of the
//! test's choosing, and clients to talk to it over HTTP.

mod app;
mod client;
mod clock;
mod collections;
mod compose;
mod database;
mod events;
mod raw;
mod reply;

pub use app::{Node, TestApp, hold, run, run_replicated};
pub use client::{Call, Calls, PASSWORD, User};
pub use clock::TestClock;
pub use collections::{Kind, collection, collections, own_fields};
pub use compose::{pain_score, session};
pub use database::{Engine, TestDatabase};
pub use events::EventStream;
pub use raw::exchange;
pub use reply::Reply;

/// Makes two tests of each function named, `…::sqlite` and `…::postgres`. A function is `async fn(app: &TestApp)`; one
/// that is not named here is dead code, which the lints report.
macro_rules! on_both_engines {
    ($($test:ident),+ $(,)?) => {$(
        mod $test {
            use crate::support::{Engine, run};

            #[test]
            fn sqlite() {
                run(Engine::Sqlite, super::$test);
            }

            #[test]
            fn postgres() {
                run(Engine::Postgres, super::$test);
            }
        }
    )+};
}

pub(crate) use on_both_engines;
