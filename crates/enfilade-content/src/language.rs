//! Which language a text is in, as far as is needed to say "not judged: German" instead of guessing.
//!
//! Every language spends a fifth to a half of its words on the same few dozen little ones, so that a hundred words of
//! running text suffice and names, numbers and technical terms do not disturb. Writing systems of their own are told by
//! their letters.

use crate::Page;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    /// Another one, by its English name.
    Other(&'static str),
    /// Too little text, or no language that is known here.
    Unknown,
}

/// Words from which a text can be told.
const WORDS_MIN: usize = 12;

/// Words that are looked at.
const WORDS_MAX: usize = 3_000;

/// The share of little words from which a language is believed.
const SHARE_MIN: f64 = 0.14;

/// Names, letters of the language's tag, and its most frequent little words. Words that two languages share stand in
/// both; what decides is the sum.
const LITTLE_WORDS: [(&str, &str); 18] = [
    (
        "English",
        "the of and to a in is that it for you with on as are be this or your we have by not at from can an if \
                 they their our will more what when how which but all was has one do who about",
    ),
    (
        "German",
        "der die das und ist in den von zu mit sich des auf für nicht ein eine als auch es an werden aus er hat \
                dass sie nach wird bei einer um am sind noch wie einem über einen so zum kann wir ihre oder im ihr",
    ),
    (
        "French",
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec son \
                vous nous votre ou aux leur mais cette notre ces être",
    ),
    (
        "Spanish",
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ya este sí \
                 porque esta entre cuando muy sin sobre también nuestro",
    ),
    (
        "Italian",
        "di e il la che in a per un è del con non le una si da al i della dei sono come ma anche più alla nel gli \
                 delle lo ci questo nostro tuo",
    ),
    (
        "Portuguese",
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à \
                    seu sua ou ser você nossa são",
    ),
    (
        "Dutch",
        "de het een van en in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog worden door \
               naar heeft wij je we deze kunnen onze",
    ),
    (
        "Swedish",
        "och i att det som en på är av för med den till ett om har de inte vi kan eller din från du så var våra",
    ),
    (
        "Danish",
        "og i at det er en til af på for med den som der de et har ikke vi kan din eller om du fra så vores jeg",
    ),
    (
        "Norwegian",
        "og i å det er en til av på for med som den de et har ikke vi kan din eller om du fra så våre jeg ut",
    ),
    ("Finnish", "ja on ei se että oli hän ovat myös kun niin mutta tai joka ole kuin sen voi mukaan sekä jos nyt me"),
    ("Polish", "w i na się z do nie to że jest o jak za od po przez dla są oraz lub ale co które który może tym być"),
    ("Czech", "a se v na je že o s z do i to k ve pro za by ale si po jako jsou nebo které který od aby pokud jak"),
    ("Hungarian", "a az és hogy nem is egy ez van meg de csak már mint vagy ha el azt még volt kell lehet nagyon ami"),
    ("Romanian", "de și în a la cu pe din care nu o un că este pentru mai să se sau au sunt prin fi ce noastră"),
    ("Turkish", "ve bir bu için ile da de olarak daha çok olan gibi en ne kadar ama veya sonra her değil ise"),
    (
        "Indonesian",
        "yang dan di untuk dengan ini dari pada dalam tidak adalah akan ke atau itu anda kami dapat oleh juga",
    ),
    ("Vietnamese", "và của là các có cho được trong một với không này những để người khi đến từ bạn về"),
];

/// Tags of `lang` attributes by language name; only those that tell what the letters cannot.
const TAGS: [(&str, &str); 18] = [
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("pt", "Portuguese"),
    ("nl", "Dutch"),
    ("sv", "Swedish"),
    ("da", "Danish"),
    ("nb", "Norwegian"),
    ("no", "Norwegian"),
    ("fi", "Finnish"),
    ("pl", "Polish"),
    ("cs", "Czech"),
    ("hu", "Hungarian"),
    ("ro", "Romanian"),
    ("tr", "Turkish"),
    ("vi", "Vietnamese"),
];

/// The language of a page's title and main content. What the page states of itself decides only where its text is too
/// short, because templates often state a language that nobody changed.
#[must_use]
pub fn language_of(page: &Page) -> Language {
    let text = format!("{}\n{}", page.title, page.text());
    match of_text(&text) {
        Language::Unknown => stated(&page.stated_language),
        told => told,
    }
}

