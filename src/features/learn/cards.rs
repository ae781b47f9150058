//! The built-in cards: typed constants, so that a wrong entry fails the build or a test, never a start.
//!
//! One file a topic, and `sources` for what they rest on. Every text is our own words; each claim is no stronger than
//! its source, and contrary guidance is named with it.

pub(super) mod acupuncture_evidence;
pub(super) mod acupuncture_visits;
pub(super) mod back_pain;
pub(super) mod everyday;
pub(super) mod exercise;
pub(super) mod reading_the_diary;
pub(super) mod seeing_a_doctor;
mod sources;

use super::card::Card;

/// By topic, in the order of [`super::vocabulary::Topic`].
static TOPICS: [&[&Card]; 7] = [
    &seeing_a_doctor::CARDS,
    &back_pain::CARDS,
    &exercise::CARDS,
    &everyday::CARDS,
    &acupuncture_evidence::CARDS,
    &acupuncture_visits::CARDS,
    &reading_the_diary::CARDS,
];

/// Every card, in the order to show them: by topic.
pub fn all() -> impl Iterator<Item = &'static Card> {
    TOPICS.iter().flat_map(|cards| cards.iter().copied())
}

/// The card with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static Card> {
    all().find(|card| card.id == id)
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::features::learn::vocabulary::Topic;
    use crate::features::pain::vocabulary::Trigger;

    /// The words of a text in lower case.
    pub(in crate::features::learn) fn words(text: &str) -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase).collect()
    }

    /// Promises, as whole words.
    pub(in crate::features::learn) fn promises(text: &str) -> Vec<&'static str> {
        let words = words(text);
        let forbidden = ["works", "cures", "cure", "heals", "proves", "proven", "guaranteed", "miracle", "thanks to"];
        let holds = |phrase: &str| {
            let phrase: Vec<_> = phrase.split(' ').collect();
            words.windows(phrase.len()).any(|window| window == phrase)
        };
        forbidden.into_iter().filter(|phrase| holds(phrase)).collect()
    }

    #[test]
    fn ids_are_slugs_and_distinct() {
        let mut seen = BTreeSet::new();
        for card in all() {
            let is_slug =
                card.id.split('-').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!(is_slug, "{}", card.id);
            assert!(seen.insert(card.id), "{} stands twice", card.id);
            assert!(seen.insert(card.title), "{} stands twice", card.title);
            assert_eq!(find(card.id), Some(card));
        }
        assert_eq!(find("miracles"), None);
    }

    #[test]
    fn every_topic_has_its_cards_in_the_order_of_the_vocabulary() {
        assert_eq!(TOPICS.len(), Topic::ALL.len());
        for (cards, topic) in TOPICS.iter().zip(Topic::ALL) {
            assert!(!cards.is_empty(), "{topic}");
            assert!(cards.iter().all(|card| card.topic == *topic), "{topic}");
        }
    }

    #[test]
    fn every_trigger_but_other_has_one_card() {
        for trigger in Trigger::ALL {
            let cards = all().filter(|card| card.triggers.contains(trigger)).count();
            assert_eq!(cards, usize::from(*trigger != Trigger::Other), "{trigger}");
        }
    }

    #[test]
    fn texts_are_short_and_whole() {
        for card in all() {
            let length = card.body.chars().count();
            assert!((200..=600).contains(&length), "{}: {length} characters", card.id);
            assert!(card.body.ends_with('.') && !card.body.contains("  "), "{}", card.id);
            assert!(card.title.trim() == card.title && (5..=50).contains(&card.title.len()), "{}", card.id);
            assert!(card.note.contains("not a diagnosis"), "{}", card.id);
        }
    }

    #[test]
    fn nothing_is_promised() {
        for card in all() {
            for text in [card.title, card.body, card.note] {
                assert_eq!(promises(text), Vec::<&str>::new(), "{}: {text}", card.id);
            }
        }
        assert_eq!(promises("It Works, thanks to needles; it cured."), ["works", "thanks to"]);
    }

    #[test]
    fn every_card_has_its_sources() {
        for card in all() {
            assert!(!card.sources.is_empty(), "{}", card.id);
            for (i, source) in card.sources.iter().enumerate() {
                assert!(source.url.starts_with("https://") && !source.url.contains(' '), "{}", source.url);
                assert!((1990..=2026).contains(&source.year), "{}", source.title);
                assert!(!source.title.is_empty() && !source.publisher.is_empty(), "{}", source.url);
                assert!(card.sources[i + 1..].iter().all(|other| other.url != source.url), "{}", card.id);
            }
        }
    }

    #[test]
    fn the_cards_about_doctors_say_now() {
        for card in seeing_a_doctor::CARDS {
            assert!(card.body.to_lowercase().contains("now"), "{}", card.id);
        }
    }
}
