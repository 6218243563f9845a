//! Trains the text model of `enfilade-content` on the texts in its `training/` folder, one file per style of writing,
//! and reports how well it reads styles that it was not trained on.

mod examples;
mod figures;
mod fit;

use std::path::Path;

use anyhow::{Context, Result};
use enfilade_content::features::{self, Features};
use enfilade_content::model::{CLASSES, Linear, Model};
use enfilade_content::{BlockKind, Page, Posture, judge_with};

use enfilade_content::sentence::{self, PURPOSES, Purpose};
use examples::{Example, Style};
use figures::{Agreement, Figures};
use fit::Penalty;

/// What a room is worth when features are counted: a word seen in fewer styles than this is chance.
const STYLES_MIN: usize = 2;

/// Penalties of models of pages and passages, and of sentences, of which there are many and each is short. Both were
/// chosen by texts held out.
const OF_PAGES: Penalty = Penalty { dense: 0.002, hashed: 0.01 };
const OF_SENTENCES: Penalty = Penalty { dense: 0.001, hashed: 0.0006 };

/// Texts that are joined to one for a longer one.
const LONGER_BY: usize = 4;

/// Trains, writes the model file and reports: on styles held out, or, with `real`, on labelled pages. `real` are labels (`file room …` a line) and the folder of the files: pages that were collected
/// and labelled outside the tree.
///
/// # Errors
/// The training texts cannot be read or the model cannot be written.
pub(crate) fn run(root: &Path, real: Option<(&Path, &Path)>) -> Result<()> {
    let folder = root.join("crates/enfilade-content/training");
    let styles = examples::read_folder(&folder)?;
    let files = examples::read_sentences(&folder.join("sentences"))?;
    let sentences: Vec<(Purpose, String)> = files.iter().flatten().cloned().collect();
    let all: Vec<&Example> = styles.iter().flat_map(|style| &style.examples).collect();
    eprintln!("{} texts in {} styles, {} sentences", all.len(), styles.len(), sentences.len());
    if real.is_none() {
        eprintln!("sentences of each file read by a model of the others: {}", sentences_held_out(&files));
        let (figures, agreement) = held_out(&styles, &sentences);
        eprintln!("each style read by a model that never saw it:\n{figures}{agreement}");
    }
    let model = train(&all, &sentences);
    if let Some((labels, folder)) = real {
        let (mut figures, mut agreement) = (Figures::default(), Agreement::default());
        let labelled = examples::read_labelled(labels, folder)?;
        let pages: Vec<&Page> = labelled.iter().map(|example| &example.page).collect();
        for example in &labelled {
            figures.add(example.class, predicted(&model, &example.page), &example.name);
            agreement.add(example.posture, Posture::of(&model, &example.page));
        }
        let told: Vec<[f32; CLASSES]> = pages.iter().map(|page| sentence::told(&model.sentence, page)).collect();
        let mean: [f32; CLASSES] =
            std::array::from_fn(|class| told.iter().map(|told| told[class]).sum::<f32>() / told.len().max(1) as f32);
        eprintln!("what sentences tell more than usual, in the mean: {mean:.2?}");
        eprintln!("labelled pages:\n{figures}{agreement}{}", figures.mistakes());
    }
    let bytes = model.to_bytes();
    let file = root.join("crates/enfilade-content/model.bin");
    std::fs::write(&file, &bytes).with_context(|| format!("{} cannot be written", file.display()))?;
    eprintln!("{} bytes, {} and {} words kept", bytes.len(), model.page.hashed.len(), model.passage.hashed.len());
    Ok(())
}

/// Each style read by a model trained on all others.
fn held_out(styles: &[Style], sentences: &[(Purpose, String)]) -> (Figures, Agreement) {
    let (mut figures, mut agreement) = (Figures::default(), Agreement::default());
    for held_out in styles {
        let others = styles.iter().filter(|style| style.name != held_out.name);
        let model = train(&others.flat_map(|style| &style.examples).collect::<Vec<_>>(), sentences);
        for example in &held_out.examples {
            figures.add(example.class, predicted(&model, &example.page), &example.name);
            agreement.add(example.posture, Posture::of(&model, &example.page));
        }
    }
    (figures, agreement)
}

