use birddog::core::records::Record;
use birddog::features::training::Plan;
use chrono::Duration;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Operation, end_of_feed};
use crate::support::{Calls, Reply, TestApp, User, collections};

/// A text in every note that the client wrote.
pub const CANARY: &str = "the-heron-flies-at-night";

/// Part of every e-mail address.
pub const PRIVATE: &str = "@example.org";

/// Everything that can be shared.
const SCOPES: [&str; 5] = ["sessions", "pain", "appointments", "notes", "plan"];

/// A coach with a share in force.
pub struct Coach<'a> {
    pub user: User<'a>,
    pub scopes: Vec<&'static str>,
    /// What the client wrote to them, what they wrote, a note of theirs, and a plan that they proposed where they can.
    received: String,
    written: String,
    note: String,
    proposal: String,
}

impl<'a> Coach<'a> {
    /// Lets a coach and the client have to do with each other.
    async fn meet(client: &User<'_>, user: User<'a>, scopes: Vec<&'static str>) -> Self {
        let id = |reply: Reply| reply.is(201).json()["id"].as_str().unwrap().to_owned();
        let below = |rest: &str| format!("/v1/clients/{}/{rest}", client.id);
        let received = id(client.post("/v1/comments", &json!({"text": "Good evening", "coach_id": user.id})).await);
        let written = id(user.post(&below("comments"), &json!({"text": "Good morning"})).await);
        let note = id(user.post("/v1/client-notes", &json!({"client_id": client.id, "note": "Kind"})).await);
        let proposal = Uuid::now_v7().to_string();
        if scopes.contains(&"plan") {
            let body = json!({"plan": Plan::example()});
            user.put(&below(&format!("plan-proposals/{proposal}")), &body).await.is(201);
        }
        Self { user, scopes, received, written, note, proposal }
    }
}

/// A client with a record of every kind, and everybody who might want to see it.
pub struct Cast<'a> {
    pub client: User<'a>,
    pub stranger: User<'a>,
    /// The first with everything, then one for each scope.
    pub coaches: Vec<Coach<'a>>,
    pub pending: User<'a>,
    pub revoked: User<'a>,
    pub gone: User<'a>,
    pub expired: User<'a>,
    pub coach_of_another: User<'a>,
    device: String,
    share: String,
    cursor: String,
}

impl<'a> Cast<'a> {
    pub async fn assemble(app: &'a TestApp) -> Self {
        let (client, stranger, another) = (app.register().await, app.register().await, app.register().await);
        let expired = app.register().await;
        let soon = app.clock.now().plus(Duration::minutes(1)).to_text();
        share(&client, &expired, json!({"scopes": SCOPES, "expires_at": soon})).await;
        app.clock.advance(Duration::minutes(2));
        record_everything(&client).await;
        let mut coaches = Vec::new();
        let every = std::iter::once(SCOPES.to_vec()).chain(SCOPES.map(|scope| vec![scope]));
        let mut last = String::new();
        for scopes in every {
            let user = app.register().await;
            last = share(&client, &user, json!({"scopes": scopes})).await;
            coaches.push(Coach::meet(&client, user, scopes).await);
        }
        let (pending, revoked, gone) = (app.register().await, app.register().await, app.register().await);
        client.post("/v1/shares", &json!({"scopes": SCOPES})).await.is(201);
        let ended = share(&client, &revoked, json!({"scopes": SCOPES})).await;
        client.delete(&format!("/v1/shares/{ended}")).await.is(204);
        let ended = share(&client, &gone, json!({"scopes": SCOPES})).await;
        gone.delete(&format!("/v1/shares/{ended}")).await.is(204);
        let coach_of_another = app.register().await;
        share(&another, &coach_of_another, json!({"scopes": SCOPES})).await;
        let devices = client.get("/v1/me/devices").await.is(200).json();
        let device = devices["items"][0]["id"].as_str().unwrap().to_owned();
        let cursor = end_of_feed(&client).await.as_str().unwrap().to_owned();
        Self {
            client,
            stranger,
            coaches,
            pending,
            revoked,
            gone,
            expired,
            coach_of_another,
            device,
            share: last,
            cursor,
        }
    }

    /// The address of an operation on the client's data.
    pub fn path(&self, operation: &Operation, by: Option<&Coach<'_>>) -> String {
        let path = operation.path.replace("{client_id}", &self.client.id);
        // With a place in the client's feed, which is nobody else's.
        if operation.path == "/v1/events" || (operation.path == "/v1/sync" && operation.method == "get") {
            return format!("{path}?cursor={}", self.cursor);
        }
        let below = operation.path.strip_prefix("/v1/clients/{client_id}").unwrap_or(&operation.path);
        let collection = below.trim_start_matches("/v1").trim_start_matches('/').split('/').next().unwrap_or_default();
        let id = match collection {
            "me" => self.device.clone(),
            "coaches" => self.client.id.clone(),
            "shares" => self.share.clone(),
            "learn" => "phone-slouch".to_owned(),
            "comments" if operation.method == "delete" => by.unwrap_or(&self.coaches[1]).written.clone(),
            "comments" => by.unwrap_or(&self.coaches[1]).received.clone(),
            "client-notes" => self.coaches[1].note.clone(),
            "plan-proposals" if by.is_some() && operation.method == "put" => Uuid::now_v7().to_string(),
            "plan-proposals" => by.unwrap_or(&self.coaches[SCOPES.len()]).proposal.clone(),
            name => collections()
                .into_iter()
                .find(|kind| kind.name == name)
                .map_or_else(String::new, |kind| kind.path(1).rsplit('/').next().unwrap_or_default().to_owned()),
        };
        path.replace("{id}", &id)
    }
}

/// Shares with a coach; the share's id.
async fn share(client: &User<'_>, coach: &User<'_>, offer: Value) -> String {
    let given = client.post("/v1/shares", &offer).await.is(201).json();
    coach.post("/v1/shares/redeem", &json!({"code": given["code"]})).await.is(200);
    given["id"].as_str().unwrap().to_owned()
}

/// Puts a record into every collection, notes in all that take one, and what no coach may see.
async fn record_everything(client: &User<'_>) {
    for kind in collections() {
        let mut body = kind.example.clone();
        if !["plans", "exercises", "courses"].contains(&kind.name) {
            body["note"] = json!(CANARY);
        }
        if kind.name == "pain-scores" {
            body["red_flags"] = json!(["fever_with_back_pain"]);
            body["medication"] = json!(CANARY);
        }
        client.put(&kind.path(1), &body).await.is(201);
    }
    client.put("/v1/me/health-profile", &json!({"pregnant": true, "anticoagulants": true})).await.is(200);
    let mut visit = json!({"scheduled_at": "2026-12-01T15:00:00Z", "time_zone": "UTC", "duration_minutes": 45,
                           "status": "scheduled", "note": CANARY});
    let refused = client.post("/v1/appointments", &visit).await.is_problem(409, "acknowledge_first").json();
    let advisories = refused["advisories"].as_array().unwrap().iter();
    visit["acknowledged"] = advisories.map(|advisory| advisory["code"].clone()).collect();
    client.post("/v1/appointments", &visit).await.is(201);
}
