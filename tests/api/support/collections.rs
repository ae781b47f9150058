use birddog::core::records::ClientWritable;
use birddog::features::acupuncture::{Appointment, Course};
use birddog::features::pain::PainScore;
use birddog::features::questionnaires::Questionnaire;
use birddog::features::training::{DayMark, Exercise, Plan, Session};
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// A collection of records, as far as tests that run on every collection need to know it.
pub struct Kind {
    /// Its name in addresses.
    pub name: &'static str,
    /// A body.
    pub example: Value,
    /// A patch that changes the example.
    pub change: Value,
    /// A field of the example that may be left out.
    pub optional: &'static str,
    /// The fields that may not.
    pub required: &'static [&'static str],
    /// The moment that a record's local date follows from.
    pub moment: Option<&'static str>,
    /// Whether POST makes records.
    pub takes_post: bool,
}

impl Kind {
    fn of<R: ClientWritable>(change: Value, optional: &'static str, required: &'static [&'static str]) -> Self {
        let (name, takes_post) = (R::COLLECTION.name(), R::SERVER_MAY_CHOOSE_ID);
        Self { name, example: R::example(), change, optional, required, moment: None, takes_post }
    }

    fn at(self, moment: &'static str) -> Self {
        Self { moment: Some(moment), ..self }
    }

    /// The address of the collection.
    pub fn list(&self) -> String {
        format!("/v1/{}", self.name)
    }

    /// The address of a record that no other number has.
    pub fn path(&self, number: u32) -> String {
        let id = if self.takes_post {
            Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 | u128::from(number)).to_string()
        } else {
            (chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + chrono::Days::new(number.into())).to_string()
        };
        format!("/v1/{}/{id}", self.name)
    }

    /// The address of a record with an id of its own; where a date is the id, that of one day.
    pub fn new_path(&self) -> String {
        if self.takes_post { format!("/v1/{}/{}", self.name, Uuid::now_v7()) } else { self.path(0) }
    }

    /// The example after the change.
    pub fn changed(&self) -> Value {
        let mut body = self.example.clone();
        body.as_object_mut().unwrap().extend(self.change.as_object().unwrap().clone());
        body
    }
}

/// Every collection whose records a person writes. The only list of them in the tests.
pub fn collections() -> Vec<Kind> {
    let answers = json!({"instrument": "peg", "pain": 7, "enjoyment": 6, "general_activity": 5});
    vec![
        Kind::of::<Plan>(json!({"goal_minutes": 20}), "items", &["effective_from", "schedule"]),
        Kind::of::<Session>(json!({"effort": 6}), "pain_after", &["started_at", "time_zone", "duration_seconds"])
            .at("started_at"),
        Kind::of::<PainScore>(json!({"score": 7}), "vertebra", &["recorded_at", "time_zone"]).at("recorded_at"),
        Kind::of::<Appointment>(
            json!({"duration_minutes": 50}),
            "clinic",
            &["scheduled_at", "time_zone", "duration_minutes", "status"],
        )
        .at("scheduled_at"),
        Kind::of::<Course>(json!({"planned_sessions": 9}), "onset_date", &["condition", "started_on"]),
        Kind::of::<Exercise>(json!({"name": "Sofa stretch"}), "instructions", &["name", "kind"]),
        Kind::of::<Questionnaire>(
            json!({"answers": answers, "score": 6.0}),
            "note",
            &["answered_at", "time_zone", "answers"],
        )
        .at("answered_at"),
        Kind::of::<DayMark>(json!({"kind": "sick"}), "note", &["kind"]),
    ]
}

/// The collection of this name.
pub fn collection(name: &str) -> Kind {
    collections().into_iter().find(|kind| kind.name == name).unwrap_or_else(|| panic!("no collection {name}"))
}

/// A record without the fields that the server gives it.
pub fn own_fields(record: &Value) -> Map<String, Value> {
    let mut fields = record.as_object().unwrap().clone();
    fields.retain(|name, _| !["id", "rev", "created_at", "updated_at", "advisories"].contains(&name.as_str()));
    fields
}
