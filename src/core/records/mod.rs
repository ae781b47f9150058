//! The record core: what every collection has in common, written once.
//!
//! A slice describes its record by implementing [`Record`] and mounts [`Verbs`] for it; PUT, POST, GET, PATCH, DELETE,
//! list, entity tags, tombstones and the change counter come from here. All records live in one table: what queries
//! filter and sort by in typed columns, the record itself as one JSON document that is decoded into its own type.

mod about;
mod any;
mod api;
mod changes;
mod collection;
pub(crate) mod docs;
mod expected;
mod local_date;
mod merge;
mod page;
mod reading;
mod record;
mod share_filter;
pub mod store;
mod stored;
mod walk;

pub use about::{about, has_about};
pub use any::{AnyCollection, ReadOnly, Written};
pub(crate) use api::shown;
pub use api::{ById, ReadVerbs, Verbs};
pub use changes::{Changed, changes_after, has_changed_after};
pub use collection::Collection;
pub use docs::{Paged, Shown};
pub use expected::{Base, Expected};
pub use local_date::{Moment, check_has_happened};
pub use page::{Page, page, page_about};
pub use reading::HEAD;
pub use record::{BuiltIn, ClientWritable, Record, SortKey};
pub use share_filter::ShareFilter;
pub use stored::{Stored, etag};
pub use walk::{Walked, walk};
