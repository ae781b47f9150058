//! One learning card.

use serde::Serialize;
use utoipa::ToSchema;

use super::vocabulary::Topic;
use crate::features::pain::vocabulary::Trigger;

/// Something short to learn, in plain words, with its sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LearningCard)]
pub struct Card {
    /// Stable name for programs, lower case with hyphens.
    #[schema(example = "phone-slouch")]
    pub id: &'static str,
    /// What it is about.
    pub topic: Topic,
    /// A title for people.
    #[schema(example = "Bent over the phone")]
    pub title: &'static str,
    /// A few short sentences; at most 600 characters.
    pub body: &'static str,
    /// Where it comes from; never empty.
    #[schema(value_type = Vec<Source>)]
    pub sources: &'static [Source],
    /// The triggers of pain that it is about, for the cards about one.
    #[schema(value_type = Vec<Trigger>)]
    pub triggers: &'static [Trigger],
    /// What the card is not; the same for every card, to show with it.
    pub note: &'static str,
}

/// Where a card comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CardSource)]
pub struct Source {
    /// Its title.
    pub title: &'static str,
    /// The journal or the body that published it.
    #[schema(example = "The Journal of Pain")]
    pub publisher: &'static str,
    /// The year of this version.
    #[schema(example = 2018)]
    pub year: u16,
    /// Where to read it.
    #[schema(format = "uri")]
    pub url: &'static str,
}

const NOTE: &str = "General information, not a diagnosis. It does not replace the advice of somebody who knows and \
                    examines you.";

impl Card {
    /// A card that is about no trigger.
    pub(super) const fn new(
        id: &'static str,
        topic: Topic,
        title: &'static str,
        body: &'static str,
        sources: &'static [Source],
    ) -> Self {
        Self { id, topic, title, body, sources, triggers: &[], note: NOTE }
    }

    /// The card, about triggers.
    pub(super) const fn about(self, triggers: &'static [Trigger]) -> Self {
        Self { triggers, ..self }
    }
}
