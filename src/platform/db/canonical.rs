//! Values in a form that is the same whichever engine they came from, and a digest of many rows in any order.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::NaiveDate;
use serde_json::{Number, Value};
use uuid::Uuid;

use super::types::JsonText;
use crate::platform::ids::{DeviceId, HistoryId, ImportKey, RecordId, UserId, VisitId};
use crate::platform::time::Timestamp;

/// Has a form in bytes that two values share only when they mean the same.
pub(super) trait Canonical {
    fn write_to(&self, out: &mut Vec<u8>);
}

/// The sum of the SHA-256 digests of rows, modulo 2^256: the same in every order of the rows, which differs between engines
/// where text is part of the key. It guards against mistakes and damage, not against somebody who makes rows to fit it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// How many rows.
    pub rows: u64,
    sum: [u64; 4],
}

impl Tally {
    /// Counts a row in its canonical form.
    pub fn add(&mut self, canonical: &[u8]) {
        self.rows += 1;
        let hash = digest(&SHA256, canonical);
        let mut carry = false;
        for (sum, part) in self.sum.iter_mut().zip(hash.as_ref().chunks_exact(8)) {
            let part = part.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte));
            let (partial, first) = sum.overflowing_add(part);
            let (whole, second) = partial.overflowing_add(u64::from(carry));
            (*sum, carry) = (whole, first || second);
        }
    }

    /// The digest as 64 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        let [low, second, third, high] = self.sum;
        format!("{high:016x}{third:016x}{second:016x}{low:016x}")
    }
}

fn write_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(bytes.len() as u64).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// Of values whose form always has the same length.
macro_rules! fixed {
    ($($type:ty: $value:ident => $bytes:expr),+ $(,)?) => {$(
        impl Canonical for $type {
            fn write_to(&self, out: &mut Vec<u8>) {
                let $value = self;
                out.extend_from_slice(&$bytes);
            }
        }
    )+};
}

fixed! {
    bool: value => [u8::from(*value)],
    i16: value => value.to_be_bytes(),
    i32: value => value.to_be_bytes(),
    i64: value => value.to_be_bytes(),
    Uuid: value => *value.as_bytes(),
    UserId: value => *value.0.as_bytes(),
    DeviceId: value => *value.0.as_bytes(),
    RecordId: value => *value.0.as_bytes(),
    ImportKey: value => *value.0.as_bytes(),
    HistoryId: value => *value.0.as_bytes(),
    VisitId: value => *value.0.as_bytes(),
    Timestamp: value => value.millis().to_be_bytes(),
    NaiveDate: value => value.to_epoch_days().to_be_bytes(),
}

impl Canonical for String {
    fn write_to(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }
}

impl Canonical for Vec<u8> {
    fn write_to(&self, out: &mut Vec<u8>) {
        write_bytes(self, out);
    }
}

impl<T: Canonical> Canonical for Option<T> {
    fn write_to(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.is_some()));
        if let Some(value) = self {
            value.write_to(out);
        }
    }
}

impl Canonical for JsonText {
    fn write_to(&self, out: &mut Vec<u8>) {
        if let Ok(value) = self.read() {
            write_json(&value, out);
        } else {
            // SQLite would hold it all the same; it is then compared as it stands.
            out.push(b'?');
            write_bytes(self.0.as_bytes(), out);
        }
    }
}

/// A document by its meaning: without white space, keys in order, and one form for each number.
fn write_json(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Null => out.push(b'n'),
        Value::Bool(value) => out.push(if *value { b't' } else { b'f' }),
        Value::Number(number) => write_number(number, out),
        Value::String(text) => {
            out.push(b's');
            write_bytes(text.as_bytes(), out);
        }
        Value::Array(items) => {
            out.push(b'[');
            for item in items {
                write_json(item, out);
            }
            out.push(b']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(key, _)| *key);
            out.push(b'{');
            for (key, value) in fields {
                write_bytes(key.as_bytes(), out);
                write_json(value, out);
            }
            out.push(b'}');
        }
    }
}

/// `1`, `1.0` and `1e0` are one number, which PostgreSQL writes in a way of its own.
fn write_number(number: &Number, out: &mut Vec<u8>) {
    let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    let whole = whole.or_else(|| number.as_f64().and_then(whole_of));
    match (whole, number.as_f64()) {
        (Some(whole), _) => {
            out.push(b'i');
            out.extend_from_slice(&whole.to_be_bytes());
        }
        (None, Some(float)) => {
            out.push(b'd');
            out.extend_from_slice(&float.to_bits().to_be_bytes());
        }
        (None, None) => {
            out.push(b'x');
            write_bytes(number.to_string().as_bytes(), out);
        }
    }
}

/// The whole number that a float is, below 2^64.
#[expect(clippy::cast_possible_truncation, reason = "it is whole and small enough")]
fn whole_of(float: f64) -> Option<i128> {
    (float.fract() == 0.0 && float.abs() < 18_446_744_073_709_551_616.0).then_some(float as i128)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(json: &str) -> Vec<u8> {
        let mut out = Vec::new();
        JsonText(json.to_owned()).write_to(&mut out);
        out
    }

    #[test]
    fn documents_are_compared_by_meaning() {
        for (one, other) in [
            (r#"{"a":1,"bb":[true,null]}"#, r#" { "bb": [true, null], "a": 1.0 } "#),
            ("100000", "1e5"),
            ("0", "-0.0"),
            ("0.1", "0.10"),
            (r#""é""#, "\"\\u00e9\""),
            (r#"{"a":1,"a":2}"#, r#"{"a":2}"#),
        ] {
            assert_eq!(form(one), form(other), "{one} {other}");
        }
        for (one, other) in [
            ("1", "2"),
            ("0.1", "0.10000000000000002"),
            (r#"["ab"]"#, r#"["a","b"]"#),
            (r#"["a",["b"]]"#, r#"[["a"],"b"]"#),
            ("{}", "[]"),
            ("null", "false"),
            (r#""1""#, "1"),
            ("9007199254740993", "9007199254740992"),
            ("{", "{ "),
        ] {
            assert_ne!(form(one), form(other), "{one} {other}");
        }
    }

    #[test]
    fn a_tally_knows_no_order_but_how_often() {
        let tally = |rows: &[&[u8]]| {
            let mut tally = Tally::default();
            for row in rows {
                tally.add(row);
            }
            tally
        };
        assert_eq!(tally(&[b"a", b"b", b"c"]), tally(&[b"c", b"a", b"b"]));
        assert_ne!(tally(&[b"a", b"b"]), tally(&[b"a", b"c"]));
        // Twice is not never, as it would be with exclusive or.
        assert_ne!(tally(&[b"a", b"a"]).digest(), tally(&[b"b", b"b"]).digest());
        assert_eq!(tally(&[]).digest(), "0".repeat(64));
        assert_eq!(tally(&[b"a"]).digest().len(), 64);
    }
}
