use birddog::platform::time::Timestamp;
use chrono::{Days, Duration};
use serde_json::{Map, Value, json};

pub use crate::support::own_fields;

/// Names a record: `collection/id`.
pub type Key = String;

/// A record's own fields, those that a client writes and those that follow from them.
pub type Fields = Map<String, Value>;

/// The records that there can be. Everybody's have the same ids.
pub const RECORDS: [&str; 8] = [
    "sessions/01920000-0000-7000-8000-000000000001",
    "sessions/01920000-0000-7000-8000-000000000002",
    "exercises/01920000-0000-7000-8000-000000000001",
    "plans/01920000-0000-7000-8000-000000000001",
    "pain-scores/01920000-0000-7000-8000-000000000001",
    "day-marks/2026-11-23",
    "appointments/01920000-0000-7000-8000-000000000001",
    "courses/01920000-0000-7000-8000-000000000001",
];

/// The id of the record of a collection that others refer to.
const REFERRED_TO: &str = "01920000-0000-7000-8000-000000000001";

/// How many contents a record can have at one time; the last one is refused.
pub const VARIANTS: u8 = 8;

/// The collection of a key.
pub fn collection(key: &str) -> &str {
    key.split_once('/').unwrap().0
}

/// Whether records of other collections can refer to this one.
pub fn is_referred_to(key: &str) -> bool {
    ["exercises", "courses"].contains(&collection(key))
}

/// What a person writes into a record on a device whose clock shows `now`.
pub fn body(key: &str, variant: u8, now: Timestamp) -> Value {
    // To the hour, so that two devices can come to write the same.
    let hour = Duration::milliseconds(now.millis().rem_euclid(3_600_000));
    let at = now.plus(-hour);
    let day = at.utc().date_naive();
    let several = |contents: Vec<Value>| contents[usize::from(variant) % contents.len()].clone();
    let mut body = match collection(key) {
        "sessions" => json!({"started_at": at.to_text(), "time_zone": "UTC", "duration_seconds": 600}),
        "pain-scores" => json!({"recorded_at": at.to_text(), "time_zone": "UTC", "score": variant % 3}),
        "appointments" => json!({"scheduled_at": at.plus(Duration::days(2)).to_text(), "time_zone": "UTC",
            "duration_minutes": 45, "status": several(vec![json!("scheduled"), json!("cancelled")])}),
        "day-marks" => json!({"kind": several(vec![json!("rest"), json!("sick"), json!("travel"), json!("flare")])}),
        "exercises" => json!({"name": several(vec![json!("Sofa reach"), json!("Door hang")]), "kind": "reps"}),
        "courses" => json!({"condition": several(vec![json!("Neck"), json!("Low back")]), "started_on": "2026-11-10"}),
        _ => {
            json!({"effective_from": "2026-11-24", "schedule": {"kind": "times_per_week", "times": 3}, "goal_minutes": 8})
        }
    };
    let done = |exercise: &str| json!([{"exercise": exercise, "sets": [{"reps": 5}, {"reps": 4, "side": "left"}]}]);
    let planned = |exercise: &str| json!([{"exercise": exercise, "sets": 2, "reps": 5}]);
    let (name, value) = match (collection(key), variant) {
        (_, 7) => ("nonsense", json!(true)),
        ("sessions", 1) => ("effort", json!(3)),
        ("sessions", 2) => ("duration_seconds", json!(1200)),
        ("sessions", 3) => ("exercises", done("bridge")),
        ("sessions", 4) => ("exercises", done(REFERRED_TO)),
        ("sessions", 5) => ("note", json!("After a walk")),
        ("sessions", 6) => ("local_date", json!(day - Days::new(1))),
        ("pain-scores", 3 | 4) => ("region", json!("low_back")),
        ("pain-scores", 5) => ("red_flags", json!(["saddle_numbness"])),
        ("pain-scores", 6) => ("local_date", json!(day + Days::new(1))),
        ("appointments", 2) => ("course_id", json!(REFERRED_TO)),
        ("day-marks", 4..) => ("note", json!("On the way")),
        ("exercises", 4..) => ("instructions", json!(["Sit tall."])),
        ("courses", 2 | 3) => ("planned_sessions", json!(12)),
        ("plans", 1) => ("goal_minutes", json!(15)),
        ("plans", 2) => ("flare_goal_minutes", json!(5)),
        ("plans", 3) => ("items", planned("bird-dog")),
        ("plans", 4) => ("items", planned(REFERRED_TO)),
        ("plans", 5) => ("effective_from", json!("2026-11-22")),
        ("plans", 6) => ("effective_from", json!("2026-11-23")),
        _ => return body,
    };
    body[name] = value;
    body
}

/// A JSON Merge Patch for it.
pub fn patch(key: &str, variant: u8) -> Value {
    match collection(key) {
        "sessions" => json!({"effort": if variant == 0 { Value::Null } else { json!(variant) }}),
        "pain-scores" => json!({"score": variant}),
        "appointments" => json!({"duration_minutes": 40 + variant}),
        "day-marks" => json!({"note": if variant == 0 { Value::Null } else { json!("Note") }}),
        "exercises" => json!({"name": format!("Reach {variant}")}),
        "courses" => json!({"planned_sessions": 8 + variant}),
        _ => json!({"goal_minutes": 5 + variant}),
    }
}

/// Their fields with mine over them. What a local day is, follows from the instant that comes out.
pub fn merged(theirs: &Value, mine: &Value) -> Value {
    let mut fields = own_fields(theirs);
    fields.remove("local_date");
    fields.extend(mine.as_object().unwrap().clone());
    Value::Object(fields)
}
