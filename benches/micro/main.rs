//! What the parts of a request cost, each alone: `cargo bench --bench micro`, or with a part of a name after `--`.
//!
//! Compare with an earlier state by `-- --save-baseline before` there and `-- --baseline before` here.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod codec;
mod rules;
mod store;

criterion::criterion_group!(benches, rules::measure, codec::measure, store::measure);
criterion::criterion_main!(benches);
