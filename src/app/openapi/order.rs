//! The order of keys and the quotes in the YAML.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

/// The keys that come first, in this order; all others follow by the alphabet.
const FIRST: [&str; 36] = [
    "openapi",
    "info",
    "servers",
    "tags",
    "paths",
    "components",
    "title",
    "version",
    "name",
    "url",
    "in",
    "operationId",
    "summary",
    "description",
    "security",
    "parameters",
    "requestBody",
    "responses",
    "required",
    "headers",
    "content",
    "$ref",
    "type",
    "format",
    "enum",
    "pattern",
    "minimum",
    "maximum",
    "properties",
    "items",
    "if",
    "else",
    "schema",
    "default",
    "example",
    "examples",
];

/// A value whose objects are serialized in a fixed order of keys.
pub(super) struct Ordered<'a> {
    value: &'a Value,
    /// Whether the keys are names (of paths, schemas, fields), which are sorted by the alphabet.
    names: bool,
}

impl<'a> Ordered<'a> {
    /// A description in the order that people expect.
    pub(super) fn new(value: &'a Value) -> Self {
        Self { value, names: false }
    }
}

impl Serialize for Ordered<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.value {
            Value::Object(map) => {
                let rank =
                    |key: &String| FIRST.iter().position(|first| !self.names && first == key).unwrap_or(FIRST.len());
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_by_key(|(key, _)| (rank(key), *key));
                let mut out = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    let names = !self.names
                        && matches!(key.as_str(), "properties" | "schemas" | "example" | "value" | "default");
                    out.serialize_entry(&Text(key), &Ordered { value, names })?;
                }
                out.end()
            }
            Value::Array(list) => {
                let mut out = serializer.serialize_seq(Some(list.len()))?;
                for value in list {
                    out.serialize_element(&Ordered { value, names: self.names })?;
                }
                out.end()
            }
            Value::String(text) => Text(text).serialize(serializer),
            plain => plain.serialize(serializer),
        }
    }
}

/// Stands for the quotation marks that the emitter leaves out; nothing in a description is of private use.
pub(super) const QUOTE: char = '\u{E000}';

/// A string that readers of YAML 1.1, which most are, and of 1.2, which the emitter writes, read the same way.
struct Text<'a>(&'a str);

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if needs_quotes(self.0) {
            serializer.serialize_str(&format!("{QUOTE}{}{QUOTE}", self.0))
        } else {
            serializer.serialize_str(self.0)
        }
    }
}

/// Whether some reader takes the bare string for a boolean, null, a number, a time or a merge, where the emitter would not
/// quote it. Some strings get quotes without need, which does no harm.
fn needs_quotes(text: &str) -> bool {
    let words = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let starts = |c: char| c.is_ascii_digit() || "+-.~=<:".contains(c);
    let goes_on = |c: char| starts(c) || c.is_ascii_alphabetic() || "_, ".contains(c);
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
        || (text.starts_with(starts) && text.chars().all(goes_on) && !text.contains(": "))
}
