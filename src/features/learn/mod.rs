//! Short cards to learn from: what is known about back pain, training and acupuncture, each with its sources.
//!
//! The cards are built in and the same for everybody; [`choose`] picks a few by what a person's records show. General
//! information, never a diagnosis; where guidelines disagree, the cards say so.

pub mod api;
pub mod card;
pub mod cards;
pub mod choose;
pub mod vocabulary;
