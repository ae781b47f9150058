use serde_json::{Value, json};

use crate::support::{Call, Calls, PASSWORD, Reply, TestApp};

/// A signed-in device whose tokens are exactly those of one answer: nothing is renewed behind the test's back.
pub struct Device<'a> {
    pub app: &'a TestApp,
    pub access: String,
    pub refresh: String,
    pub user: Value,
}

/// What `email` signs up with.
pub fn registration(email: &str) -> Value {
    json!({"email": email, "password": PASSWORD, "display_name": "Maria", "time_zone": "UTC"})
}

impl<'a> Device<'a> {
    /// The device that an answer signs in.
    pub fn of(app: &'a TestApp, session: &Value) -> Self {
        let text = |name: &str| session[name].as_str().unwrap().to_owned();
        Self { app, access: text("access_token"), refresh: text("refresh_token"), user: session["user"].clone() }
    }

    /// Signs `email` up.
    pub async fn register(app: &'a TestApp, email: &str) -> Self {
        Self::of(app, &app.post("/v1/auth/register", &registration(email)).await.is(201).json())
    }

    /// Signs `email` in on one more device of that name.
    pub async fn login(app: &'a TestApp, email: &str, name: &str) -> Self {
        let credentials = json!({"email": email, "password": PASSWORD, "device_name": name});
        Self::of(app, &app.post("/v1/auth/login", &credentials).await.is(200).json())
    }

    /// Exchanges the refresh token.
    pub fn renewal(&self) -> Call<'a> {
        self.app.post("/v1/auth/refresh", &json!({"refresh_token": self.refresh}))
    }

    /// The device with the tokens of a renewal that goes well.
    pub async fn renewed(&self) -> Self {
        Self::of(self.app, &self.renewal().await.is(200).json())
    }

    /// The user's id.
    pub fn user_id(&self) -> String {
        self.user["id"].as_str().unwrap().to_owned()
    }

    /// The ids of the person's devices, this one's first.
    pub async fn device_ids(&self) -> Vec<String> {
        let list = self.get("/v1/me/devices").await.is(200).json();
        let mut items = list["items"].as_array().unwrap().clone();
        items.sort_by_key(|item| item["current"] != true);
        items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
    }

    /// Asserts that the session is in force, by its access token.
    pub async fn is_in(&self) {
        self.get("/v1/me").await.is(200);
    }

    /// Asserts that both tokens are refused.
    pub async fn is_out(&self) {
        let reply = self.get("/v1/me").await.is_problem(401, "unauthenticated");
        assert_eq!(reply.header("WWW-Authenticate"), Some("Bearer"), "{reply}");
        self.renewal().await.is_problem(401, "refresh_refused");
    }
}

impl Calls for Device<'_> {
    fn call(&self, method: &str, path: &str) -> Call<'_> {
        self.app.call(method, path).header("Authorization", format!("Bearer {}", self.access))
    }
}

/// Sends calls together and waits for all answers.
pub async fn all_at_once<'a>(calls: impl IntoIterator<Item = Call<'a>>) -> Vec<Reply> {
    futures_util::future::join_all(calls.into_iter().map(IntoFuture::into_future)).await
}
