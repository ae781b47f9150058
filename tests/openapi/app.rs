use std::path::PathBuf;

use birddog::config::{Config, Heartbeat};
use birddog::db::{Durability, Location};
use birddog::startup::Service;
use birddog::time::{Clock, Instant};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};

/// The moment at which the examples are told.
const NOW: &str = "2026-11-23T07:00:00.000Z";

/// A service of its own with an empty database and one account.
pub struct App {
    address: String,
    client: Client,
    token: String,
    folder: PathBuf,
}

impl App {
    pub async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("birddog-openapi-{}", uuid::Uuid::new_v4()));
        let config = Config {
            bind: "127.0.0.1:0".parse().unwrap(),
            data_dir: folder.clone(),
            database: Location::Sqlite(folder.join("birddog.db")),
            durability: Durability::Normal,
            log: "off".to_owned(),
            public_url: "http://birddog.example".to_owned(),
            heartbeat: Heartbeat::default(),
        };
        let now: Instant = NOW.parse().unwrap();
        let service = Service::start(&config, Clock::new(move || now)).unwrap();
        let address = format!("http://{}", service.address());
        actix_web::rt::spawn(service.run());
        let mut app = Self { address, client: Client::new(), token: String::new(), folder };
        let account = json!({
            "email": "maria@example.org", "password": "seven calm herons at dawn", "display_name": "Maria",
            "time_zone": "Europe/Berlin",
        });
        let answer = app.send(Method::POST, "/v1/auth/register", Some(("application/json", &account)), &[]).await;
        let session: Value = answer.json().await.unwrap();
        session["access_token"].as_str().unwrap().clone_into(&mut app.token);
        app
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
