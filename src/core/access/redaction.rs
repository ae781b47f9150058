//! What of a client's records no coach sees, or none without a certain scope. By the names of fields, wherever they stand, so
//! that a new record or answer withholds them from the start.

use serde_json::Value;

use super::scopes::{Scope, Scopes};
use crate::platform::http::{Answer, Problem};

/// When a field is shown to a coach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Never.
    Never,
    /// Only with this scope.
    With(Scope),
}

/// The fields that are withheld, with the reasons.
pub const WITHHELD: [(&str, Shown); 9] = [
    // Warning signs are between the person and a doctor, never in a coach's queue (rules §10).
    ("red_flags", Shown::Never),
    // They tell which red flags were ticked, and what the health profile says: pregnancy, anticoagulants and the like.
    ("advisories", Shown::Never),
    // The codes of such advisories, accepted.
    ("acknowledged", Shown::Never),
    // Words for oneself.
    ("note", Shown::With(Scope::Notes)),
    // Free words too, and a drug's name can tell what the health profile keeps.
    ("medication", Shown::With(Scope::Notes)),
    // Pain that was noted beside a session or a visit is pain all the same.
    ("pain_before", Shown::With(Scope::Pain)),
    ("pain_during", Shown::With(Scope::Pain)),
    ("pain_after", Shown::With(Scope::Pain)),
    // What a course's progress says of the pain diary.
    ("change", Shown::With(Scope::Pain)),
];

/// Whether a coach with these scopes sees fields of this name.
#[must_use]
pub fn is_shown(field: &str, scopes: Scopes) -> bool {
    WITHHELD.iter().all(|(withheld, shown)| {
        *withheld != field
            || match shown {
                Shown::Never => false,
                Shown::With(scope) => scopes.has(*scope),
            }
    })
}

/// Takes out of an answer what a coach with these scopes does not see.
pub(super) fn redact(answer: Answer, scopes: Scopes) -> Result<Answer, Problem> {
    answer.map_json(|mut body| {
        strip(&mut body, scopes);
        body
    })
}

/// The same for any JSON.
pub fn strip(value: &mut Value, scopes: Scopes) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| is_shown(name, scopes));
            fields.values_mut().for_each(|inner| strip(inner, scopes));
        }
        Value::Array(entries) => entries.iter_mut().for_each(|inner| strip(inner, scopes)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_go_wherever_they_stand() {
        let mut whole = json!({
            "items": [{"id": 1, "note": "a", "advisories": [], "deep": {"red_flags": ["x"], "acknowledged": [], "pain_after": 3}}],
            "change": null,
        });
        let mut some = whole.clone();
        strip(&mut whole, Scopes::default());
        assert_eq!(whole, json!({"items": [{"id": 1, "deep": {}}]}));
        strip(&mut some, Scope::ALL.iter().copied().collect());
        assert_eq!(some, json!({"items": [{"id": 1, "note": "a", "deep": {"pain_after": 3}}], "change": null}));
    }
}
