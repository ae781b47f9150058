use std::sync::Arc;

use chrono::{Duration, Utc};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use uuid::Uuid;

use super::service::Service;
use super::wrk::Sender;

/// How many requests are on their way at once while planting.
const AT_ONCE: usize = 32;

/// A signed-in person.
#[derive(Clone)]
pub struct Person {
    pub token: String,
}

impl Person {
    /// They as the sender of requests with this body.
    pub fn sender(&self, body: Option<String>) -> Sender {
        let headers =
            [("Authorization", format!("Bearer {}", self.token)), ("Content-Type", "application/json".to_owned())];
        Sender { headers: headers.map(|(name, value)| (name.to_owned(), value)).into(), body }
    }
}

/// So many people who trained on each of the last `days` days.
pub fn people_with_days(service: &Service, people: usize, days: i64) -> Vec<Person> {
    block_on(async {
        let client = reqwest::Client::new();
        let registered = stream::iter(0..people).map(|_| register(&client, &service.base)).buffered(2);
        let people: Vec<_> = registered.collect().await;
        for person in &people {
            plant_days(&client, &service.base, person, days).await;
        }
        people
    })
}

/// A person who trained on each of the last `days` days.
pub fn person_with_days(service: &Service, days: i64) -> Person {
    block_on(async {
        let client = reqwest::Client::new();
        let person = register(&client, &service.base).await;
        plant_days(&client, &service.base, &person, days).await;
        person
    })
}

/// The body of a session that began `days` before now.
pub fn session(days: i64) -> Value {
    json!({
        "started_at": (Utc::now() - Duration::days(days)).to_rfc3339(), "time_zone": "Europe/Berlin",
        "duration_seconds": 720, "effort": 5, "pain_before": 4, "pain_after": 3,
        "exercises": [
            {"exercise": "bird-dog", "sets": [{"reps": 5, "hold_seconds": 5, "side": "left"}, {"reps": 5, "hold_seconds": 5, "side": "right"}]},
            {"exercise": "push-up", "sets": [{"reps": 8, "variation": "knee"}]}
        ]
    })
}

/// The password of everybody.
pub const PASSWORD: &str = "seven calm herons at dawn";

/// Signs somebody up.
pub async fn register(client: &reqwest::Client, base: &str) -> Person {
    register_as(client, base, &format!("{}@example.org", Uuid::new_v4())).await
}

/// Signs somebody up with this address.
pub async fn register_as(client: &reqwest::Client, base: &str, email: &str) -> Person {
    let body = json!({
        "email": email, "password": PASSWORD,
        "display_name": "Load", "time_zone": "Europe/Berlin"
    });
    let answer: Value =
        client.post(format!("{base}/v1/auth/register")).json(&body).send().await.unwrap().json().await.unwrap();
    Person { token: answer["access_token"].as_str().expect("a token").to_owned() }
}

async fn plant_days(client: &reqwest::Client, base: &str, person: &Person, days: i64) {
    let token = Arc::new(person.token.clone());
    stream::iter(0..days)
        .for_each_concurrent(AT_ONCE, |day| {
            let (client, token) = (client.clone(), Arc::clone(&token));
            async move {
                let address = format!("{base}/v1/sessions/{}", Uuid::now_v7());
                let answer = client.put(address).bearer_auth(&token).json(&session(day)).send().await.unwrap();
                assert!(answer.status().is_success(), "{}", answer.status());
            }
        })
        .await;
}

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}
