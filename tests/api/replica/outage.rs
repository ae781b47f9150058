//! A replica that is away, or is none.

use std::time::Instant;

use super::link::Link;
use super::{QUICK, Replay, mark_primary, put_session, read_from_replica, until_from_replica};
use crate::support::{Calls, Engine, run, run_replicated};

#[test]
fn while_the_replica_is_away_the_primary_answers_and_afterwards_it_is_used_again() {
    run_replicated(async |app| {
        let mut replay = Replay::of(app);
        let replica = app.place().replica_url().unwrap();
        let mut link = Link::to(&replica).await;
        let url = link.url(&replica);
        // A node that is stopped in this thread could not be relayed to its replica meanwhile.
        let node = app.another_node_with(|config| config.replica = Some(url));
        let (user, session) = read_from_replica(app, &mut replay, Some(&node)).await;
        for _ in 0..2 {
            link.cut().await;
            for _ in 0..20 {
                let began = Instant::now();
                let answer = user.get(&session).at(&node).await.is(200).json();
                assert_eq!(answer["note"], "of the primary");
                assert!(began.elapsed() < QUICK, "{:?}", began.elapsed());
            }
            user.get("/readyz").at(&node).await.is(200);
            link.mend().await;
            until_from_replica(&user, &session, Some(&node)).await;
        }
        link.cut().await;
    });
}

#[test]
fn another_database_is_never_read() {
    run(Engine::Postgres, async |app| {
        // The primary is no standby, and an address at which nobody listens is no server.
        for url in [app.place().url(), "postgres://birddog@127.0.0.1:1/birddog".to_owned()] {
            let node = app.another_node_with(|config| config.replica = Some(url));
            let user = app.register().await;
            let session = put_session(&user, 1).await;
            mark_primary(app);
            for _ in 0..20 {
                assert_eq!(user.get(&session).at(&node).await.is(200).json()["note"], "of the primary");
            }
            user.delete(&session).await.is(204);
        }
    });
}
