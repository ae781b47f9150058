//! What the program writes to its log while people trust it with their secrets.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::JoinHandle;

use birddog::core::records::Record;
use birddog::features::pain::PainScore;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, TestDatabase, on_both_engines};

on_both_engines![secrets_do_not_reach_the_log];

/// The program itself, logging all there is.
struct Program {
    child: Child,
    address: String,
    reader: Option<JoinHandle<String>>,
}

impl Program {
    fn start(place: &TestDatabase) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_birddog"))
            .env_clear()
            .env("BIRDDOG_BIND", "127.0.0.1:0")
            .env("BIRDDOG_DATA_DIR", place.folder())
            .env("BIRDDOG_LOG", "debug")
            .env("DATABASE_URL", place.url())
            .current_dir(place.folder())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let (found, address) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut log = String::new();
            for line in lines.map_while(Result::ok) {
                let event: Value = serde_json::from_str(&line).unwrap_or_default();
                if event["message"] == "serving" {
                    let _ = found.send(event["address"].as_str().unwrap().to_owned());
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        let address = address.recv().expect("the program has started");
        Self { child, address, reader: Some(reader) }
    }

    /// Ends it, and hands over all it has logged.
    fn end(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.reader.take().unwrap().join().unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const PASSWORD: &str = "canary-password herons 7f3a";
const WRONG: &str = "canary-wrong otters 7f3a";
const NEXT: &str = "canary-next otters 81c2";
const NOTE: &str = "canary-note 7f3a";
const EMAIL: &str = "canary-mail-7f3a@example.org";
const NAME: &str = "canary-name\n{\"level\":\"ERROR\",\"message\":\"forged\"}\r\n\u{1b}[31m";

async fn secrets_do_not_reach_the_log(app: &TestApp) {
    let place = TestDatabase::new(app.engine);
    let program = Program::start(&place);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let secrets = visit(&client, &program.address).await;
    let log = program.end();

    assert!(log.contains("\"route\":\"/v1/pain-scores/{id}\"") && log.contains("signed in"), "the log is on:\n{log}");
    for line in log.lines() {
        let event: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(event["timestamp"].is_string() && event["level"].is_string(), "{line}");
        assert_ne!(event["message"], "forged", "{line}");
    }
    for secret in secrets.iter().map(String::as_str).chain(["canary", "Bearer ey"]) {
        assert!(!secret.is_empty(), "{secret:?}");
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}

/// Goes through what people do, well and badly. Answers the secrets that came up.
async fn visit(client: &reqwest::Client, address: &str) -> Vec<String> {
    let send = async |method: Method, path: &str, token: &str, tag: &str, body: Option<String>| {
        let mut request = client.request(method.clone(), format!("http://{address}{path}"));
        if !token.is_empty() {
            request = request.bearer_auth(token);
        }
        if !tag.is_empty() {
            request = request.header("If-Match", tag);
        }
        if let Some(body) = body {
            request = request.header("Content-Type", "application/json").body(body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        assert!(status < 500, "{method} {path} {status}");
        (status, serde_json::from_slice::<Value>(&response.bytes().await.unwrap()).unwrap_or_default())
    };
    let post =
        async |path: &str, token: &str, body: Value| send(Method::POST, path, token, "", Some(body.to_string())).await;

    let registration =
        json!({"email": EMAIL, "password": PASSWORD, "display_name": NAME, "time_zone": "UTC", "device_name": NAME});
    let (status, session) = post("/v1/auth/register", "", registration.clone()).await;
    assert_eq!(status, 201, "{session}");
    let text = |session: &Value, name: &str| session[name].as_str().unwrap().to_owned();
    let (access, refresh) = (text(&session, "access_token"), text(&session, "refresh_token"));

    assert_eq!(post("/v1/auth/register", "", registration).await.0, 409);
    let weak =
        json!({"email": EMAIL, "password": "canary", "display_name": NAME, "time_zone": NAME, "canary-field": NOTE});
    assert_eq!(post("/v1/auth/register", "", weak).await.0, 422);
    assert_eq!(post("/v1/auth/login", "", json!({"email": EMAIL, "password": WRONG})).await.0, 401);
    assert_eq!(post("/v1/auth/login", "", json!({"email": format!("x{EMAIL}"), "password": WRONG})).await.0, 401);
    let (status, second) = post("/v1/auth/login", "", json!({"email": EMAIL, "password": PASSWORD})).await;
    assert_eq!(status, 200);
    let (access2, refresh2) = (text(&second, "access_token"), text(&second, "refresh_token"));

    let mut score = PainScore::example();
    score["note"] = json!(NOTE);
    score["recorded_at"] = json!("2026-01-05T06:30:00Z");
    let path = "/v1/pain-scores/019ab27e-7b60-7c1e-9d6a-3f2f8f6f0f5e";
    let (status, made) = send(Method::PUT, path, &access, "", Some(score.to_string())).await;
    assert!(status == 201 && made["note"] == NOTE, "{made}");
    // A refusal that carries the record.
    let (status, current) = send(Method::PUT, path, &access, "\"99\"", Some(score.to_string())).await;
    assert!(status == 412 && current["current"]["note"] == NOTE, "{current}");
    score["score"] = json!(NOTE);
    assert_eq!(send(Method::PUT, path, &access, "", Some(score.to_string())).await.0, 422);
    assert_eq!(send(Method::PUT, path, &access, "", Some(format!("{{\"note\": \"{NOTE}\""))).await.0, 400);
    assert_eq!(send(Method::PUT, path, &access, "", Some(NOTE.repeat(9_000))).await.0, 413);
    assert_eq!(send(Method::GET, &format!("/v1/sessions/{access}"), &access, "", None).await.0, 404);
    assert_eq!(send(Method::GET, "/v1/sessions?canary-7f3a=canary-7f3a", &access, "", None).await.0, 422);
    assert_eq!(send(Method::GET, "/canary-path-7f3a", &access, "", None).await.0, 404);
    assert_eq!(send(Method::GET, "/v1/me", &format!("{access}x"), "", None).await.0, 401);
    assert_eq!(
        send(Method::PATCH, "/v1/me", &access, "", Some(json!({"display_name": NAME}).to_string())).await.0,
        200
    );

    let (status, third) = post("/v1/auth/refresh", "", json!({"refresh_token": refresh})).await;
    assert_eq!(status, 200);
    let (access3, refresh3) = (text(&third, "access_token"), text(&third, "refresh_token"));
    let (_, fourth) = post("/v1/auth/refresh", "", json!({"refresh_token": refresh3})).await;
    let (access4, refresh4) = (text(&fourth, "access_token"), text(&fourth, "refresh_token"));
    // A replay, which ends the session.
    assert_eq!(post("/v1/auth/refresh", "", json!({"refresh_token": refresh})).await.0, 401);
    assert_eq!(send(Method::GET, "/v1/me", &access4, "", None).await.0, 401);
    let change = |current: &str, new: &str| json!({"current_password": current, "new_password": new});
    assert_eq!(post("/v1/me/password", &access2, change(WRONG, NEXT)).await.0, 401);
    assert_eq!(post("/v1/me/password", &access2, change(PASSWORD, "canary7777")).await.0, 422);
    assert_eq!(post("/v1/me/password", &access2, change(PASSWORD, NEXT)).await.0, 204);
    assert_eq!(send(Method::DELETE, "/v1/me", &access2, "", None).await.0, 204);
    vec![access, refresh, access2, refresh2, access3, refresh3, access4, refresh4]
}
