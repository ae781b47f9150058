//! Two nodes with one replica: whatever was written through either is in every later answer of both.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};

use super::{Replay, session};
use crate::support::{Calls, Node, TestApp, run_replicated};

/// What happens next. Nodes are numbered 0 and 1, sessions by a few ids.
#[derive(Debug, Clone)]
enum Step {
    Put(usize, u32),
    Delete(usize, u32),
    Read(usize),
    Pause,
    Resume,
    CatchUp,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0_usize..2, 0_u32..6).prop_map(|(node, id)| Step::Put(node, id)),
        2 => (0_usize..2, 0_u32..6).prop_map(|(node, id)| Step::Delete(node, id)),
        8 => (0_usize..2).prop_map(Step::Read),
        1 => Just(Step::Pause),
        1 => Just(Step::Resume),
        1 => Just(Step::CatchUp),
    ]
}

async fn play(app: &TestApp, nodes: &[Node; 2], replay: &mut Replay, steps: Vec<Step>) {
    let user = app.register().await;
    let path = |id: u32| format!("/v1/sessions/{}", uuid::Uuid::from_u128(id.into()));
    let (mut expected, mut paused, mut rev) = (BTreeSet::new(), false, 0);
    for step in steps {
        match step {
            Step::Put(node, id) => {
                let answer = user.put(&path(id), &session()).at(&nodes[node]).await;
                answer.is(if expected.insert(path(id)) { 201 } else { 200 });
            }
            Step::Delete(node, id) => {
                expected.remove(&path(id));
                user.delete(&path(id)).at(&nodes[node]).await.is(204);
            }
            Step::Read(node) => {
                let list = user.get("/v1/sessions").at(&nodes[node]).await.is(200).json();
                let items = list["items"].as_array().unwrap();
                let found: BTreeSet<_> =
                    items.iter().map(|item| format!("/v1/sessions/{}", item["id"].as_str().unwrap())).collect();
                assert_eq!(found, expected);
                let streak = user.get("/v1/streak").at(&nodes[node]).await.is(200).json();
                assert_eq!(streak["today"]["sessions"], expected.len());
                let feed = user.get("/v1/sync?limit=500").at(&nodes[node]).await.is(200).json();
                let newest = feed["changes"].as_array().unwrap().iter().map(|one| one["rev"].as_i64().unwrap()).max();
                assert!(newest >= Some(rev), "{newest:?} after {rev}");
                rev = newest.unwrap_or(rev);
            }
            Step::Pause => {
                replay.pause();
                paused = true;
            }
            Step::Resume => {
                replay.resume();
                paused = false;
            }
            Step::CatchUp if !paused => replay.catch_up(app),
            Step::CatchUp => {}
        }
    }
    replay.resume();
}

#[test]
fn no_answer_of_either_node_lacks_what_was_written_through_the_other() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let nodes = [app.another_node(), app.another_node()];
        let config = Config { failure_persistence: None, ..Config::default() };
        let (mut runner, scripts) = (TestRunner::new(config), prop::collection::vec(step(), 20..60));
        for _ in 0..12 {
            let steps = scripts.new_tree(&mut runner).unwrap().current();
            play(app, &nodes, &mut replay, steps).await;
        }
    });
}
