use std::cell::RefCell;
use std::net::SocketAddr;
use std::pin::Pin;

use birddog::platform::time::Timestamp;
use chrono::Duration;
use reqwest::Method;
use serde_json::{Value, json};

use super::app::{Node, TestApp};
use super::events::EventStream;
use super::reply::Reply;

/// Everybody's password.
pub const PASSWORD: &str = "seven calm herons at dawn";

/// A caller of the service: signed in, or not.
pub trait Calls {
    /// A request without a body.
    fn call(&self, method: &str, path: &str) -> Call<'_>;

    fn get(&self, path: &str) -> Call<'_> {
        self.call("GET", path)
    }

    fn delete(&self, path: &str) -> Call<'_> {
        self.call("DELETE", path)
    }

    fn put(&self, path: &str, body: &Value) -> Call<'_> {
        self.call("PUT", path).json(body)
    }

    fn post(&self, path: &str, body: &Value) -> Call<'_> {
        self.call("POST", path).json(body)
    }

    fn patch(&self, path: &str, body: &Value) -> Call<'_> {
        self.call("PATCH", path).json(body).header("Content-Type", "application/merge-patch+json")
    }
}

/// A request that is sent when awaited.
#[must_use]
pub struct Call<'a> {
    app: &'a TestApp,
    user: Option<&'a User<'a>>,
    node: Option<SocketAddr>,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    unchecked: bool,
}

impl<'a> Call<'a> {
    pub(super) fn new(app: &'a TestApp, user: Option<&'a User<'a>>, method: &str, path: &str) -> Self {
        let (method, path) = (method.to_owned(), path.to_owned());
        Self { app, user, node: None, method, path, headers: Vec::new(), body: None, unchecked: false }
    }

    /// The same with a header, in place of one of that name.
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// The same with a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.bytes(body.to_string()).header("Content-Type", "application/json")
    }

    /// The same with a body of any bytes.
    pub fn bytes(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The same, without checking the form of a failure, since it is compressed.
    pub fn unchecked(mut self) -> Self {
        self.unchecked = true;
        self
    }

    /// The same, sent to another node.
    pub fn at(self, node: &Node) -> Self {
        self.at_address(node.address)
    }

    /// The same, sent to a service that listens there.
    pub fn at_address(mut self, address: SocketAddr) -> Self {
        self.node = Some(address);
        self
    }

    /// Sends it and reads the events that are answered, one by one.
    pub async fn events(self) -> EventStream {
        let question = format!("{} {}", self.method, self.path);
        let response = self.response().await;
        let status = response.status();
        assert_eq!(status, 200, "{question}: {:?}", response.text().await);
        EventStream::new(response)
    }

    async fn send(self) -> Reply {
        let question = format!("{} {}", self.method, self.path);
        let unchecked = self.unchecked;
        let response = self.response().await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap_or_else(|error| panic!("{question}: {error:?}"));
        if unchecked {
            return Reply::unchecked(question, status, headers, body.to_vec());
        }
        Reply::new(question, status, headers, body.to_vec())
    }

    async fn response(self) -> reqwest::Response {
        let address = self.node.unwrap_or_else(|| self.app.address());
        let method = Method::from_bytes(self.method.as_bytes()).unwrap();
        let mut request = self.app.http.request(method, format!("http://{address}{}", self.path));
        if let Some(user) = self.user {
            request = request.bearer_auth(user.token().await);
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let question = format!("{} {}", self.method, self.path);
        request.send().await.unwrap_or_else(|error| panic!("{question}: {error:?}"))
    }
}

impl<'a> IntoFuture for Call<'a> {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// A signed-in person. Their session is renewed by itself when the clock has moved past their token.
pub struct User<'a> {
    pub app: &'a TestApp,
    pub id: String,
    pub email: String,
    session: RefCell<Session>,
}

struct Session {
    access_token: String,
    refresh_token: String,
    since: Timestamp,
    until: Timestamp,
}

impl Session {
    fn of(body: &Value, now: Timestamp) -> Self {
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        // Seconds before its end: the token is checked a little later than here.
        let life = Duration::seconds(body["expires_in"].as_i64().unwrap() - 5);
        Self {
            access_token: text("access_token"),
            refresh_token: text("refresh_token"),
            since: now,
            until: now.plus(life),
        }
    }
}

impl<'a> User<'a> {
    /// The person that an answer of `/v1/auth/register` or `/login` signs in.
    pub fn new(app: &'a TestApp, body: &Value) -> Self {
        let text = |name: &str| body["user"][name].as_str().unwrap().to_owned();
        let session = RefCell::new(Session::of(body, app.clock.now()));
        Self { app, id: text("id"), email: text("email"), session }
    }

    /// A token that is valid now.
    pub async fn token(&self) -> String {
        let now = self.app.clock.now();
        let refresh_token = {
            let session = self.session.borrow();
            if (session.since..session.until).contains(&now) {
                return session.access_token.clone();
            }
            session.refresh_token.clone()
        };
        let renewed = self.app.post("/v1/auth/refresh", &json!({"refresh_token": refresh_token})).await;
        let body = if renewed.status == 200 {
            renewed.json()
        } else {
            // Away for too long, or the clock was put back to before the sign-in.
            let credentials = json!({"email": self.email, "password": PASSWORD});
            self.app.post("/v1/auth/login", &credentials).await.is(200).json()
        };
        *self.session.borrow_mut() = Session::of(&body, now);
        self.session.borrow().access_token.clone()
    }
}

impl Calls for User<'_> {
    fn call(&self, method: &str, path: &str) -> Call<'_> {
        Call::new(self.app, Some(self), method, path)
    }
}
