//! Offline first: the change feed, pushes of what was done offline, events as they happen, and devices that live by all that.

mod batch;
mod cursors;
mod decisions;
mod devices;
mod event_ends;
mod events;
mod feed;
mod push;
mod refused;
