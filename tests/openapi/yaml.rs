//! The YAML as readers of YAML 1.1 take it, which most are: the parsers under the generators of clients and PyYAML.

use std::sync::LazyLock;

use birddog::app::openapi;
use birddog::app::startup::document;
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Map, Number, Value, json};

/// What a plain scalar is by the rules at <https://yaml.org/type/>; a text when none of them fits.
fn resolved(plain: &str) -> Value {
    static TYPES: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
        let int =
            "[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+";
        let float = r"[-+]?([0-9][0-9_]*)?\.[0-9.]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)";
        let timestamp =
            r"\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.\d*)?([ \t]*(Z|[-+]\d\d?(:\d\d)?))?";
        let bool = "y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF";
        let rules = [("null", "~|null|Null|NULL|"), ("bool", bool), ("int", int), ("float", float)];
        let more = [("timestamp", timestamp), ("merge", "<<"), ("value", "=")];
        let whole = |rule| Regex::new(&format!("^(?:{rule})$")).unwrap();
        rules.into_iter().chain(more).map(|(name, rule)| (name, whole(rule))).collect()
    });
    match TYPES.iter().find(|(_, rule)| rule.is_match(plain)).map(|(name, _)| *name) {
        None => json!(plain),
        Some("null") => Value::Null,
        Some("bool") if ["true", "false"].contains(&plain) => json!(plain == "true"),
        Some("int" | "float") if plain.parse::<Number>().is_ok() => plain.parse::<Number>().unwrap().into(),
        // Nothing that JSON has.
        Some(other) => json!({"!!": other, "of": plain}),
    }
}

/// Reads block YAML as the emitter writes it: each entry on a line, texts of several lines after `|`.
struct Reader<'a> {
    lines: std::iter::Peekable<std::str::Lines<'a>>,
    keys: usize,
    plain: usize,
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

impl<'a> Reader<'a> {
    fn read(text: &'a str) -> (Value, usize, usize) {
        let mut reader = Self { lines: text.lines().peekable(), keys: 0, plain: 0 };
        let first = reader.lines.next().unwrap();
        let value = reader.entry(first, 0);
        assert_eq!(reader.lines.next(), None);
        (value, reader.keys, reader.plain)
    }

    /// What starts with `text` at this column.
    fn entry(&mut self, text: &'a str, column: usize) -> Value {
        if text == "-" || text.starts_with("- ") {
            return self.list(text, column);
        }
        match key(text) {
            Some(_) => self.mapping(text, column),
            None => self.scalar(text, column),
        }
    }

    fn list(&mut self, mut text: &'a str, column: usize) -> Value {
        let mut list = Vec::new();
        loop {
            list.push(self.entry(text[1..].trim_start_matches(' '), column + 2));
            match self.next_at(column, |line| line.starts_with('-')) {
                Some(next) => text = next,
                None => return list.into(),
            }
        }
    }

    fn mapping(&mut self, mut text: &'a str, column: usize) -> Value {
        let mut map = Map::new();
        loop {
            let (name, rest) = key(text).unwrap_or_else(|| panic!("no key: {text}"));
            self.keys += 1;
            let Value::String(name) = self.scalar(name, column) else { panic!("no text: {name}") };
            let value = if rest.is_empty() {
                let line = *self.lines.peek().unwrap();
                let inner = indent(line);
                assert!(inner > column || (inner == column && line.trim_start_matches(' ').starts_with('-')), "{line}");
                self.lines.next();
                self.entry(&line[inner..], inner)
            } else {
                self.scalar(rest, column)
            };
            assert!(map.insert(name, value).is_none());
            match self.next_at(column, |line| !line.starts_with("- ")) {
                Some(next) => text = next,
                None => return map.into(),
            }
        }
    }

    fn next_at(&mut self, column: usize, fits: impl Fn(&str) -> bool) -> Option<&'a str> {
        let line = self.lines.next_if(|line| indent(line) == column && fits(&line[column..]))?;
        Some(&line[column..])
    }

    fn scalar(&mut self, text: &'a str, column: usize) -> Value {
        match text {
            "{}" => json!({}),
            "[]" => json!([]),
            "|" | "|-" | "|+" => self.literal(text, column),
            _ if text.starts_with('\'') => {
                let inner = text.strip_prefix('\'').and_then(|text| text.strip_suffix('\'')).unwrap();
                assert!(!inner.replace("''", "").contains('\''), "{text}");
                json!(inner.replace("''", "'"))
            }
            _ if text.starts_with('"') => serde_json::from_str(text).unwrap(),
            _ => {
                assert!(
                    !text.starts_with(['&', '*', '!', '%', '@', '`', '{', '}', '[', ']', ',', '|', '>', '#'])
                        && !text.starts_with("? "),
                    "{text}"
                );
                assert!(!text.contains(" #") && !text.contains(": ") && !text.ends_with([':', ' ']), "{text}");
                self.plain += 1;
                resolved(text)
            }
        }
    }

    fn literal(&mut self, style: &str, column: usize) -> Value {
        let mut lines = Vec::new();
        while let Some(line) = self.lines.next_if(|line| line.is_empty() || indent(line) > column) {
            lines.push(line.get(column + 2..).unwrap_or_default());
        }
        let text = lines.join("\n");
        json!(match style {
            "|" => format!("{}\n", text.trim_end_matches('\n')),
            "|-" => text.trim_end_matches('\n').to_owned(),
            _ => format!("{text}\n"),
        })
    }
}

