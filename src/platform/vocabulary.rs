//! Closed lists of words that travel as strings: one macro makes the enum, its wire names, its plain
//! labels and its parsers, so a list can't say one thing to a parser and another to `GET /v1/vocabulary`.
//!
//! The lists themselves live in their features (`pain::vocabulary`, `training::vocabulary`,
//! `acupuncture::vocabulary`); this file knows none of them.

use serde::Serialize;
use utoipa::ToSchema;

/// One word of a list: what travels, and what a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Entry {
    /// The wire value, stable for good.
    pub value: &'static str,
    /// Plain words to show; may be reworded at any time.
    pub label: &'static str,
}

/// One list of words, in the order to show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VocabularyList {
    /// The list's name, `snake_case`, stable for good.
    pub name: &'static str,
    /// Its words.
    pub entries: Vec<Entry>,
}

/// Declares an enumeration that travels as a string.
///
/// ```text
/// vocabulary! {
///     /// How strong it was.
///     pub enum Severity("severity") {
///         Mild = "mild" / "Mild",
///         Severe = "severe" / "Severe",
///     }
/// }
/// ```
///
/// Generates the enum (`Copy`, ordered as declared, hashable; serde and `OpenAPI` with the wire names),
/// `NAME`, `ALL`, `WIRE_NAMES`, `wire()`, `label()`, `from_wire()`, `list()`, `Display` (the wire name)
/// and `deserr::Deserr`, which answers an unknown word with `UnknownValue` and the accepted ones.
macro_rules! vocabulary {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident($list:tt) {
            $($variant:ident = $wire:tt / $label:tt),+ $(,)?
        }
    )+) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        pub enum $name {
            $(
                #[doc = $label]
                #[serde(rename = $wire)]
                $variant,
            )+
        }

        impl $name {
            /// The list's name in `GET /v1/vocabulary`.
            pub const NAME: &'static str = $list;
            /// Every value, in the order to show them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Every wire name, in the same order as [`Self::ALL`].
            pub const WIRE_NAMES: &'static [&'static str] = &[$($wire),+];

            /// The word that travels in JSON, queries and files.
            #[must_use]
            pub const fn wire(self) -> &'static str {
                match self { $(Self::$variant => $wire),+ }
            }

            /// Plain words for a person.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// The value with exactly this wire name.
            #[must_use]
            pub fn from_wire(word: &str) -> Option<Self> {
                match word { $($wire => Some(Self::$variant),)+ _ => None }
            }

            /// The whole list with labels.
            #[must_use]
            pub fn list() -> $crate::platform::vocabulary::VocabularyList {
                $crate::platform::vocabulary::VocabularyList {
                    name: Self::NAME,
                    entries: Self::ALL
                        .iter()
                        .map(|one| $crate::platform::vocabulary::Entry { value: one.wire(), label: one.label() })
                        .collect(),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.wire())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::from_wire(word).ok_or_else(|| format!("must be one of {}", Self::WIRE_NAMES.join(", ")))
            }
        }

        impl<E: deserr::DeserializeError> deserr::Deserr<E> for $name {
            fn deserialize_from_value<V: deserr::IntoValue>(
                value: deserr::Value<V>,
                location: deserr::ValuePointerRef<'_>,
            ) -> Result<Self, E> {
                let kind = match value {
                    deserr::Value::String(word) => match Self::from_wire(&word) {
                        Some(one) => return Ok(one),
                        None => return Err(deserr::take_cf_content(E::error::<V>(
                            None,
                            deserr::ErrorKind::UnknownValue { value: &word, accepted: Self::WIRE_NAMES },
                            location,
                        ))),
                    },
                    actual => deserr::ErrorKind::IncorrectValueKind {
                        actual,
                        accepted: &[deserr::ValueKind::String],
                    },
                };
                Err(deserr::take_cf_content(E::error::<V>(None, kind, location)))
            }
        }
    )+};
}

pub(crate) use vocabulary;

#[cfg(test)]
mod tests {
    use deserr::errors::JsonError;
    use serde_json::json;
    use utoipa::PartialSchema;

    vocabulary! {
        /// A tiny list to try the macro on.
        pub enum Fruit("fruit") {
            RedApple = "red_apple" / "Red apple",
            Pear = "pear" / "Pear",
        }
    }

    #[test]
    fn wire_names_agree_everywhere() {
        for (one, wire) in Fruit::ALL.iter().zip(Fruit::WIRE_NAMES) {
            assert_eq!(one.wire(), *wire);
            assert_eq!(one.to_string(), *wire);
            assert_eq!(Fruit::from_wire(wire), Some(*one));
            assert_eq!(serde_json::to_value(one).unwrap(), json!(wire));
            assert_eq!(serde_json::from_value::<Fruit>(json!(wire)).unwrap(), *one);
            let parsed: Result<Fruit, JsonError> = deserr::deserialize(json!(wire));
            assert_eq!(parsed.unwrap(), *one);
        }
        let schema = serde_json::to_value(Fruit::schema()).unwrap();
        assert_eq!(schema["enum"], json!(["red_apple", "pear"]));
    }

    #[test]
    fn a_wrong_word_names_the_accepted_ones() {
        let wrong: Result<Fruit, JsonError> = deserr::deserialize(json!("RedApple"));
        let message = wrong.unwrap_err().to_string();
        assert!(message.starts_with("Unknown value `RedApple`"), "{message}");
        assert!(message.ends_with("expected one of `red_apple`, `pear`"), "{message}");
        let wrong: Result<Fruit, JsonError> = deserr::deserialize(json!(3));
        assert!(wrong.unwrap_err().to_string().contains("expected a string"));
    }

    #[test]
    fn the_list_carries_labels() {
        let list = Fruit::list();
        assert_eq!(list.name, "fruit");
        assert_eq!(list.entries[0].value, "red_apple");
        assert_eq!(list.entries[0].label, "Red apple");
    }
}
