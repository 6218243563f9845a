//! Seeded chance. Every stream is its own, so that one company more changes nothing about the others.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rand_distr::{Beta, Distribution, Exp1, Gamma, Poisson, StandardNormal, StandardUniform};

/// A stream of chance that gives the same numbers for the same seed and label, on every run.
#[derive(Debug, Clone)]
pub(crate) struct Random(ChaCha8Rng);

impl Random {
    pub(crate) fn new(seed: u64, label: u64) -> Self {
        let mut source = ChaCha8Rng::seed_from_u64(seed);
        source.set_stream(label);
        Self(source)
    }

    /// From 0 to 1, without 1.
    pub(crate) fn share(&mut self) -> f64 {
        StandardUniform.sample(&mut self.0)
    }

    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.share()
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    pub(crate) fn normal(&mut self, mean: f64, deviation: f64) -> f64 {
        let draw: f64 = StandardNormal.sample(&mut self.0);
        mean + deviation * draw
    }

    pub(crate) fn log_normal(&mut self, median: f64, sigma: f64) -> f64 {
        median * self.normal(0.0, sigma).exp()
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        let draw: f64 = Exp1.sample(&mut self.0);
        mean * draw
    }

    /// Heavy-tailed: at least `least`; the smaller the shape, the heavier the tail.
    pub(crate) fn pareto(&mut self, least: f64, shape: f64) -> f64 {
        least * (1.0 - self.share()).powf(-1.0 / shape)
    }

    /// Both parameters above 0; anything else gives 0, which no caller asks for.
    pub(crate) fn gamma(&mut self, shape: f64, scale: f64) -> f64 {
        Gamma::new(shape, scale).map_or(0.0, |gamma| gamma.sample(&mut self.0))
    }

    /// Both parameters above 0; anything else gives one half.
    pub(crate) fn beta(&mut self, alpha: f64, beta: f64) -> f64 {
        Beta::new(alpha, beta).map_or(0.5, |beta| beta.sample(&mut self.0))
    }

    /// A number of independent rare things with this mean.
    pub(crate) fn count(&mut self, mean: f64) -> u32 {
        Poisson::new(mean).map_or(0, |poisson| {
            let draw: f64 = poisson.sample(&mut self.0);
            draw as u32
        })
    }

    /// From `low` to `high`, both possible.
    pub(crate) fn whole(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// Below `end`; 0 where `end` is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((self.share() * end as f64) as usize).min(end.saturating_sub(1))
    }

    /// One of several, `None` of none.
    pub(crate) fn one_of<'a, T>(&mut self, several: &'a [T]) -> Option<&'a T> {
        several.get(self.below(several.len()))
    }

    /// A position, each as likely as its weight; `None` where no weight is above 0.
    pub(crate) fn weighted(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().filter(|weight| **weight > 0.0).sum();
        if total <= 0.0 {
            return None;
        }
        let mut left = self.share() * total;
        for (position, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
            left -= weight;
            if left < 0.0 {
                return Some(position);
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }

    /// A random identifier in the form of a version 4 UUID.
    pub(crate) fn identifier(&mut self) -> String {
        let (high, low) = (self.0.next_u64(), self.0.next_u64());
        format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xfff,
            0x8000 | (low >> 48) & 0x3fff,
            low & 0xffff_ffff_ffff
        )
    }
}
