//! Random scripts for two to four devices of one person, with a network that loses and repeats, held to a plain model of
//! the service: every answer on the way, and at the end all copies of the records.

mod contents;
mod device;
mod model;
mod op;
mod script;
mod world;

use proptest::test_runner::Config;

use crate::support::{Engine, TestApp, hold};
use script::Script;
use world::World;

mod in_turn {
    use crate::support::Engine;

    #[test]
    fn sqlite() {
        super::come_to_agree(Engine::Sqlite, 600, false);
    }

    #[test]
    fn postgres() {
        super::come_to_agree(Engine::Postgres, 30, false);
    }
}

mod at_once {
    use crate::support::Engine;

    #[test]
    fn sqlite() {
        super::come_to_agree(Engine::Sqlite, 400, true);
    }

    #[test]
    fn postgres() {
        super::come_to_agree(Engine::Postgres, 30, true);
    }
}

/// `PROPTEST_CASES` sets another number of runs.
fn come_to_agree(engine: Engine, runs: u32, at_once: bool) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|number| number.parse().ok()).unwrap_or(runs);
    let config = Config { cases, max_shrink_iters: 2000, failure_persistence: None, ..Config::default() };
    hold(engine, config, script::scripts(at_once), live);
}

async fn live(app: &TestApp, script: Script) {
    let mut world = World::open(app, &script).await;
    for (number, step) in script.steps.iter().enumerate() {
        world.take(number, step).await;
    }
    world.come_to_rest().await;
    world.compare().await;
}
