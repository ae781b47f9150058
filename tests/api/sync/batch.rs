use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{Calls, User};

/// An op that puts a record at `collection/id`.
pub fn put(key: &str, record: &Value) -> Value {
    let mut op = delete(key);
    op["action"] = json!("put");
    op["record"] = record.clone();
    op
}

/// An op that deletes it.
pub fn delete(key: &str) -> Value {
    let (collection, id) = key.split_once('/').unwrap();
    json!({"op_id": Uuid::new_v4(), "collection": collection, "id": id, "action": "delete"})
}

/// An op with these fields too.
pub fn with(mut op: Value, fields: Value) -> Value {
    op.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    op
}

/// The op as its person has decided it.
pub fn mine(op: Value) -> Value {
    with(op, json!({"resolution": "mine"}))
}

/// Sends ops and checks the form of the answer; returns the results.
pub async fn push(user: &User<'_>, ops: &[Value]) -> Vec<Value> {
    let answer = user.post("/v1/sync", &json!({"ops": ops})).await.is(200);
    let request_id = answer.header("X-Request-Id").unwrap().to_owned();
    let results = answer.json()["results"].as_array().unwrap().clone();
    assert_eq!(results.len(), ops.len(), "{answer}");
    for (op, result) in ops.iter().zip(&results) {
        assert_eq!(result["op_id"], op["op_id"].as_str().map_or(Value::Null, Value::from), "{answer}");
        let problem = &result["problem"];
        let names: Vec<_> = result.as_object().unwrap().keys().map(String::as_str).collect();
        match result["status"].as_str().unwrap() {
            "rejected" => {
                // With what there is, if there is or was anything.
                let known: &[&str] = match result.get("rev") {
                    Some(_) => &["op_id", "problem", "record", "rev", "status"],
                    None => &["op_id", "problem", "status"],
                };
                assert_eq!(names, known, "{result}");
                let record = &result["record"];
                assert!(record.is_null() || record["rev"] == result["rev"], "{result}");
                assert_eq!(problem["request_id"], request_id, "{result}");
                let kind = format!("urn:birddog:problem:{}", problem["code"].as_str().unwrap());
                assert_eq!(problem["type"], kind, "{result}");
                assert!(problem["status"].as_u64().is_some_and(|status| (400..500).contains(&status)), "{result}");
                assert_eq!(problem["retryable"], false, "{result}");
                assert!(problem["title"].is_string() && problem["detail"].is_string(), "{result}");
            }
            // Only of what was never there.
            "duplicate" if result.get("rev").is_none() => {
                assert_eq!(
                    (names, &result["record"]),
                    (vec!["op_id", "record", "status"], &Value::Null),
                    "{op:?} {result:?}"
                );
            }
            "applied" | "duplicate" | "conflict" => {
                assert_eq!(names, ["op_id", "record", "rev", "status"], "{result}");
                let record = &result["record"];
                assert!(record.is_null() || record["rev"] == result["rev"], "{result}");
            }
            _ => panic!("{result}"),
        }
    }
    results
}

/// Sends one op. Its result.
pub async fn push_one(user: &User<'_>, op: &Value) -> Value {
    push(user, std::slice::from_ref(op)).await.remove(0)
}

/// The statuses of results.
pub fn statuses(results: &[Value]) -> Vec<&str> {
    results.iter().map(|result| result["status"].as_str().unwrap()).collect()
}

/// The errors of a rejected op, `pointer code`.
pub fn errors(result: &Value) -> Vec<String> {
    let errors = result["problem"]["errors"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut errors: Vec<_> =
        errors.map(|error| format!("{} {}", text(&error["pointer"]), text(&error["code"]))).collect();
    errors.sort();
    errors
}

/// The key of the record of that number.
pub fn key(collection: &str, number: u32) -> String {
    format!("{collection}/01930000-0000-7000-8000-{number:012}")
}

/// How many changes a person has made.
pub async fn counter(user: &User<'_>) -> i64 {
    user.get("/v1/me").await.is(200).json()["rev"].as_i64().unwrap()
}
