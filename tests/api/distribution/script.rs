//! `migrations/citus.sql` knows every table.

use std::collections::BTreeSet;

use birddog::platform::db;

use super::OF_EVERYBODY;

const SCRIPT: &str = include_str!("../../../migrations/citus.sql");

/// The quoted names of a list in the script.
fn list(name: &str) -> BTreeSet<&'static str> {
    let (_, list) = SCRIPT.split_once(&format!("{name} CONSTANT text[] := ARRAY[")).unwrap();
    let (list, _) = list.split_once(']').unwrap();
    list.split('\'').skip(1).step_by(2).collect()
}

#[test]
fn the_script_distributes_every_table() {
    let (of_one, of_all) = (list("of_one_person"), list("of_everybody"));
    assert_eq!(of_all, OF_EVERYBODY.into());
    assert!(SCRIPT.contains("create_distributed_table('users', 'id'"));
    let distributed: BTreeSet<_> = of_one.union(&of_all).copied().chain(["users"]).collect();
    assert_eq!(distributed, db::copy::tables().into_iter().collect());
}
