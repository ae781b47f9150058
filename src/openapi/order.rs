//! How the YAML looks.

use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

/// The keys that come first, in this order; all others follow by the alphabet.
const FIRST: [&str; 34] = [
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
    "schema",
    "default",
    "example",
    "examples",
];

/// A value whose objects are written in the same order whatever built them.
pub(super) struct Ordered<'a> {
    value: &'a Value,
    /// Whether the keys are somebody's own names, which have no rank.
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
                    out.serialize_entry(key, &Ordered { value, names })?;
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
            plain => plain.serialize(serializer),
        }
    }
}

/// Quotes plain scalars that readers of YAML 1.1 take for a date or a time instead of a text.
pub(super) fn quote_dates(yaml: &str) -> String {
    let mut quoted = String::with_capacity(yaml.len());
    for line in yaml.lines() {
        let start = line.rfind(": ").or_else(|| line.rfind("- ")).map_or(0, |mark| mark + 2);
        let (key, scalar) = line.split_at(start);
        if is_date(scalar) {
            quoted.extend([key, "'", scalar, "'\n"]);
        } else {
            quoted.extend([line, "\n"]);
        }
    }
    quoted
}

fn is_date(scalar: &str) -> bool {
    let form: String = scalar.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    form == "0000-00-00" || form.starts_with("0000-00-00T00:00")
}

#[cfg(test)]
mod tests {
    use super::quote_dates;

    #[test]
    fn only_dates_are_quoted() {
        let yaml = "a: 2026-11-23\nb:\n- 2026-11-23T06:40:00.000Z\nc: '2026-11-23'\nd: on 2026-11-23\ne: 2026-1\n";
        let quoted =
            "a: '2026-11-23'\nb:\n- '2026-11-23T06:40:00.000Z'\nc: '2026-11-23'\nd: on 2026-11-23\ne: 2026-1\n";
        assert_eq!(quote_dates(yaml), quoted);
    }
}
