//! What of a client's data a coach sees, said field by field where the type is declared.
//!
//! `visible!` lists every field of a type. A field that is missing there does not compile, and what is in no
//! list is not shown.

use serde::Serialize;
use serde_json::Value;

use super::actor::Actor;
use super::scopes::{Scope, Scopes};
use crate::platform::db::DbError;
use crate::platform::http::Answer;

/// When a coach sees a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Always: the scopes that its route needs are enough.
    Always,
    /// Only with this scope besides.
    With(Scope),
    /// Never.
    Never,
}

/// A field of a type as JSON.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name; nothing when its fields stand among those of the type around it.
    pub name: &'static str,
    /// When a coach sees it.
    pub shown: Shown,
    /// The fields of the objects in it, if it has any.
    pub fields: &'static [Field],
}

impl Field {
    /// The field of this name, as JSON has it.
    pub fn named(fields: &'static [Self], name: &str) -> Option<&'static Self> {
        fields.iter().find_map(|field| match field.name {
            "" => Self::named(field.fields, name),
            known => (known == name).then_some(field),
        })
    }

    /// The fields of an inner type among those of the outer one.
    pub const fn flattened(fields: &'static [Self]) -> Self {
        Self { name: "", shown: Shown::Always, fields }
    }
}

/// A type whose fields say who sees them.
pub trait Visible {
    /// Every field.
    const FIELDS: &'static [Field];
}

/// Declares the visibility of a type's fields, for each group of them:
///
/// ```text
/// visible!(Session: always[started_at, exercises: DoneExercise], Pain[pain_before], Notes[note], never[acknowledged]);
/// visible!(enum Schedule as kind: Weekdays[days], TimesPerWeek[times]);
/// ```
///
/// A field of objects names their type. `flatten` is for a field whose own fields stand in its place; a group with the name
/// of a [`Scope`] is shown with it.
macro_rules! visible {
    (enum $type:ident as $tag:ident: $($variant:ident[$($field:ident),*]),+ $(,)?) => {
        impl $crate::core::access::visibility::Visible for $type {
            const FIELDS: &'static [$crate::core::access::visibility::Field] = &[
                $crate::core::access::visibility::visible!(@field always $tag),
                $($($crate::core::access::visibility::visible!(@field always $field),)*)+
            ];
        }
        const _: fn(&$type) = |value| match value { $($type::$variant { $($field: _),* } => {})+ };
    };
    ($type:ident: $($group:ident[$($field:ident $(: $inner:ty)?),* $(,)?]),+ $(,)?) => {
        impl $crate::core::access::visibility::Visible for $type {
            const FIELDS: &'static [$crate::core::access::visibility::Field] =
                &[$($($crate::core::access::visibility::visible!(@field $group $field $(: $inner)?),)*)+];
        }
        const _: fn(&$type) = |$type { $($($field: _,)*)+ }| {};
    };
    (@field flatten $field:ident: $inner:ty) => {
        $crate::core::access::visibility::Field::flattened(
            <$inner as $crate::core::access::visibility::Visible>::FIELDS,
        )
    };
    (@field $group:ident $field:ident) => {
        $crate::core::access::visibility::Field {
            name: stringify!($field),
            shown: $crate::core::access::visibility::visible!(@shown $group),
            fields: &[],
        }
    };
    (@field $group:ident $field:ident: $inner:ty) => {
        $crate::core::access::visibility::Field {
            name: stringify!($field),
            shown: $crate::core::access::visibility::visible!(@shown $group),
            fields: <$inner as $crate::core::access::visibility::Visible>::FIELDS,
        }
    };
    (@shown always) => { $crate::core::access::visibility::Shown::Always };
    (@shown never) => { $crate::core::access::visibility::Shown::Never };
    (@shown $scope:ident) => {
        $crate::core::access::visibility::Shown::With($crate::core::access::Scope::$scope)
    };
}
pub(crate) use visible;

impl Shown {
    /// Whether a coach with these scopes sees it.
    pub fn to(self, scopes: Scopes) -> bool {
        match self {
            Self::Always => true,
            Self::With(scope) => scopes.has(scope),
            Self::Never => false,
        }
    }
}

/// An answer to whoever may be a coach: what they don't see is not in it.
pub struct View(Answer);

impl View {
    /// 200 with what this actor sees of `value`.
    pub fn json<T: Serialize + Visible>(actor: Actor, value: &T) -> Result<Self, DbError> {
        let body = match actor {
            Actor::Coach(scopes) => redacted(serde_json::to_value(value)?, T::FIELDS, scopes),
            _ => serde_json::to_string(value)?,
        };
        Ok(Self(Answer::raw_json(200, body)))
    }

    /// 200 with JSON that has been redacted, or that everybody may see.
    pub(in crate::core) fn redacted(body: String) -> Self {
        Self(Answer::raw_json(200, body))
    }

    /// 304 to a client that has this version already.
    pub fn not_modified(etag: String) -> Self {
        Self(Answer::not_modified(etag))
    }

    /// The same with an entity tag, quotes included.
    #[must_use]
    pub fn with_etag(self, etag: String) -> Self {
        Self(self.0.with_etag(etag))
    }

    /// The answer.
    pub fn into_answer(self) -> Answer {
        self.0
    }
}

/// What a coach with these scopes sees of a JSON document whose objects have `fields`, as JSON text.
pub(in crate::core) fn redacted(mut value: Value, fields: &'static [Field], scopes: Scopes) -> String {
    redact(&mut value, fields, scopes);
    value.to_string()
}

fn redact(value: &mut Value, fields: &'static [Field], scopes: Scopes) {
    match value {
        Value::Object(object) => object.retain(|name, inner| {
            let Some(field) = Field::named(fields, name).filter(|field| field.shown.to(scopes)) else { return false };
            redact(inner, field.fields, scopes);
            true
        }),
        Value::Array(entries) => entries.iter_mut().for_each(|inner| redact(inner, fields, scopes)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[allow(dead_code, reason = "only the names of the fields count")]
    struct Inner {
        note: (),
        deep: (),
    }
    #[allow(dead_code, reason = "only the names of the fields count")]
    struct Outer {
        id: (),
        inner: (),
        red_flags: (),
        pain: (),
        more: Inner,
    }
    visible!(Inner: always[deep], Notes[note]);
    visible!(Outer: always[id, inner: Inner], flatten[more: Inner], Pain[pain: Inner], never[red_flags]);

    #[test]
    fn fields_are_shown_as_their_types_say_and_others_not_at_all() {
        let whole = json!({
            "id": 1, "unknown": 2, "red_flags": ["x"], "note": "a", "deep": [3],
            "inner": [{"note": "b", "deep": {"unknown": 1}}], "pain": {"note": "c", "deep": 4},
        });
        let seen = |scopes: &[Scope]| -> Value {
            let scopes = scopes.iter().copied().collect();
            serde_json::from_str(&redacted(whole.clone(), Outer::FIELDS, scopes)).unwrap()
        };
        assert_eq!(seen(&[]), json!({"id": 1, "deep": [3], "inner": [{"deep": {}}]}));
        assert_eq!(seen(&[Scope::Pain])["pain"], json!({"deep": 4}));
        assert_eq!(seen(&[Scope::Notes])["inner"], json!([{"note": "b", "deep": {}}]));
        assert_eq!(seen(Scope::ALL)["note"], "a");
        assert!(seen(Scope::ALL).get("red_flags").is_none());
    }
}
