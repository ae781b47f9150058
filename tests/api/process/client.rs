use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::PASSWORD;

/// Somebody who is signed in to a program that may be killed at any time.
pub struct Client {
    pub(super) http: reqwest::Client,
    pub(super) token: String,
}

impl Client {
    /// Signs somebody up.
    pub async fn sign_up(program: SocketAddr) -> Self {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(30)).build().unwrap();
        let person =
            json!({"email": "maria@example.org", "password": PASSWORD, "display_name": "M", "time_zone": "UTC"});
        let request = http.post(format!("http://{program}/v1/auth/register"));
        let request = request.header("Content-Type", "application/json").body(person.to_string());
        let answer: Value = serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
        Self { http, token: answer["access_token"].as_str().unwrap().to_owned() }
    }
}
