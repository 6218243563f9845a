//! What a sentence does for whoever reads it. What a page is for is mostly what its sentences do, and that generalises to
//! pages unlike those of `training/`, which words of whole pages do less.

use enfilade_domain::Room;

use crate::features;
use crate::model::{CLASSES, Linear, NONE, probabilities};
use crate::page::{Block, BlockKind, Page};
use crate::words::sentences;

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The reader's situation is bad: symptoms, causes, risks.
    Pain,
    /// What living with it costs.
    Loss,
    /// A way to solve it, told for its own sake.
    Method,
    /// Ways weighed against each other.
    Options,
    /// What the product or the service does.
    Product,
    /// Prices, budgets and what the remedy returns.
    Price,
    /// Terms, effort and time of committing.
    Plan,
    /// What others have got from it.
    Proof,
    /// Who the writer is.
    Firm,
    /// News, vacancies, manuals and law: nothing for a buyer.
    Notice,
    /// Asks the reader to do something.
    Call,
    /// None of these.
    Other,
}

/// How many purposes there are.
pub const PURPOSES: usize = 12;

impl Purpose {
    pub const ALL: [Self; PURPOSES] = [
        Self::Pain,
        Self::Loss,
        Self::Method,
        Self::Options,
        Self::Product,
        Self::Price,
        Self::Plan,
        Self::Proof,
        Self::Firm,
        Self::Notice,
        Self::Call,
        Self::Other,
    ];

    /// As in the training texts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pain => "pain",
            Self::Loss => "loss",
            Self::Method => "method",
            Self::Options => "options",
            Self::Product => "product",
            Self::Price => "price",
            Self::Plan => "plan",
            Self::Proof => "proof",
            Self::Firm => "firm",
            Self::Notice => "notice",
            Self::Call => "call",
            Self::Other => "other",
        }
    }

    /// The purpose of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == name)
    }

    /// The class that a page of such sentences has: a room, none, or nothing that could be said.
    const fn class(self) -> Option<usize> {
        match self {
            Self::Pain | Self::Loss => Some(Room::Problem.index()),
            Self::Method | Self::Options | Self::Product => Some(Room::Solution.index()),
            Self::Price | Self::Plan => Some(Room::Offer.index()),
            Self::Proof | Self::Firm => Some(Room::Sales.index()),
            Self::Notice => Some(NONE),
            Self::Call | Self::Other => None,
        }
    }
}

/// Kept away from zero: a page of few sentences must not be sure of anything.
const FLOOR: f32 = 0.02;

/// The mean of what [`told`] adds up before it is taken away, on real pages that lie outside the tree: some purposes are
/// seen everywhere, and a page is told by what it has more of than others.
const USUAL: [f32; CLASSES] = [-1.74, -0.94, -2.17, -2.00, -2.37];

/// How much each class is told by the sentence.
#[must_use]
pub(crate) fn classes(model: &Linear<PURPOSES>, sentence: &str) -> [f32; CLASSES] {
    let shares = probabilities(model.sums(&features::of_sentence(sentence)));
    let mut classes = [0.0; CLASSES];
    for (purpose, share) in Purpose::ALL.into_iter().zip(shares) {
        if let Some(class) = purpose.class() {
            classes[class] += share;
        }
    }
    classes
}

/// How much more than usual the sentences of a page do what each class does, as logarithms. Headings are left out where
/// there is other text: they name what they do not tell. Longer sentences count more, by the root of their words.
#[must_use]
pub fn told(model: &Linear<PURPOSES>, page: &Page) -> [f32; CLASSES] {
    let is_body = |block: &&Block| !matches!(block.kind, BlockKind::Code | BlockKind::Heading(_));
    let mut found = shares(model, page.blocks.iter().filter(is_body));
    if found.is_none() {
        found = shares(model, page.blocks.iter().filter(|block| block.kind != BlockKind::Code));
    }
    let Some(shares) = found else { return [0.0; CLASSES] };
    std::array::from_fn(|class| (shares[class] + FLOOR).ln() - USUAL[class])
}

/// The weighted mean over all sentences; nothing where there is none.
fn shares<'a>(model: &Linear<PURPOSES>, blocks: impl Iterator<Item = &'a Block>) -> Option<[f32; CLASSES]> {
    let (mut sums, mut total) = ([0.0; CLASSES], 0.0);
    for sentence in blocks.flat_map(|block| sentences(&block.text)).take(SENTENCES_MAX) {
        let weight = (sentence.split_whitespace().count() as f32).sqrt();
        let classes = classes(model, sentence);
        sums.iter_mut().zip(classes).for_each(|(sum, share)| *sum += weight * share);
        total += weight;
    }
    (total > 0.0).then(|| sums.map(|sum| sum / total))
}

/// More say nothing further of what a page is for.
const SENTENCES_MAX: usize = 400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MODEL;

    #[test]
    fn every_purpose_has_its_place_and_name() {
        for (index, purpose) in Purpose::ALL.into_iter().enumerate() {
            assert_eq!((purpose as usize, Purpose::parse(purpose.as_str())), (index, Some(purpose)));
        }
        assert_eq!(Purpose::parse("gossip"), None);
    }

    #[test]
    fn sentences_are_told_by_what_they_do() {
        let most = |sentence: &str| {
            let classes = classes(&MODEL.sentence, sentence);
            (0..CLASSES).max_by(|a, b| classes[*a].total_cmp(&classes[*b])).unwrap()
        };
        assert_eq!(most("Nobody notices the missing invoices until the auditor asks for them."), 0);
        assert_eq!(most("Start by listing every supplier and give each one an owner."), 1);
        assert_eq!(most("The plan costs $49 per month, billed annually."), 2);
        assert_eq!(most("Founded in 1987, we are a family firm with sixty people."), 3);
        assert_eq!(most("We are hiring a senior engineer in Ghent."), NONE);
    }

    #[test]
    fn a_page_without_sentences_tells_nothing() {
        assert_eq!(told(&MODEL.sentence, &Page::default()), [0.0; CLASSES]);
    }
}
