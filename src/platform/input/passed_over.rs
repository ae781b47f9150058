//! Fields of an answer that only the service writes. In a body they are ignored, so that what GET gave can be sent back.

use serde_json::Value;

use super::FieldErrors;

/// Removes the fields with these `names` from a body, whatever they hold.
pub fn pass_over(body: &mut Value, names: &[&str]) {
    if let Value::Object(fields) = body {
        fields.retain(|name, _| !names.contains(&name.as_str()));
    }
}

/// Removes the field `name` from a body; an error when `is_own` refuses its value, which the body can't change.
pub fn pass_over_own(body: &mut Value, name: &'static str, is_own: impl FnOnce(&str) -> bool) -> FieldErrors {
    let given = body.as_object_mut().and_then(|fields| fields.remove(name));
    match given {
        None => FieldErrors::none(),
        Some(Value::String(text)) if is_own(&text) => FieldErrors::none(),
        Some(_) => FieldErrors::one(format!("/{name}"), "differs", "must be what it is already, or be left out"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_named_is_taken_out() {
        let mut body = json!({"rev": [1], "note": "x", "role": "admin"});
        pass_over(&mut body, &["rev", "created_at"]);
        assert_eq!(body, json!({"note": "x", "role": "admin"}));
        let mut list = json!([1]);
        pass_over(&mut list, &["rev"]);
        assert_eq!(list, json!([1]));
    }

    #[test]
    fn what_names_another_is_a_fault() {
        for (given, error) in [(json!("a"), false), (json!("b"), true), (json!(null), true), (json!(["a"]), true)] {
            let mut body = json!({"id": given, "note": "x"});
            let errors = pass_over_own(&mut body, "id", |text| text == "a");
            assert_eq!((errors.is_empty(), body), (!error, json!({"note": "x"})), "{given}");
        }
        assert!(pass_over_own(&mut json!({}), "id", |_| false).is_empty());
    }
}
