//! What people are told for their safety: screening, red flags, prompts that pause.

mod health_profile;
mod red_flags;
mod screening;
