use std::time::Duration;

use serde_json::Value;

/// How long an event may take to come before the test has failed.
const EVENT_TIMEOUT: Duration = Duration::from_secs(30);

/// A server-sent event, or a comment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// What kind, like `changes`.
    pub kind: String,
    /// The cursor.
    pub id: Option<String>,
    /// Its data as it came.
    pub data: String,
    /// The comment, when it is one.
    pub comment: Option<String>,
}

impl Event {
    fn parse(block: &str) -> Self {
        let mut event = Self::default();
        for line in block.lines() {
            match line.split_once(": ") {
                Some(("event", kind)) => kind.clone_into(&mut event.kind),
                Some(("id", id)) => event.id = Some(id.to_owned()),
                Some(("data", data)) => event.data.push_str(data),
                Some(("", comment)) => event.comment = Some(comment.to_owned()),
                Some(("retry", _)) => "retry".clone_into(&mut event.kind),
                _ => panic!("not a line of an event: {line:?}"),
            }
        }
        event
    }

    /// The data.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.data).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The changes in it, `collection/id` with the rev, `-` before those that are deletions.
    #[track_caller]
    pub fn changes(&self) -> Vec<(String, i64)> {
        assert_eq!(self.kind, "changes", "{self:?}");
        let page = self.json();
        assert_eq!(page["next_cursor"].as_str(), self.id.as_deref());
        let changes = page["changes"].as_array().unwrap().iter();
        let name = |change: &Value| {
            let sign = if change["deleted"] == true { "-" } else { "" };
            format!("{sign}{}/{}", change["collection"].as_str().unwrap(), change["id"].as_str().unwrap())
        };
        changes.map(|change| (name(change), change["rev"].as_i64().unwrap())).collect()
    }
}

/// Events as they arrive.
pub struct EventStream {
    response: reqwest::Response,
    received: String,
}

impl EventStream {
    pub(super) fn new(response: reqwest::Response) -> Self {
        assert_eq!(response.headers()["Content-Type"], "text/event-stream");
        assert_eq!(response.headers()["Cache-Control"], "no-store");
        Self { response, received: String::new() }
    }

    /// The next event or comment; nothing when the stream is over.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.received.split_once("\n\n") {
                let (event, rest) = (Event::parse(block), rest.len());
                self.received.drain(..self.received.len() - rest);
                if event.kind == "retry" {
                    continue;
                }
                return Some(event);
            }
            let chunk = tokio::time::timeout(EVENT_TIMEOUT, self.response.chunk()).await.expect("no event came");
            let Ok(Some(chunk)) = chunk else {
                assert_eq!(self.received, "", "the stream broke off within an event");
                return None;
            };
            self.received.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// The next event, of this kind. Comments in between say only that time has passed.
    pub async fn expect(&mut self, kind: &str) -> Event {
        let over = || panic!("the stream is over, without {kind}");
        let mut event = self.next().await.unwrap_or_else(over);
        while event.comment.is_some() {
            event = self.next().await.unwrap_or_else(over);
        }
        assert_eq!(event.kind, kind, "{event:?}");
        event
    }

    /// Waits for the end, which must come next and say this reason.
    pub async fn ends(mut self, reason: &str) {
        let end = self.expect("end").await;
        assert_eq!(end.json()["reason"], reason);
        assert_eq!(self.next().await, None);
    }
}