/// Sentences of each file read by a model of the others, as macro-F1 over purposes.
fn sentences_held_out(files: &[Vec<(Purpose, String)>]) -> String {
    let mut counts = [[0_usize; PURPOSES]; PURPOSES];
    for held_out in 0..files.len() {
        let others: Vec<(Purpose, String)> = files
            .iter()
            .enumerate()
            .filter(|(index, _)| *index != held_out)
            .flat_map(|(_, file)| file.clone())
            .collect();
        let model = of_sentences(&others);
        for (purpose, sentence) in &files[held_out] {
            let sums = model.sums(&features::of_sentence(sentence));
            let read = (0..PURPOSES).max_by(|a, b| sums[*a].total_cmp(&sums[*b])).unwrap_or(0);
            counts[*purpose as usize][read] += 1;
        }
    }
    let (mean, hits, total) = figures::macro_f1(&counts);
    format!("macro-F1 {mean:.3} over {PURPOSES} purposes, {hits} of {total} right")
}

fn predicted(model: &Model, page: &Page) -> usize {
    let rooms = judge_with(model, page);
    (0..CLASSES).max_by(|a, b| rooms[*a].total_cmp(&rooms[*b])).unwrap_or(0)
}

fn train(examples: &[&Example], sentences: &[(Purpose, String)]) -> Model {
    let longer = longer_pages(examples, |_, _| true);
    let longer_alike = longer_pages(examples, |a, b| match (a.posture, b.posture) {
        (Some(a), Some(b)) => a.mentions == b.mentions && a.self_focus == b.self_focus,
        _ => false,
    });
    let texts = examples.iter().map(|example| (&example.page, *example));
    let pages: Vec<fit::Row> = texts
        .chain(longer.iter().zip(examples.iter().copied()))
        .map(|(page, example)| fit::Row {
            features: features::of_page(page),
            class: example.class,
            style: example.style,
            weight: 1.0,
        })
        .collect();
    let passages: Vec<fit::Row> = examples
        .iter()
        .flat_map(|example| {
            features::passages(&example.page).into_iter().map(|passage| fit::Row {
                features: features::of_passage(passage.blocks),
                class: example.class,
                style: example.style,
                weight: 1.0,
            })
        })
        .collect();
    let posture = |degree: fn(&Posture) -> usize| {
        let texts = examples.iter().map(|example| (&example.page, *example));
        let rows: Vec<fit::Row> = texts
            .chain(longer_alike.iter().zip(examples.iter().copied()))
            .filter_map(|(page, example)| {
                let class = degree(example.posture.as_ref()?);
                let features = Features { hashed: Vec::new(), ..features::of_page(page) };
                Some(fit::Row { features, class, style: example.style, weight: 1.0 })
            })
            .collect();
        fit::fit(&rows, STYLES_MIN, OF_PAGES)
    };
    Model {
        sentence: of_sentences(sentences),
        page: fit::fit(&pages, STYLES_MIN, OF_PAGES),
        passage: fit::fit(&passages, STYLES_MIN, OF_PAGES),
        mentions: posture(|posture| posture.mentions as usize),
        self_focus: posture(|posture| usize::from(posture.self_focus)),
    }
}

fn of_sentences(sentences: &[(Purpose, String)]) -> Linear<PURPOSES> {
    let rows: Vec<fit::Row> = sentences
        .iter()
        .enumerate()
        .map(|(index, (purpose, sentence))| fit::Row {
            features: features::of_sentence(sentence),
            class: *purpose as usize,
            // A word of one sentence alone is chance.
            style: index,
            weight: 1.0,
        })
        .collect();
    fit::fit(&rows, STYLES_MIN, OF_SENTENCES)
}

/// Texts joined from several of one room and style that also fit. The training texts are short and real pages are not; without these
/// the model would take length for a sign.
fn longer_pages(examples: &[&Example], fits: fn(&Example, &Example) -> bool) -> Vec<Page> {
    let alike = |a: &Example, b: &Example| a.style == b.style && a.class == b.class && fits(a, b);
    let join = |(index, example): (usize, &&Example)| {
        let mut page = example.page.clone();
        let others = examples[index + 1..].iter().chain(&examples[..index]).filter(|other| alike(other, example));
        for other in others.take(LONGER_BY) {
            page.blocks.extend(other.page.blocks.iter().filter(|block| block.kind != BlockKind::Heading(1)).cloned());
        }
        page
    };
    examples.iter().enumerate().map(join).collect()
}
