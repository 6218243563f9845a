//! How well predictions agree with labels.

use std::fmt;

use enfilade_content::Posture;
use enfilade_content::model::{CLASSES, class_name};

/// Counts of label by prediction.
#[derive(Debug, Default)]
pub(super) struct Figures {
    counts: [[usize; CLASSES]; CLASSES],
    mistakes: Vec<String>,
}

impl Figures {
    pub(super) fn add(&mut self, label: usize, predicted: usize, name: &str) {
        self.counts[label][predicted] += 1;
        if label != predicted {
            self.mistakes.push(format!("  {} read as {}: {name}", class_name(label), class_name(predicted)));
        }
    }

    pub(super) fn mistakes(&self) -> String {
        self.mistakes.join("\n")
    }
}

/// Harmonic mean of precision and recall of a class.
fn f1<const N: usize>(counts: &[[usize; N]; N], class: usize) -> f64 {
    let hits = counts[class][class] as f64;
    let labelled: usize = counts[class].iter().sum();
    let predicted: usize = counts.iter().map(|row| row[class]).sum();
    if labelled + predicted == 0 { 0.0 } else { 2.0 * hits / (labelled + predicted) as f64 }
}

/// The mean of F1 over classes, how many are right, and of how many.
pub(super) fn macro_f1<const N: usize>(counts: &[[usize; N]; N]) -> (f64, usize, usize) {
    let mean = (0..N).map(|class| f1(counts, class)).sum::<f64>() / N as f64;
    let hits = (0..N).map(|class| counts[class][class]).sum();
    (mean, hits, counts.iter().flatten().sum())
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mean, hits, total) = macro_f1(&self.counts);
        writeln!(f, "  macro-F1 {mean:.3}, {hits} of {total} right; rows are labels, columns predictions")?;
        for class in 0..CLASSES {
            let row: Vec<String> = self.counts[class].iter().map(|count| format!("{count:4}")).collect();
            writeln!(f, "  {:9}{}   F1 {:.2}", class_name(class), row.concat(), f1(&self.counts, class))?;
        }
        Ok(())
    }
}

/// How far degrees agree beyond chance.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    mentions: Vec<(u8, u8)>,
    self_focus: Vec<(u8, u8)>,
    pressure: Vec<(u8, u8)>,
}

impl Agreement {
    pub(super) fn add(&mut self, label: Option<Posture>, predicted: Posture) {
        let Some(label) = label else { return };
        self.mentions.push((label.mentions as u8, predicted.mentions as u8));
        self.self_focus.push((label.self_focus, predicted.self_focus));
        self.pressure.push((label.pressure, predicted.pressure));
    }
}

/// Cohen's kappa with quadratic weights: 1 is agreement, 0 what chance would give.
fn kappa(pairs: &[(u8, u8)]) -> f64 {
    let distance = |a: u8, b: u8| (f64::from(a) - f64::from(b)).powi(2);
    let seen: f64 = pairs.iter().map(|(a, b)| distance(*a, *b)).sum();
    let chance: f64 = pairs.iter().flat_map(|(a, _)| pairs.iter().map(|(_, b)| distance(*a, *b))).sum();
    if chance > 0.0 { 1.0 - seen * pairs.len() as f64 / chance } else { 1.0 }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mentions.is_empty() {
            return writeln!(f, "  no label says how much a page is about its writer");
        }
        let [mentions, focus, pressure] = [&self.mentions, &self.self_focus, &self.pressure].map(|pairs| kappa(pairs));
        writeln!(f, "  weighted kappa: mentions {mentions:.2}, self-focus {focus:.2}, pressure {pressure:.2}")
    }
}
