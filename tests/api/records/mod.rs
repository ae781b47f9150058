//! What all collections have in common, driven through every one of them.

mod conditions;
mod lists;
mod paging;
mod patch;
mod sent_back;
mod verbs;

use birddog::core::records::Collection;

use crate::support::collections;

#[test]
fn no_collection_is_left_out() {
    let mut tested: Vec<_> = collections().iter().map(|kind| kind.name).collect();
    // Those that only the service writes have tests of their own, and so have notes, which take somebody to be about.
    let own = [Collection::Shares, Collection::Comments, Collection::PlanProposals, Collection::ClientNotes];
    let written = Collection::ALL.iter().filter(|collection| !own.contains(collection));
    let mut all: Vec<_> = written.map(|collection| collection.name()).collect();
    tested.sort_unstable();
    all.sort_unstable();
    assert_eq!(tested, all);
}
