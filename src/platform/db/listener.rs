//! Notifications of changes between the nodes that serve one PostgreSQL, by LISTEN and NOTIFY.
//!
//! A notification is sent after the commit, not within the transaction: PostgreSQL serializes the commits of transactions
//! that notify. It can therefore be lost with a node or a connection, so subscribers also poll from time to time.

use std::collections::BTreeSet;
use std::time::Duration;

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use diesel::prelude::*;
use diesel::sql_types::Text;
use uuid::Uuid;

use super::{DbError, Location, job_queue};

const CHANNEL: &str = "birddog_changes";

/// How often arrived notifications are fetched. The client library reports them only when polled.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// How long changes are gathered before they are sent, so that a busy node does not send a notification for each write.
const GATHERING_TIME: Duration = Duration::from_millis(5);

/// How long to wait before connecting again to a server that is away.
const RECONNECT_DELAY: Duration = Duration::from_secs(2);

/// Users in one notification, whose payload may have at most 8,000 bytes.
const BATCH_SIZE: usize = 200;

/// What a node is notified of by the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notification {
    /// The data of this user may have changed.
    User(Uuid),
    /// Notifications may have been missed, so anybody's data may have changed.
    Anybody,
}

/// Sends to and receives from the other nodes. Dropping it ends its thread.
pub struct NodeListener {
    out: Sender<Uuid>,
}

impl NodeListener {
    /// Joins the nodes that serve the database; `on_notification` is called with their notifications. Nothing on SQLite,
    /// which only one process serves.
    ///
    /// # Errors
    /// When the thread can't be started. A server that is away is no error; the thread reconnects.
    pub fn join(
        location: &Location,
        on_notification: impl Fn(Notification) + Send + 'static,
    ) -> Result<Option<Self>, DbError> {
        let Location::Postgres(url) = location else { return Ok(None) };
        let (url, (out, outgoing)) = (url.clone(), unbounded());
        job_queue::spawn("birddog-listener", move || run(&url, &outgoing, on_notification))?;
        Ok(Some(Self { out }))
    }

    /// Notifies the other nodes that the data of `who` has changed.
    pub fn notify(&self, who: Uuid) {
        // The thread ends only with this.
        let _ = self.out.send(who);
    }
}

fn run(url: &str, outgoing: &Receiver<Uuid>, on_notification: impl Fn(Notification)) {
    let mut line: Option<Line> = None;
    loop {
        let first = match outgoing.recv_timeout(POLL_INTERVAL) {
            Ok(first) => {
                std::thread::sleep(GATHERING_TIME);
                Some(first)
            }
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let changed: BTreeSet<_> = first.into_iter().chain(outgoing.try_iter().take(BATCH_SIZE - 1)).collect();
        let open = match &mut line {
            Some(open) => open,
            None => match Line::open(url) {
                Ok(open) => {
                    on_notification(Notification::Anybody);
                    line.insert(open)
                }
                Err(error) => {
                    tracing::warn!(%error, "no word of changes between nodes");
                    std::thread::sleep(RECONNECT_DELAY);
                    continue;
                }
            },
        };
        if let Err(error) = open.send(&changed).and_then(|()| open.receive(&on_notification)) {
            tracing::warn!(%error, "word of changes was lost");
            line = None;
        }
    }
}

struct Line {
    connection: PgConnection,
    own: i32,
}

impl Line {
    fn open(url: &str) -> Result<Self, DbError> {
        let mut connection = PgConnection::establish(url).map_err(|error| DbError::connect(&error))?;
        diesel::sql_query(format!("LISTEN {CHANNEL}")).execute(&mut connection)?;
        let own = diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("pg_backend_pid()"))
            .get_result(&mut connection)?;
        Ok(Self { connection, own })
    }

    fn send(&mut self, changed: &BTreeSet<Uuid>) -> Result<(), DbError> {
        if changed.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = changed.iter().map(Uuid::to_string).collect();
        diesel::sql_query("SELECT pg_notify($1, $2)")
            .bind::<Text, _>(CHANNEL)
            .bind::<Text, _>(names.join(","))
            .execute(&mut self.connection)?;
        Ok(())
    }

    fn receive(&mut self, on_notification: &impl Fn(Notification)) -> Result<(), DbError> {
        for notification in self.connection.notifications_iter() {
            let notification = notification?;
            if notification.process_id != self.own {
                notification
                    .payload
                    .split(',')
                    .filter_map(|name| name.parse().ok())
                    .map(Notification::User)
                    .for_each(on_notification);
            }
        }
        Ok(())
    }
}
