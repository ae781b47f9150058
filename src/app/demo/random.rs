use crate::platform::ids::RecordId;
use crate::platform::time::Timestamp;

/// Numbers that look drawn and are the same in every run (SplitMix64).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to below 1.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Around 0, nearly always within 3 of it: twelve draws added up are close to a normal distribution.
    pub(super) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    /// One of `from`, if there are any.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        let at = (self.unit() * from.len() as f64) as usize;
        from.get(at).copied()
    }

    /// A UUIDv7 for `at`.
    pub(super) fn id(&mut self, at: Timestamp) -> RecordId {
        let mut tail = [0; 10];
        let drawn = self.next().to_be_bytes().into_iter().chain(self.next().to_be_bytes());
        tail.iter_mut().zip(drawn).for_each(|(byte, drawn)| *byte = drawn);
        let millis = u64::try_from(at.millis()).unwrap_or(0);
        RecordId(uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let draw = |seed| {
            let mut random = Random::new(seed);
            let at = Timestamp::from_millis(1_000).unwrap();
            (random.unit(), random.bell(), random.pick(&[1, 2, 3]), random.id(at))
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_eq!(draw(1).3.0.get_version_num(), 7);
        let mut random = Random::new(3);
        let mean = (0..1000).map(|_| random.bell()).sum::<f64>() / 1000.0;
        assert!(mean.abs() < 0.15, "{mean}");
    }
}
