use std::collections::BTreeMap;

use crate::platform::ids::UserId;

/// The rows of a query about several people, by person; those of a person stay in their order.
pub fn by_user<T>(rows: Vec<(UserId, T)>) -> BTreeMap<UserId, Vec<T>> {
    let mut people = BTreeMap::<_, Vec<_>>::new();
    for (user, row) in rows {
        people.entry(user).or_default().push(row);
    }
    people
}
