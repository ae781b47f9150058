//! Weights and their units.

use super::plain::folded;

const KG_PER_LB: f64 = 0.453_592_37;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mass {
    Kg,
    Lb,
}

impl Mass {
    pub(super) fn parse(word: &str) -> Option<Self> {
        match folded(word).trim_end_matches('.') {
            "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" | "кг" | "公斤" | "千克" => Some(Self::Kg),
            "lb" | "lbs" | "pound" | "pounds" | "磅" => Some(Self::Lb),
            _ => None,
        }
    }

    pub(super) fn kg(self, weight: f64) -> f64 {
        match self {
            Self::Kg => weight,
            // To the gram; more digits would be a precision that no plate has.
            Self::Lb => (weight * KG_PER_LB * 1000.0).round() / 1000.0,
        }
    }
}

/// The number of a cell such as `45 lb`, and the unit behind it.
pub(super) fn split_unit(cell: &str) -> (&str, Option<Mass>) {
    let end = cell.rfind(|c: char| c.is_ascii_digit()).map_or(0, |last| last + 1);
    let split = cell.split_at_checked(end).filter(|_| end > 0);
    split.and_then(|(number, unit)| Some((number, Some(Mass::parse(unit)?)))).unwrap_or((cell, None))
}
