//! Every collection of records, in one list: what is in it has verbs, a place in the API description and in sync.

use crate::core::records::{AnyCollection, Collection, ReadOnly, ReadVerbs, Verbs, Written};
use crate::features::acupuncture::{Appointment, Course};
use crate::features::coaching::{ClientNote, Comment, PlanProposal, Share};
use crate::features::pain::PainScore;
use crate::features::questionnaires::Questionnaire;
use crate::features::training::{DayMark, Exercise, Plan, Session};
use crate::platform::http::Mount;

/// Lists the collections by group: its function, who writes the records, their verbs, their type.
macro_rules! collections {
    ($($(#[doc = $doc:literal])* fn $group:ident { $($written:ident, $verbs:ident, $record:ident;)* })*) => {
        /// The collections, in the order of the API description.
        pub const ALL: [&dyn AnyCollection; [$($(stringify!($record)),*),*].len()] =
            [$($(&$written::<$record>::new()),*),*];

        $(
            $(#[doc = $doc])*
            pub fn $group<M: Mount>(config: &mut M) {
                config$(.service($verbs::<$record>::new()))*;
            }
        )*
    };
}

collections! {
    /// Mounts the verbs of what people keep about themselves.
    fn own {
        Written, Verbs, Exercise;
        Written, Verbs, Plan;
        Written, Verbs, Session;
        Written, Verbs, DayMark;
        Written, Verbs, PainScore;
        Written, Verbs, Questionnaire;
        Written, Verbs, Appointment;
        Written, Verbs, Course;
    }
    /// Mounts the verbs of what is between coaches and clients.
    fn coaching {
        ReadOnly, ReadVerbs, Share;
        ReadOnly, ReadVerbs, Comment;
        ReadOnly, ReadVerbs, PlanProposal;
        Written, Verbs, ClientNote;
    }
}

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
