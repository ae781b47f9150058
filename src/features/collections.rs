//! Every collection of records, in one list: what is in it has verbs, a place in the API description and in sync.

use crate::core::records::{AnyCollection, Collection, ReadOnly, Written};
use crate::features::acupuncture::{Appointment, Course};
use crate::features::coaching::{ClientNote, Comment, PlanProposal, Share};
use crate::features::pain::PainScore;
use crate::features::questionnaires::Questionnaire;
use crate::features::training::{DayMark, Exercise, Plan, Session};

/// The collections, in the order of the API description.
pub const ALL: [&dyn AnyCollection; 12] = [
    &Written::<Exercise>::new(),
    &Written::<Plan>::new(),
    &Written::<Session>::new(),
    &Written::<DayMark>::new(),
    &Written::<PainScore>::new(),
    &Written::<Questionnaire>::new(),
    &Written::<Appointment>::new(),
    &Written::<Course>::new(),
    &ReadOnly::<Share>::new(),
    &ReadOnly::<Comment>::new(),
    &ReadOnly::<PlanProposal>::new(),
    &Written::<ClientNote>::new(),
];

/// The collection of this name in addresses, like `pain-scores`.
#[must_use]
pub fn named(name: &str) -> Option<&'static dyn AnyCollection> {
    ALL.into_iter().find(|collection| collection.collection().name() == name)
}

/// The collection with this number in the table.
#[must_use]
pub fn numbered(number: i16) -> Option<&'static dyn AnyCollection> {
    let wanted = Collection::from_number(number)?;
    ALL.into_iter().find(|collection| collection.collection() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_collection_is_left_out() {
        for collection in Collection::ALL {
            assert_eq!(named(collection.name()).map(AnyCollection::collection), Some(collection));
            assert_eq!(numbered(collection.number()).map(AnyCollection::collection), Some(collection));
        }
        assert_eq!(ALL.len(), Collection::ALL.len());
        assert!(named("nothing").is_none() && numbered(0).is_none());
    }
}
