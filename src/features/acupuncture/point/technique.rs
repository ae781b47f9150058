use std::ops::RangeInclusive;

use deserr::Deserr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::FieldFault;
use crate::core::access::visibility::visible;
use crate::features::acupuncture::vocabulary::TechniqueKind;

/// The pulse frequencies that are taken, in hertz. Treatments use about 2 to 100; the margin is for other devices.
pub const FREQUENCY_HZ: RangeInclusive<f64> = 0.5..=200.0;
/// The currents that are taken, in milliamperes. Needles carry a few; the margin covers what devices can be set to.
pub const MILLIAMPS: RangeInclusive<f64> = 0.0..=50.0;

/// How the needles were used in a visit (rules §8).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Deserr, ToSchema)]
#[deserr(deny_unknown_fields)]
pub struct Technique {
    /// The kind of needling.
    pub kind: TechniqueKind,
    /// Pulse frequency in hertz, 0.5 to 200; with `electroacupuncture` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(minimum = 0.5, maximum = 200)]
    pub frequency_hz: Option<f64>,
    /// Current in milliamperes, 0 to 50; with `electroacupuncture` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    #[schema(minimum = 0, maximum = 50)]
    pub milliamps: Option<f64>,
}

visible!(Technique: always[kind, frequency_hz, milliamps]);

impl Technique {
    /// What does not fit together, each with the field, a stable code and words for a person; empty when all is well.
    #[must_use]
    pub fn check(&self) -> Vec<FieldFault> {
        [("frequency_hz", self.frequency_hz, FREQUENCY_HZ), ("milliamps", self.milliamps, MILLIAMPS)]
            .into_iter()
            .filter_map(|(field, value, range)| {
                let value = value?;
                if self.kind != TechniqueKind::Electroacupuncture {
                    Some((field, "not_allowed", "belongs to electroacupuncture only".to_owned()))
                } else if !range.contains(&value) {
                    Some((field, "out_of_range", format!("must be between {} and {}", range.start(), range.end())))
                } else {
                    None
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use deserr::errors::JsonError;
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Result<Technique, JsonError> {
        deserr::deserialize(value)
    }

    fn errors(value: Value) -> Vec<(&'static str, &'static str)> {
        read(value).unwrap().check().into_iter().map(|(field, code, _)| (field, code)).collect()
    }

    #[test]
    fn a_current_belongs_to_electroacupuncture() {
        assert!(errors(json!({"kind": "straight"})).is_empty());
        assert!(errors(json!({"kind": "electroacupuncture"})).is_empty());
        assert!(errors(json!({"kind": "electroacupuncture", "frequency_hz": 2, "milliamps": 1.5})).is_empty());
        assert_eq!(
            errors(json!({"kind": "twisting", "frequency_hz": 2, "milliamps": 1})),
            [("frequency_hz", "not_allowed"), ("milliamps", "not_allowed")]
        );
    }

    #[test]
    fn bounds_are_part_of_the_range() {
        for (hz, fits) in [(0.0, false), (0.49, false), (0.5, true), (200.0, true), (200.1, false), (-1.0, false)] {
            let found = errors(json!({"kind": "electroacupuncture", "frequency_hz": hz}));
            assert_eq!(found.is_empty(), fits, "{hz} Hz");
        }
        for (milliamps, fits) in [(-0.1, false), (0.0, true), (50.0, true), (50.1, false)] {
            let found = errors(json!({"kind": "electroacupuncture", "milliamps": milliamps}));
            assert_eq!(found.is_empty(), fits, "{milliamps} mA");
        }
    }

    #[test]
    fn unknown_kinds_and_fields_are_refused() {
        assert!(read(json!({"kind": "laser"})).is_err());
        assert!(read(json!({"kind": "straight", "volts": 3})).is_err());
        assert!(read(json!({})).is_err());
    }
}
