//! Advisories: what a person should know about what they recorded (rules §8 and §10).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::platform::vocabulary::{VocabularyList, vocabulary};

vocabulary! {
    /// How much an advisory asks of a person, from the least to the most.
    pub enum AdvisoryLevel("advisory_level") {
        Info = "info" / "Good to know",
        Review = "review" / "Worth talking over",
        Acknowledge = "acknowledge" / "To be read and accepted first",
        Urgent = "urgent" / "See a doctor soon",
        Emergency = "emergency" / "Get help now",
    }
}

/// Something a person should know about a record. It is not medical advice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Advisory {
    /// Stable code for programs.
    #[schema(value_type = String, example = "pregnancy")]
    pub code: Cow<'static, str>,
    /// How much it asks of the person.
    pub level: AdvisoryLevel,
    /// Plain words for the person.
    #[schema(value_type = String)]
    pub text: Cow<'static, str>,
    /// Who says so.
    #[schema(value_type = String)]
    pub source: Cow<'static, str>,
}

impl Advisory {
    /// An advisory with fixed texts.
    #[must_use]
    pub const fn new(code: &'static str, level: AdvisoryLevel, text: &'static str, source: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), level, text: Cow::Borrowed(text), source: Cow::Borrowed(source) }
    }
}

/// Sorts advisories by level, the highest first.
pub fn most_pressing_first(advisories: &mut [Advisory]) {
    advisories.sort_by_key(|advisory| std::cmp::Reverse(advisory.level));
}

/// The list of levels, for `GET /v1/vocabulary`.
#[must_use]
pub fn lists() -> Vec<VocabularyList> {
    vec![AdvisoryLevel::list()]
}
