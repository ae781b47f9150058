//! Random histories over HTTP, years of them, with late entries, corrections and deletions, held to the slow model of
//! `tests/rules`. Years, so that checkpoints are stored on the way, used, and made invalid. Plans are written in every way
//! there is, and no write, taken or refused, may change a day before today.

mod diary;
#[allow(
    dead_code,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "only some of it is needed here"
)]
#[path = "../../../rules/model.rs"]
mod model;
mod plans;
mod steps;

use proptest::test_runner::{Config, TestRunner};

use crate::support::{Engine, run};
use diary::Diary;

#[test]
fn sqlite() {
    agrees_with_the_model(Engine::Sqlite);
}

#[test]
fn postgres() {
    agrees_with_the_model(Engine::Postgres);
}

fn agrees_with_the_model(engine: Engine) {
    // A case takes a second or so, which leaves little time to look for the smallest one that fails.
    let config = Config { cases: 16, max_shrink_iters: 40, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps::steps(), |steps| {
        run(engine, async |app| {
            let mut diary = Diary::open(app).await;
            for step in &steps {
                diary.take(step).await;
            }
        });
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}
