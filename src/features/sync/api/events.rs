use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse, get};
use futures_util::stream;

use utoipa::openapi::path::Parameter;

use crate::core::access::{Caller, DataAccess};
use crate::features::sync::cursor::{FeedCursor, FeedPlace};
use crate::features::sync::feed::FeedPage;
use crate::features::sync::problems::TOO_MANY_STREAMS;
use crate::platform::config::Heartbeat;
use crate::platform::http::problem::UNAUTHENTICATED;
use crate::platform::http::{Params, Problem, Query, QueryParams, feed_cursor_parameter};
use crate::platform::notifier::Subscription;

/// Changes in one event at most.
const BATCH_SIZE: usize = 100;

/// How long a client waits before it connects again, in milliseconds.
const RETRY: u32 = 3000;

/// Where a stream begins.
#[derive(Debug, Clone, Copy)]
pub struct EventsParams {
    cursor: Option<FeedCursor>,
}

impl QueryParams for EventsParams {
    fn take(query: &mut Query) -> Self {
        Self { cursor: query.take("cursor") }
    }

    fn describe() -> Vec<Parameter> {
        vec![feed_cursor_parameter("Where to begin, unless `Last-Event-ID` says it")]
    }
}

/// Changes as they happen
///
/// Server-sent events. Each event `changes` is a page of the change feed (see `GET /v1/sync`), its `id` the cursor behind it:
/// connect again with it in `Last-Event-ID` (or as `cursor`), and nothing is missing and nothing comes twice. Without one, the
/// stream begins now, and an event `ready` has the cursor. A comment comes every 20 seconds when there is no news.
///
/// The stream ends, with an event `end` that says why, when the session ends, when the access token has expired (connect
/// again with a new one), and when the service stops.
#[utoipa::path(tag = "sync", operation_id = "events", security(("bearer" = [])),
    params(
        Params<EventsParams>,
        ("Last-Event-ID" = Option<String>, Header, description = "The `id` of the last event that arrived"),
    ),
    responses(
        (status = 200, description = "Events, without end", body = String, content_type = "text/event-stream"),
        (status = 410, description = "`cursor_expired`"),
        (status = 429, description = "`too_many_streams`: 20 are open already"),
    ))]
#[get("/events")]
pub async fn events(
    access: Data<DataAccess>,
    heartbeat: Data<Heartbeat>,
    caller: Caller,
    request: HttpRequest,
    Params(EventsParams { cursor: stated }): Params<EventsParams>,
) -> Result<HttpResponse, Problem> {
    let last = request.headers().get("Last-Event-ID").map(|value| value.to_str().unwrap_or_default());
    let cursor = last.map(str::parse::<FeedCursor>).transpose().map_err(Problem::internal)?.or(stated);
    // From here on no change is missed, whatever is read when.
    let subscription = access
        .notifier
        .subscribe(caller.user())
        .map_err(|_| Problem::new(TOO_MANY_STREAMS, "Close one of the open event streams of this account first."))?;
    let begin = access.read(caller, move |tx| match cursor {
        Some(cursor) => Ok(FeedPlace::of(tx, Some(&cursor))?),
        None => Ok(FeedPlace::now(tx)?),
    });
    let place = begin.await?;
    let mut greeting = format!("retry: {RETRY}\n\n");
    if cursor.is_none() {
        greeting = format!("{greeting}event: ready\nid: {}\ndata: {{}}\n\n", place.cursor()?);
    }
    let begun =
        Stream { access, caller, heartbeat: heartbeat.0, subscription, place, greeting: Some(greeting), ended: false };
    let events = stream::unfold(begun, |mut stream| async move {
        let event = stream.next().await?;
        Some((Ok::<_, Infallible>(Bytes::from(event)), stream))
    });
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Proxies would wait for more before they hand anything on.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(events))
}

/// An open stream. It holds no more than its place in the feed and the event that is on its way.
struct Stream {
    access: Data<DataAccess>,
    caller: Caller,
    heartbeat: Duration,
    subscription: Subscription,
    place: FeedPlace,
    greeting: Option<String>,
    ended: bool,
}

impl Stream {
    /// What to send next, once there is something; nothing when the stream is over.
    async fn next(&mut self) -> Option<String> {
        if self.ended {
            return None;
        }
        if let Some(greeting) = self.greeting.take() {
            return Some(greeting);
        }
        loop {
            if !self.caller.is_in_force(self.access.clock.now()) {
                return Some(self.end("token_expired"));
            }
            match self.news().await {
                Ok(Some(event)) => return Some(event),
                Ok(None) => {}
                Err(problem) if problem.kind() == UNAUTHENTICATED => return Some(self.end("session_ended")),
                Err(problem) => {
                    tracing::warn!(%problem, "an event stream was cut off");
                    return None;
                }
            }
            match tokio::time::timeout(self.heartbeat, self.subscription.notified()).await {
                Ok(true) => {}
                Ok(false) => return Some(self.end("stopping")),
                Err(_) => return Some(": heartbeat\n\n".to_owned()),
            }
        }
    }

    /// The next event of what has happened since, if anything has. Reading it asks whether the session is in force.
    async fn news(&mut self) -> Result<Option<String>, Problem> {
        let place = self.place;
        let read = self.access.read(self.caller, move |tx| {
            let page = FeedPage::load(tx, place, BATCH_SIZE)?;
            let event = (!page.is_empty()).then(|| page.render()).transpose()?;
            Ok((page.through, event))
        });
        let (through, data) = read.await?;
        self.place = through;
        let Some(data) = data else { return Ok(None) };
        Ok(Some(format!("event: changes\nid: {}\ndata: {data}\n\n", through.cursor()?)))
    }

    fn end(&mut self, reason: &str) -> String {
        self.ended = true;
        format!("event: end\ndata: {{\"reason\":\"{reason}\"}}\n\n")
    }
}
