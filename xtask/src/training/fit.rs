//! Multinomial logistic regression with a quadratic penalty, by full gradients: few texts, no chance, one result.

use std::collections::{BTreeMap, BTreeSet};

use enfilade_content::features::Features;
use enfilade_content::model::{Linear, probabilities};

/// One text to learn from.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) features: Features,
    pub(super) class: usize,
    pub(super) style: usize,
    pub(super) weight: f32,
}

const ROUNDS: usize = 220;

/// The penalty for each squared weight, per text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Penalty {
    pub(super) dense: f32,
    pub(super) hashed: f32,
}

/// Fits a model. Rooms count alike however many texts they have; a word that occurs in fewer than `styles_min` styles is
/// left out, because it is about an industry or a habit and not about a room.
pub(super) fn fit<const N: usize>(rows: &[Row], styles_min: usize, penalty: Penalty) -> Linear<N> {
    let kept = kept_buckets(rows, styles_min);
    let place: BTreeMap<u32, usize> = kept.iter().enumerate().map(|(index, bucket)| (*bucket, index)).collect();
    let sparse: Vec<Vec<(usize, f32)>> = rows
        .iter()
        .map(|row| row.features.hashed.iter().filter_map(|(b, v)| place.get(b).map(|index| (*index, *v))).collect())
        .collect();
    let dense_count = rows.first().map_or(0, |row| row.features.dense.len());
    let importance = importance::<N>(rows);
    let mut state = State::<N>::new(dense_count, kept.len());
    for round in 0..ROUNDS {
        let mut gradient = State::<N>::new(dense_count, kept.len());
        for ((row, sparse), weight) in rows.iter().zip(&sparse).zip(&importance) {
            let mut sums = state.bias;
            accumulate(&mut sums, row.features.dense.iter().enumerate().map(|(i, v)| (&state.dense[i], *v)));
            accumulate(&mut sums, sparse.iter().map(|(i, v)| (&state.hashed[*i], *v)));
            let mut errors = probabilities(sums);
            errors[row.class] -= 1.0;
            let errors = errors.map(|error| error * weight);
            step(&mut gradient.bias, &errors, 1.0);
            for (index, value) in row.features.dense.iter().enumerate() {
                step(&mut gradient.dense[index], &errors, *value);
            }
            for (index, value) in sparse {
                step(&mut gradient.hashed[*index], &errors, *value);
            }
        }
        state.descend(&gradient, round, penalty);
    }
    Linear { bias: state.bias, dense: state.dense, hashed: kept.into_iter().zip(state.hashed).collect() }
}

fn kept_buckets(rows: &[Row], styles_min: usize) -> Vec<u32> {
    let mut styles: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
    for row in rows {
        for (bucket, _) in &row.features.hashed {
            styles.entry(*bucket).or_default().insert(row.style);
        }
    }
    styles.into_iter().filter(|(_, styles)| styles.len() >= styles_min).map(|(bucket, _)| bucket).collect()
}

/// Each class has the same sum, and all rows together 1.
fn importance<const N: usize>(rows: &[Row]) -> Vec<f32> {
    let mut sums = [0.0_f32; N];
    for row in rows {
        sums[row.class] += row.weight;
    }
    rows.iter().map(|row| row.weight / sums[row.class].max(1.0) / N as f32).collect()
}

fn accumulate<'a, const N: usize>(sums: &mut [f32; N], weights: impl Iterator<Item = (&'a [f32; N], f32)>) {
    for (weights, value) in weights {
        step(sums, weights, value);
    }
}

fn step<const N: usize>(target: &mut [f32; N], direction: &[f32; N], length: f32) {
    for (target, direction) in target.iter_mut().zip(direction) {
        *target += direction * length;
    }
}

/// Weights with the running means that Adam keeps of their gradients.
#[derive(Debug)]
struct State<const N: usize> {
    bias: [f32; N],
    dense: Vec<[f32; N]>,
    hashed: Vec<[f32; N]>,
    moments: Vec<[(f32, f32); N]>,
}

impl<const N: usize> State<N> {
    fn new(dense: usize, hashed: usize) -> Self {
        Self {
            bias: [0.0; N],
            dense: vec![[0.0; N]; dense],
            hashed: vec![[0.0; N]; hashed],
            moments: vec![[(0.0, 0.0); N]; 1 + dense + hashed],
        }
    }

    /// One step of Adam (Kingma and Ba, 2015) with the penalties added to the gradient.
    fn descend(&mut self, gradient: &Self, round: usize, penalty: Penalty) {
        const RATE: f32 = 0.06;
        let (keep_first, keep_second) = (0.9_f32, 0.99_f32);
        let exponent = round as i32 + 1;
        let (first_scale, second_scale) = (1.0 - keep_first.powi(exponent), 1.0 - keep_second.powi(exponent));
        let dense_count = self.dense.len();
        let weights = std::iter::once(&mut self.bias).chain(&mut self.dense).chain(&mut self.hashed);
        let gradients = std::iter::once(&gradient.bias).chain(&gradient.dense).chain(&gradient.hashed);
        for (index, ((weights, gradients), moments)) in weights.zip(gradients).zip(&mut self.moments).enumerate() {
            let penalty = match index {
                0 => 0.0,
                _ if index <= dense_count => penalty.dense,
                _ => penalty.hashed,
            };
            for class in 0..N {
                let slope = gradients[class] + penalty * weights[class];
                let (first, second) = &mut moments[class];
                *first = keep_first * *first + (1.0 - keep_first) * slope;
                *second = keep_second * *second + (1.0 - keep_second) * slope * slope;
                weights[class] -= RATE * (*first / first_scale) / ((*second / second_scale).sqrt() + 1e-6);
            }
        }
    }
}
