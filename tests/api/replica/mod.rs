//! Reads from a streaming replica (`DATABASE_READ_URL`): they come from it when it has all changes of whoever asks, and they
//! are as right and as quick when it has not.

mod lagging;
mod link;
mod logged;
mod outage;
mod two_nodes;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use birddog::platform::db::AnyConnection;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Bool, Text};
use serde_json::{Value, json};

use crate::support::{Calls, Node, TestApp, User};

/// How long anything may take that happens by itself.
const DEADLINE: Duration = Duration::from_secs(30);

/// What a read may take that does not wait for the replica: far less than any timeout.
const QUICK: Duration = Duration::from_millis(1500);

/// The replica's replay of changes, which a test can pause. There is one replica, so its tests take turns.
struct Replay {
    connection: PgConnection,
    _turn: MutexGuard<'static, ()>,
}

impl Replay {
    /// Waits for its turn.
    fn of(app: &TestApp) -> Self {
        static TURN: Mutex<()> = Mutex::new(());
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let began = Instant::now();
        // The database itself has to be replicated before anybody can connect to it.
        let connection = loop {
            match PgConnection::establish(&app.place().replica_url().unwrap()) {
                Ok(connection) => break connection,
                Err(error) => assert!(began.elapsed() < DEADLINE, "{error}"),
            }
        };
        Self { connection, _turn: turn }
    }

    fn pause(&mut self) {
        self.connection.batch_execute("SELECT pg_wal_replay_pause()").unwrap();
        self.wait_for("SELECT pg_get_wal_replay_pause_state() = 'paused' AS yes");
    }

    fn resume(&mut self) {
        self.connection.batch_execute("SELECT pg_wal_replay_resume()").unwrap();
    }

    /// Waits until the replica has all that the primary has.
    fn catch_up(&mut self, app: &TestApp) {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Text)]
            place: String,
        }
        // Tests commit without waiting for the disk, so what is written lies behind what is done.
        let primary = "SELECT pg_current_wal_insert_lsn()::text AS place";
        let place = sql_query(primary).get_result::<Row>(&mut app.connect()).unwrap().place;
        self.wait_for(&format!("SELECT pg_last_wal_replay_lsn() >= '{place}' AS yes"));
    }

    fn wait_for(&mut self, condition: &str) {
        let began = Instant::now();
        while !self.is(condition) {
            assert!(began.elapsed() < DEADLINE, "not so after {DEADLINE:?}: {condition}");
        }
    }

    /// What the replica says.
    fn is(&mut self, condition: &str) -> bool {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = Bool)]
            yes: bool,
        }
        sql_query(condition).get_result::<Row>(&mut self.connection).unwrap().yes
    }
}

impl Drop for Replay {
    fn drop(&mut self) {
        let _ = self.connection.batch_execute("SELECT pg_wal_replay_resume()");
    }
}

/// Something written on the primary that changes no rev: who sees it was answered by the primary, who doesn't by the replica.
fn mark_primary(app: &TestApp) {
    let mut primary: AnyConnection = app.connect();
    for change in [
        "UPDATE records SET body = jsonb_set(body, '{note}', '\"of the primary\"') WHERE collection = 2 AND body IS NOT NULL",
        "UPDATE training_days SET seconds = seconds + 6000",
    ] {
        sql_query(change).execute(&mut primary).unwrap();
    }
}

/// Somebody with a session that the replica answers, and its address. What they see of the primary is marked from here on, and
/// the replica hears of nothing more.
async fn read_from_replica<'a>(app: &'a TestApp, replay: &mut Replay, node: Option<&Node>) -> (User<'a>, String) {
    let user = app.register().await;
    let session = put_session(&user, 1).await;
    replay.catch_up(app);
    replay.pause();
    mark_primary(app);
    until_from_replica(&user, &session, node).await;
    (user, session)
}

/// Puts a session of twelve minutes today, and answers its address.
async fn put_session(user: &User<'_>, number: u32) -> String {
    let path = format!("/v1/sessions/{}", uuid::Uuid::from_u128(number.into()));
    user.put(&path, &session()).await.is(201);
    path
}

fn session() -> Value {
    json!({"started_at": "2026-11-23T07:00:00Z", "time_zone": "UTC", "duration_seconds": 720})
}

/// Asks until the replica is the one that answers, at this node.
async fn until_from_replica(user: &User<'_>, path: &str, node: Option<&Node>) {
    let began = Instant::now();
    loop {
        let call = user.get(path);
        let call = if let Some(node) = node { call.at(node) } else { call };
        if call.await.is(200).json()["note"].is_null() {
            return;
        }
        assert!(began.elapsed() < DEADLINE, "the replica was not used after {DEADLINE:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