fn stated(tag: &str) -> Language {
    let tag = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match TAGS.iter().find(|(known, _)| *known == tag) {
        Some((_, "English")) => Language::English,
        Some((_, name)) => Language::Other(name),
        None => Language::Unknown,
    }
}

fn of_text(text: &str) -> Language {
    if let Some(name) = by_letters(text) {
        return Language::Other(name);
    }
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .take(WORDS_MAX)
        .map(|word| word.split(['\'', '’']).next().unwrap_or(word).to_lowercase())
        .collect();
    if words.len() < WORDS_MIN {
        return Language::Unknown;
    }
    let mut best = (0.0, "");
    for (name, little) in LITTLE_WORDS {
        let little: std::collections::HashSet<&str> = little.split_whitespace().collect();
        let hits = words.iter().filter(|word| little.contains(word.as_str())).count();
        let share = hits as f64 / words.len() as f64;
        if share > best.0 {
            best = (share, name);
        }
    }
    match best {
        (share, _) if share < SHARE_MIN => Language::Unknown,
        (_, "English") => Language::English,
        (_, name) => Language::Other(name),
    }
}

/// A language whose letters are its own, if at least a third of the letters are.
fn by_letters(text: &str) -> Option<&'static str> {
    let mut letters = 0_usize;
    let mut counts = [0_usize; 9];
    const NAMES: [&str; 9] = ["Japanese", "Chinese", "Korean", "Russian", "Greek", "Arabic", "Hebrew", "Thai", "Hindi"];
    for c in text.chars().filter(|c| c.is_alphabetic()).take(20_000) {
        letters += 1;
        let index = match c {
            '\u{3040}'..='\u{30ff}' => 0,
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => 1,
            '\u{ac00}'..='\u{d7af}' => 2,
            '\u{400}'..='\u{52f}' => 3,
            '\u{370}'..='\u{3ff}' => 4,
            '\u{600}'..='\u{6ff}' => 5,
            '\u{590}'..='\u{5ff}' => 6,
            '\u{e00}'..='\u{e7f}' => 7,
            '\u{900}'..='\u{97f}' => 8,
            _ => continue,
        };
        counts[index] += 1;
    }
    // Japanese is written with Chinese signs and its own between them.
    if counts[0] * 10 >= counts[1] {
        counts[0] += counts[1];
    }
    let (index, count) = counts.iter().enumerate().max_by_key(|(index, count)| (**count, std::cmp::Reverse(*index)))?;
    (letters >= 8 && count * 3 >= letters).then_some(NAMES[index])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Language {
        of_text(text)
    }

    #[test]
    fn running_text_is_told() {
        let english =
            "Month end takes nine days because the figures arrive in three formats and nobody owns the mapping.";
        assert_eq!(told(english), Language::English);
        let german = "Der Monatsabschluss dauert neun Tage, weil die Zahlen in drei Formaten kommen und niemand für die \
                      Zuordnung verantwortlich ist. Das kostet Zeit und Nerven.";
        assert_eq!(told(german), Language::Other("German"));
        let french = "La clôture prend neuf jours parce que les chiffres arrivent dans trois formats et que personne ne \
                      s'occupe de la correspondance entre les comptes.";
        assert_eq!(told(french), Language::Other("French"));
        let dutch = "De maandafsluiting duurt negen dagen omdat de cijfers in drie vormen komen en niemand er voor zorgt \
                     dat het klopt met de rest.";
        assert_eq!(told(dutch), Language::Other("Dutch"));
        assert_eq!(told("月次決算に九日かかるのは、数字が三つの形式で届くからです。"), Language::Other("Japanese"));
        assert_eq!(told("Закрытие месяца занимает девять дней"), Language::Other("Russian"));
    }

    #[test]
    fn little_text_is_not_guessed_but_its_statement_counts() {
        assert_eq!(told("Pricing"), Language::Unknown);
        let page = Page { title: "Preise".to_owned(), stated_language: "de-AT".to_owned(), ..Page::default() };
        assert_eq!(language_of(&page), Language::Other("German"));
    }

    #[test]
    fn a_list_of_names_with_english_around_it_is_english() {
        let text = "We support Kubernetes, Terraform, Prometheus, Grafana and Jenkins for teams that run their own \
                    clusters in AWS, Azure or GCP, with Helm charts and a CLI.";
        assert_eq!(told(text), Language::English);
    }
}
