//! The text model: for each room and for none, a sum of weights. It is trained by `xtask train-content` on the texts in
//! `training/` and lies in the binary; nothing is downloaded.

use std::sync::LazyLock;

use enfilade_domain::Room;

use crate::features::{BUCKETS, Features};
use crate::sentence::PURPOSES;

/// The rooms in order, then none.
pub const CLASSES: usize = 5;

/// Position of none among the classes.
pub const NONE: usize = 4;

/// Weights of one linear model that tells `N` classes apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear<const N: usize = CLASSES> {
    pub bias: [f32; N],
    /// Weights of the dense features, in their order.
    pub dense: Vec<[f32; N]>,
    /// Buckets that have weights, ascending.
    pub hashed: Vec<(u32, [f32; N])>,
}

impl<const N: usize> Default for Linear<N> {
    fn default() -> Self {
        Self { bias: [0.0; N], dense: Vec::new(), hashed: Vec::new() }
    }
}

impl<const N: usize> Linear<N> {
    /// The sum for each class; only differences between classes mean something.
    #[must_use]
    pub fn sums(&self, features: &Features) -> [f32; N] {
        let mut sums = self.bias;
        let mut add = |weights: &[f32; N], value: f32| {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += weight * value;
            }
        };
        for (weights, value) in self.dense.iter().zip(&features.dense) {
            add(weights, *value);
        }
        for (bucket, value) in &features.hashed {
            if let Ok(index) = self.hashed.binary_search_by_key(bucket, |(known, _)| *known) {
                add(&self.hashed[index].1, *value);
            }
        }
        sums
    }
}

/// Probabilities from sums.
#[must_use]
pub fn probabilities<const N: usize>(sums: [f32; N]) -> [f32; N] {
    let most = sums.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers = sums.map(|sum| (sum - most).exp());
    let total: f32 = powers.iter().sum();
    powers.map(|power| power / total)
}

/// The name of a class in files and results.
#[must_use]
pub fn class_name(class: usize) -> &'static str {
    Room::ALL.get(class).map_or("none", |room| room.as_str())
}

/// The models of one file: of a page as a whole, of passages, of a page's posture, and of single sentences.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    pub page: Linear,
    pub passage: Linear,
    /// How much the page is about the writer's own solution: not, lightly, centrally.
    pub mentions: Linear,
    /// Self-focus, 0 to 3.
    pub self_focus: Linear,
    /// What a sentence does, see [`crate::sentence::Purpose`].
    pub sentence: Linear<PURPOSES>,
}

const MAGIC: &[u8; 8] = b"enfcont2";

static MODEL_FILE: &[u8] = include_bytes!("../model.bin");

/// The model in this binary.
pub(crate) static MODEL: LazyLock<Model> = LazyLock::new(|| Model::from_bytes(MODEL_FILE).unwrap_or_default());

impl Model {
    /// The model file: each weight as a byte, with one scale for each group of them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for linear in [&self.page, &self.passage, &self.mentions, &self.self_focus] {
            write_linear(linear, &mut bytes);
        }
        write_linear(&self.sentence, &mut bytes);
        bytes
    }

    /// Reads a model file; nothing if it is not one or is cut short.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let page = read_linear(&mut rest)?;
        let passage = read_linear(&mut rest)?;
        let mentions = read_linear(&mut rest)?;
        let self_focus = read_linear(&mut rest)?;
        let sentence = read_linear(&mut rest)?;
        Some(Self { page, passage, mentions, self_focus, sentence })
    }
}

fn write_linear<const N: usize>(linear: &Linear<N>, bytes: &mut Vec<u8>) {
    linear.bias.iter().for_each(|bias| bytes.extend(bias.to_le_bytes()));
    write_group(&linear.dense, bytes);
    let weights: Vec<[f32; N]> = linear.hashed.iter().map(|(_, weights)| *weights).collect();
    write_group(&weights, bytes);
    for (bucket, _) in &linear.hashed {
        bytes.extend((*bucket as u16).to_le_bytes());
    }
}

/// Number of rows, scale, and the weights as signed bytes.
fn write_group<const N: usize>(weights: &[[f32; N]], bytes: &mut Vec<u8>) {
    let most = weights.iter().flatten().fold(0.0_f32, |most, weight| most.max(weight.abs()));
    let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
    bytes.extend((weights.len() as u32).to_le_bytes());
    bytes.extend(scale.to_le_bytes());
    bytes.extend(weights.iter().flatten().map(|weight| (weight / scale).round() as i8 as u8));
}

fn read_linear<const N: usize>(rest: &mut &[u8]) -> Option<Linear<N>> {
    let mut bias = [0.0; N];
    for value in &mut bias {
        *value = f32::from_le_bytes(take(rest, 4)?.try_into().ok()?);
    }
    let dense = read_group(rest)?;
    let weights = read_group(rest)?;
    let mut hashed = Vec::with_capacity(weights.len());
    for row in weights {
        let bucket = u16::from_le_bytes(take(rest, 2)?.try_into().ok()?);
        hashed.push((u32::from(bucket), row));
    }
    Some(Linear { bias, dense, hashed })
}

fn read_group<const N: usize>(rest: &mut &[u8]) -> Option<Vec<[f32; N]>> {
    let count = u32::from_le_bytes(take(rest, 4)?.try_into().ok()?) as usize;
    let scale = f32::from_le_bytes(take(rest, 4)?.try_into().ok()?);
    let bytes = take(rest, count.checked_mul(N)?)?;
    let row = |row: &[u8]| std::array::from_fn(|class| f32::from(row[class] as i8) * scale);
    (count <= BUCKETS).then(|| bytes.chunks_exact(N).map(row).collect())
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, left) = rest.split_at_checked(count)?;
    *rest = left;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_file_comes_back_and_a_broken_one_is_refused() {
        let linear = Linear {
            bias: [0.5, 0.0, -0.25, 0.0, 1.0],
            dense: vec![[1.0, -1.0, 0.0, 0.5, 0.0]],
            hashed: vec![(3, [0.0; 5]), (65_535, [2.0, 0.0, 0.0, 0.0, -2.0])],
        };
        let model = Model { page: linear.clone(), passage: linear, ..Model::default() };
        let bytes = model.to_bytes();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!(read.page.hashed[1].0, 65_535);
        assert!((read.page.hashed[1].1[4] + 2.0).abs() < 0.02);
        assert!((read.passage.dense[0][3] - 0.5).abs() < 0.01);
        for length in 0..bytes.len() {
            assert_eq!(Model::from_bytes(&bytes[..length]), None);
        }
    }

    #[test]
    fn the_model_in_the_binary_fits_the_features() {
        let page = crate::read_page("a.md", "# Why does month end slip?\n\nNobody knows.\n");
        assert_eq!(MODEL.page.dense.len(), crate::features::of_page(&page).dense.len());
        assert_eq!(MODEL.passage.dense.len(), crate::features::of_passage(&page.blocks).dense.len());
        assert_eq!(MODEL.sentence.dense.len(), crate::features::of_sentence("Nobody knows.").dense.len());
        assert!(!MODEL.page.hashed.is_empty());
    }
}
