use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use birddog::app::startup::Service;
use birddog::platform::config::{Config, Heartbeat, PasswordCost};
use birddog::platform::db::{Durability, Location};
use birddog::platform::time::{Clock, Timestamp};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

/// The moment at which the examples are set.
const NOW: &str = "2026-11-23T07:00:00.000Z";

/// The id of records that tests make.
const ID: &str = "019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";

/// The people in examples.
const CLIENT: &str = "019ab25c-0f4e-7a31-9d55-0c6a1b7e4f20";
const COACH: &str = "019ab25c-0f4e-7b52-8d11-7c2b3d4e5f60";

/// A service of its own with an empty database and one account.
pub struct App {
    address: String,
    client: Client,
    token: String,
    id: String,
    /// The id of somebody who shares everything with the account, their token, and the share's id; ids of nobody before
    /// [`App::coach`].
    client_id: String,
    client_token: String,
    share_id: String,
    comment_id: String,
    folder: PathBuf,
    /// The moment, in milliseconds since 1970.
    clock: Arc<AtomicI64>,
}

impl App {
    pub async fn start() -> Self {
        Self::start_at(NOW).await
    }

    /// The same, with the account opened at another moment.
    pub async fn start_at(now: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("birddog-openapi-{}", uuid::Uuid::new_v4()));
        let config = Config {
            allowed_origins: Vec::new(),
            bind: "127.0.0.1:0".parse().unwrap(),
            data_dir: folder.clone(),
            database: Location::Sqlite(folder.join("birddog.db")),
            replica: None,
            durability: Durability::Normal,
            log: "off".to_owned(),
            public_url: "http://birddog.example".to_owned(),
            heartbeat: Heartbeat::default(),
            password_cost: PasswordCost { memory: 8, passes: 1, lanes: 1 },
        };
        let clock = Arc::new(AtomicI64::new(now.parse::<Timestamp>().unwrap().millis()));
        let read = Arc::clone(&clock);
        let now = move || Timestamp::from_millis(read.load(Ordering::SeqCst)).unwrap();
        let service = Service::start(&config, Clock::new(now)).unwrap();
        let address = format!("http://{}", service.address());
        actix_web::rt::spawn(service.run());
        let nobody = || ID.to_owned();
        let (token, client_token) = (String::new(), String::new());
        let (id, client_id, share_id, comment_id) = (nobody(), nobody(), nobody(), nobody());
        let client = Client::new();
        let mut app = Self { address, client, token, id, client_id, client_token, share_id, comment_id, folder, clock };
        (app.token, app.id) = app.register("Maria").await;
        app
    }

    /// Moves the clock to the moment at which the examples are set, and signs in again.
    pub async fn go_on(&mut self) {
        self.clock.store(NOW.parse::<Timestamp>().unwrap().millis(), Ordering::SeqCst);
        let account = json!({"email": "maria@example.org", "password": "seven calm herons at dawn"});
        let answer = self.send(Method::POST, "/v1/auth/login", Some(("application/json", &account)), &[]).await;
        let session: Value = answer.json().await.unwrap();
        session["access_token"].as_str().unwrap().clone_into(&mut self.token);
    }

    async fn register(&self, name: &str) -> (String, String) {
        let account = json!({
            "email": format!("{}@example.org", name.to_lowercase()), "password": "seven calm herons at dawn",
            "display_name": name, "time_zone": "Europe/Berlin",
        });
        let answer = self.send(Method::POST, "/v1/auth/register", Some(("application/json", &account)), &[]).await;
        let session: Value = answer.json().await.unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&session["access_token"]), text(&session["user"]["id"]))
    }

    /// Has somebody else share everything with the account. They coach too, so that there is a coach to show.
    pub async fn coach(&mut self) {
        (self.client_token, self.client_id) = self.register("Jonas").await;
        let profile = json!({"coach_profile": {"name": "Jonas Weber"}});
        self.send_as_client(Method::PATCH, "/v1/me", ("application/merge-patch+json", &profile)).await;
        let everything = json!({"scopes": ["sessions", "pain", "appointments", "notes", "plan"]});
        let given = self.send_as_client(Method::POST, "/v1/shares", ("application/json", &everything)).await;
        let given: Value = given.json().await.unwrap();
        let code = json!({"code": given["code"]});
        let taken = self.send(Method::POST, "/v1/shares/redeem", Some(("application/json", &code)), &[]).await;
        assert_eq!(taken.status(), 200);
        given["id"].as_str().unwrap().clone_into(&mut self.share_id);
        let words = json!({"text": "Good morning"});
        let comment = self.send_as_client(Method::POST, "/v1/comments", ("application/json", &words)).await;
        let comment: Value = comment.json().await.unwrap();
        comment["id"].as_str().unwrap().clone_into(&mut self.comment_id);
    }

    /// An example with the people that there are.
    pub fn body(&self, example: &Value) -> Value {
        let text = example.to_string().replace(CLIENT, &self.client_id).replace(COACH, &self.id);
        serde_json::from_str(&text).unwrap()
    }

    /// The path with ids that fit.
    pub fn address(&self, path: &str) -> String {
        let id = match path {
            _ if path.contains("day-marks") => "2026-11-24",
            _ if path.contains("learn") => "phone-slouch",
            _ if path.ends_with("/progression") => "bird-dog",
            _ if path.starts_with("/v1/shares") => &self.share_id,
            _ if path.starts_with("/v1/coaches") => &self.client_id,
            _ if path.starts_with("/v1/comments") => &self.comment_id,
            _ => ID,
        };
        path.replace("{client_id}", &self.client_id).replace("{id}", id)
    }

    /// Sends a request as the person who shares with the account.
    pub async fn send_as_client(&self, method: Method, path: &str, (media_type, body): (&str, &Value)) -> Response {
        let request = self.client.request(method, format!("{}{path}", self.address)).bearer_auth(&self.client_token);
        request.header("Content-Type", media_type).body(body.to_string()).send().await.unwrap()
    }

    /// Sends a request as nobody.
    pub async fn send_anonymously(&self, method: Method, path: &str) -> Response {
        self.client.request(method, format!("{}{path}", self.address)).send().await.unwrap()
    }

    /// Sends a request as the account.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<(&str, &Value)>,
        headers: &[(&str, &str)],
    ) -> Response {
        let mut request = self.client.request(method, format!("{}{path}", self.address)).bearer_auth(&self.token);
        if let Some((media_type, body)) = body {
            request = request.header("Content-Type", media_type).body(body.to_string());
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }
}

impl Drop for App {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
