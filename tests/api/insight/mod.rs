//! What the pain diary says, as clients read it.

mod pain_trend;
