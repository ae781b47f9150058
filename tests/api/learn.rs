//! The learning cards.

use serde_json::json;

use crate::support::{Calls, TestApp, on_both_engines};

on_both_engines![cards_are_there_for_everybody, one_topic_at_a_time, one_card_by_its_id];

async fn cards_are_there_for_everybody(app: &TestApp) {
    let list = app.get("/v1/learn").await.is(200).json();
    let cards = list["items"].as_array().unwrap();
    assert!(cards.len() >= 20);
    for card in cards {
        assert!(!card["sources"].as_array().unwrap().is_empty(), "{card}");
        assert!(card["note"].as_str().unwrap().contains("not a diagnosis"), "{card}");
    }
    let user = app.register().await;
    assert_eq!(user.get("/v1/learn").await.is(200).json(), list);
}

async fn one_topic_at_a_time(app: &TestApp) {
    let all = app.get("/v1/learn").await.is(200).json();
    let vocabulary = app.get("/v1/vocabulary").await.is(200).json();
    let lists = vocabulary["lists"].as_array().unwrap();
    let topics = lists.iter().find(|list| list["name"] == "learning_topic").unwrap();
    let mut together = Vec::new();
    for topic in topics["entries"].as_array().unwrap() {
        let topic = topic["value"].as_str().unwrap();
        let some = app.get(&format!("/v1/learn?topic={topic}")).await.is(200).json();
        let some = some["items"].as_array().unwrap();
        assert!(!some.is_empty() && some.iter().all(|card| card["topic"] == topic), "{topic}");
        together.extend(some.iter().cloned());
    }
    assert_eq!(json!(together), all["items"]);
    app.get("/v1/learn?topic=miracles").await.has_faults(&["?topic invalid_parameter"]);
    app.get("/v1/learn?subject=exercise").await.has_faults(&["?subject unknown_parameter"]);
}

async fn one_card_by_its_id(app: &TestApp) {
    let card = app.get("/v1/learn/guidelines-disagree").await.is(200).json();
    assert_eq!(card["topic"], "acupuncture_evidence");
    let text = card["body"].as_str().unwrap();
    assert!(text.contains("not to offer") && text.contains("consider"), "{text}");
    assert_eq!(app.get("/v1/learn/phone-slouch").await.is(200).json()["triggers"], json!(["phone_slouch"]));
    app.get("/v1/learn/miracles").await.is_problem(404, "not_found");
}
