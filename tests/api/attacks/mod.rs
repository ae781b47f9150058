//! Attacks: on tokens and keys, on other people's records, on the protocol, on the log.

mod authorization;
mod claims;
mod cursors;
mod forge;
mod headers;
mod keys;
mod logs;
mod panics;
mod signatures;
mod slow;
mod smuggling;
mod strangers;
mod strangers_references;
mod wire;
