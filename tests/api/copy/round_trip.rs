//! A copy answers as its source does, and a copy of the copy is the same again.

use std::collections::BTreeMap;

use birddog::app::demo::PASSWORD;
use serde_json::{Value, json};

use super::content::assert_same;
use super::{copied, fill, run, verified};
use crate::process::Program;
use crate::support::{Engine, TestDatabase};

const PATHS: [&str; 15] = [
    "/v1/me",
    "/v1/today",
    "/v1/streak",
    "/v1/calendar",
    "/v1/sessions?limit=200",
    "/v1/pain-scores?limit=200",
    "/v1/appointments",
    "/v1/plans",
    "/v1/trends/pain?bucket=month",
    "/v1/trends/exercise",
    "/v1/trends/questionnaires",
    "/v1/insights/acupuncture",
    "/v1/insights/exercise",
    "/v1/sync",
    "/v1/clients",
];

/// What everybody of the demo is answered, by person and path.
async fn answers(place: &TestDatabase, now: &str) -> BTreeMap<String, Value> {
    let program = Program::start(place);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let base = format!("http://{}", program.address);
    let mut answers = BTreeMap::new();
    for name in ["maria", "coach"] {
        let body = json!({"email": format!("{name}@demo.example"), "password": PASSWORD});
        let session: Value =
            http.post(format!("{base}/v1/auth/login")).json(&body).send().await.unwrap().json().await.unwrap();
        for path in PATHS {
            // The same day, in case it ends meanwhile.
            let dated = if ["/v1/today", "/v1/streak"].contains(&path) {
                format!("{path}?as_of={now}")
            } else {
                path.to_owned()
            };
            let request = http.get(format!("{base}{dated}")).bearer_auth(session["access_token"].as_str().unwrap());
            let answer = request.send().await.unwrap();
            assert!(answer.status().is_success(), "{name} {path}: {}", answer.status());
            answers.insert(format!("{name} {path}"), answer.json().await.unwrap());
        }
    }
    drop(program);
    answers
}

fn there_and_back(there: Engine) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let [first, second, third] = [Engine::Sqlite, there, Engine::Sqlite].map(TestDatabase::new);
    fill(&first);
    // The program stores checkpoints when it is asked, and devices when somebody signs in.
    let today = chrono::Utc::now().date_naive().to_string();
    runtime.block_on(answers(&first, &today));

    let (well, forth) = copied(&first, &second);
    assert!(well && verified(&forth).len() == 12, "{forth}");
    let (well, back) = copied(&second, &third);
    assert!(well, "{back}");
    assert_eq!(verified(&forth), verified(&back));
    assert_same(&first, &second);
    assert_same(&first, &third);
    for copy in [&second, &third] {
        let (well, said) = run(copy, "doctor");
        assert!(well, "{said}");
    }

    // Tokens and cursors are signed with the keys of the place.
    for copy in [&second, &third] {
        std::fs::copy(first.folder().join("keys.json"), copy.folder().join("keys.json")).unwrap();
    }
    let [one, two, three] = [&first, &second, &third].map(|place| runtime.block_on(answers(place, &today)));
    for (question, answer) in &one {
        assert_eq!(Some(answer), two.get(question), "{question}");
        assert_eq!(Some(answer), three.get(question), "{question}");
    }
}

#[test]
fn to_postgres_and_back() {
    there_and_back(Engine::Postgres);
}

#[test]
fn to_another_file_and_back() {
    there_and_back(Engine::Sqlite);
}

#[test]
fn from_postgres_to_postgres() {
    let [first, second] = [Engine::Postgres, Engine::Postgres].map(TestDatabase::new);
    fill(&first);
    let (well, said) = copied(&first, &second);
    assert!(well && verified(&said).len() == 12, "{said}");
    assert_same(&first, &second);
    assert!(run(&second, "doctor").0);
}
