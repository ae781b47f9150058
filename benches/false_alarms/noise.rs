//! Made-up pain: noise that remembers, and the scores that a person makes of it.

use std::f64::consts::TAU;

use proptest::prelude::RngExt;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Draws that are the same in every run with the same seed.
pub struct Random(TestRng);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
    }

    /// From 0 to below 1.
    pub fn unit(&mut self) -> f64 {
        self.0.random()
    }

    /// True in `share` of the draws.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// From the standard normal distribution (Box and Muller, Ann. Math. Stat. 29, 1958).
    pub fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (TAU * self.unit()).cos()
    }
}

/// A stationary AR(1) series around 0: each day keeps `phi` of the day before, and all days have the standard deviation `spread`.
pub fn autocorrelated(random: &mut Random, days: usize, phi: f64, spread: f64) -> Vec<f64> {
    let fresh = (1.0 - phi * phi).sqrt();
    let mut noise = random.normal();
    let series = (0..days).map(|_| {
        let today = noise;
        noise = phi * today + fresh * random.normal();
        today * spread
    });
    series.collect()
}

/// The NRS-11 score that a person gives a pain.
pub fn score(pain: f64) -> f64 {
    pain.round().clamp(0.0, 10.0)
}