/// The key that the line starts with, and what follows it.
fn key(line: &str) -> Option<(&str, &str)> {
    let after = if line.starts_with('\'') {
        // To the quote that is not one of a pair.
        let (mut at, bytes) = (1, line.as_bytes());
        while bytes[at] != b'\'' || bytes.get(at + 1) == Some(&b'\'') {
            at += if bytes[at] == b'\'' { 2 } else { 1 };
        }
        at + 1
    } else if line.starts_with('"') {
        let (mut at, bytes) = (1, line.as_bytes());
        while bytes[at] != b'"' {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        at + 1
    } else {
        line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1))?
    };
    let rest = line[after..].strip_prefix(':')?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| (&line[..after], rest.trim_start_matches(' ')))
}

#[test]
fn readers_of_yaml_1_1_find_the_same_in_it() {
    let document = document();
    let yaml = openapi::yaml(&document).unwrap();
    let (read, keys, plain) = Reader::read(&yaml);
    assert_eq!(read, document);
    assert!(keys > 15_000 && plain > 15_000, "{keys} keys and plain scalars, {plain} of them plain");
}

/// Strings that some YAML reader takes for another type when they are not quoted.
const TEXTS: [&str; 82] = [
    "",
    "y",
    "Y",
    "n",
    "N",
    "yes",
    "Yes",
    "YES",
    "yEs",
    "no",
    "No",
    "NO",
    "on",
    "On",
    "ON",
    "oN",
    "off",
    "Off",
    "OFF",
    "true",
    "True",
    "TRUE",
    "tRue",
    "false",
    "False",
    "FALSE",
    "null",
    "Null",
    "NULL",
    "nuLL",
    "~",
    "=",
    "<<",
    "-",
    "?",
    ":",
    "a: b",
    "a #b",
    "#a",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "`a",
    "{a",
    "[a",
    ",a",
    "|",
    ">",
    "'",
    "\"",
    "- a",
    "? a",
    "12",
    "-12",
    "+12",
    "1_000",
    "1,000",
    "017",
    "0o17",
    "08",
    "0x1F",
    "0b101",
    "1e3",
    "1E3",
    "1.5e-3",
    ".5",
    "5.",
    ".inf",
    "-.INF",
    ".NaN",
    "12:30",
    "12:30:00",
    "190:20:30.15",
    "3.1.0",
    "2026-11-23",
    "2026-11-23T06:40:00.000Z",
    "2026-1-2 3:04:05.6 -7",
    ":a",
    "+",
    "--- a",
];

#[test]
fn what_would_be_read_as_something_else_is_quoted() {
    for text in TEXTS {
        for value in [json!({ text: "a" }), json!({ "a": text }), json!([text, "a"]), json!([{ text: text }])] {
            let yaml = openapi::yaml(&value).unwrap();
            assert_eq!(Reader::read(&yaml).0, value, "{yaml}");
            assert_eq!(yaml_serde::from_str::<Value>(&yaml).unwrap(), value, "{yaml}");
            assert!(yaml.lines().any(|line| line.contains(['\'', '"'])), "{yaml}");
        }
    }
    for text in ["none", "o", "yes please", "Only", "once", "t", "f", "nulls", "bird-dog", "x: y".split_at(1).0] {
        assert!(!openapi::yaml(&json!({ text: text })).unwrap().contains('\''), "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_comes_back(text in "[-+.:~=<>_, 0-9a-fA-FxoTZnyINulsrte'#]{0,12}", other in "[ -~à-ž✓]{0,20}") {
        for text in [text, other] {
            for value in [json!({ text.clone(): 1 }), json!({ "a": text.clone() }), json!([text, true])] {
                let yaml = openapi::yaml(&value).unwrap();
                prop_assert_eq!(&yaml_serde::from_str::<Value>(&yaml).unwrap(), &value, "{}", yaml);
                prop_assert_eq!(&Reader::read(&yaml).0, &value, "{}", yaml);
            }
        }
    }
}
