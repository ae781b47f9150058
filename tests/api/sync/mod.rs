//! Offline first: the change feed, pushes of what was done offline, events as they happen.

mod event_ends;
mod events;
