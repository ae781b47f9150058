//! Where needles went: a point is parsed once into its normalised WHO name, and what has to come with it is checked
//! here (rules §8).

mod channel;
mod code;
mod known;
mod technique;

pub use channel::{CHANNELS, Channel};
pub use code::{PointCode, PointCodeError};
pub use known::{Acupoints, CommonPoint, ExtraPoint, acupoints};
pub use technique::{FREQUENCY_HZ, MILLIAMPS, Technique};

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::vocabulary::JiajiLevel;
use crate::core::access::visibility::visible;
use crate::features::training::vocabulary::BodySide;

/// The longest zone of an `ASHI` point, in characters (Unicode scalar values).
pub const ZONE_MAX_CHARS: usize = 100;

/// Something that does not fit together: the field it belongs to, a stable code, words for a person.
pub type FieldFault = (&'static str, &'static str, String);

/// A needled point (rules §8). `EX-B2` comes with a level and a side, `ASHI` with a zone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(deny_unknown_fields)]
pub struct AcuPoint {
    /// The point: a channel and number such as `BL23`, `EX-B2` or `ASHI`. Aliases are taken, answers are normalised.
    pub point: PointCode,
    /// With `EX-B2`, and only there: the vertebra it sits beside, T1 to L5.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    pub level: Option<JiajiLevel>,
    /// The side of the body; `EX-B2` needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    pub side: Option<BodySide>,
    /// With `ASHI`, and only there: where the tender spot was, at most 100 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(min_length = 1, max_length = 100)]
    pub zone: Option<String>,
}

visible!(AcuPoint: always[point, level, side, zone]);

impl AcuPoint {
    /// What does not fit together, each with the field, a stable code and words for a person; empty when all is well.
    ///
    /// Codes: `missing`, `not_allowed`, `wrong_length` (a zone that is blank or too long), `invalid` (a zone with
    /// control characters).
    #[must_use]
    pub fn check(&self) -> Vec<FieldFault> {
        let mut errors = Vec::new();
        if self.point.is_jiaji() {
            if self.level.is_none() {
                errors.push(("level", "missing", "EX-B2 needs a level from T1 to L5".to_owned()));
            }
            if self.side.is_none() {
                errors.push(("side", "missing", "EX-B2 needs a side: left, right or both".to_owned()));
            }
        } else if self.level.is_some() {
            errors.push(("level", "not_allowed", "belongs to EX-B2 only".to_owned()));
        }
        match &self.zone {
            None if self.point.is_ashi() => {
                errors.push(("zone", "missing", "ASHI needs a zone that says where the spot was".to_owned()));
            }
            Some(zone) if self.point.is_ashi() => errors.extend(zone_fault(zone)),
            Some(_) => errors.push(("zone", "not_allowed", "belongs to ASHI only".to_owned())),
            None => {}
        }
        errors
    }
}

fn zone_fault(zone: &str) -> Option<FieldFault> {
    if zone.trim().is_empty() || zone.chars().count() > ZONE_MAX_CHARS {
        Some(("zone", "wrong_length", format!("must have 1 to {ZONE_MAX_CHARS} characters and not be blank")))
    } else if zone.chars().any(char::is_control) {
        Some(("zone", "invalid", "must be one line of plain text".to_owned()))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use deserr::errors::JsonError;
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Result<AcuPoint, JsonError> {
        deserr::deserialize(value)
    }

    fn errors(value: Value) -> Vec<(&'static str, &'static str)> {
        read(value).unwrap().check().into_iter().map(|(field, code, _)| (field, code)).collect()
    }

    #[test]
    fn a_point_comes_out_normalised() {
        for (given, kept) in [
            (json!({"point": "ub 23"}), json!({"point": "BL23"})),
            (json!({"point": "BL23", "side": "both", "zone": null}), json!({"point": "BL23", "side": "both"})),
            (
                json!({"point": "Huatuojiaji", "level": "L4", "side": "left"}),
                json!({"point": "EX-B2", "level": "L4", "side": "left"}),
            ),
            (json!({"point": "ashi", "zone": "left of L5"}), json!({"point": "ASHI", "zone": "left of L5"})),
        ] {
            let point = read(given).unwrap();
            assert_eq!(point.check(), []);
            assert_eq!(serde_json::to_value(&point).unwrap(), kept);
            assert_eq!(serde_json::from_value::<AcuPoint>(kept).unwrap(), point);
        }
    }

    #[test]
    fn jiaji_needs_level_and_side() {
        for level in ["T1", "T12", "L1", "L5"] {
            assert_eq!(errors(json!({"point": "EX-B2", "level": level, "side": "both"})), []);
        }
        assert_eq!(errors(json!({"point": "EX-B2"})), [("level", "missing"), ("side", "missing")]);
        assert_eq!(
            errors(json!({"point": "EX-B2", "level": "L1", "side": "left", "zone": "x"})),
            [("zone", "not_allowed")]
        );
    }

    #[test]
    fn ashi_needs_a_zone_that_fits() {
        assert_eq!(errors(json!({"point": "ASHI", "zone": "ü".repeat(100), "side": "left"})), []);
        assert_eq!(errors(json!({"point": "ASHI", "zone": "ü".repeat(101)})), [("zone", "wrong_length")]);
        assert_eq!(errors(json!({"point": "ASHI", "zone": " \t"})), [("zone", "wrong_length")]);
        assert_eq!(errors(json!({"point": "ASHI", "zone": "a\nb"})), [("zone", "invalid")]);
        assert_eq!(errors(json!({"point": "ASHI"})), [("zone", "missing")]);
        assert_eq!(errors(json!({"point": "ASHI", "level": "L1"})), [("level", "not_allowed"), ("zone", "missing")]);
    }

    #[test]
    fn channel_points_carry_neither() {
        assert_eq!(
            errors(json!({"point": "BL23", "level": "L2", "zone": "low back"})),
            [("level", "not_allowed"), ("zone", "not_allowed")]
        );
    }

    #[test]
    fn unreadable_fields_say_what_is_accepted() {
        for (value, words) in [
            (json!({"point": "BL68"}), "must be between BL1 and BL67"),
            (json!({"point": "XX1"}), "such as BL23"),
            (json!({"point": 23}), "expected a string"),
            (json!({"point": "EX-B2", "level": "C7", "side": "left"}), "expected one of `T1`"),
            (json!({"point": "BL23", "side": "middle"}), "expected one of `left`, `right`, `both`"),
            (json!({"point": "BL23", "depth": 3}), "Unknown field `depth`"),
            (json!({}), "Missing field `point`"),
            (json!("BL23"), "expected an object"),
        ] {
            let message = read(value).unwrap_err().to_string();
            assert!(message.contains(words), "{message}");
        }
    }
}
