//! Sentences with places and marks, drawn as one text, so that whoever translates sees the whole of it.
//!
//! `sentence!("You look at <b>{day}</b>, as it was known then.", day = as_day(date))` draws what `html!` would draw of
//! the pieces. A place takes whatever `html!` can draw. A mark without attributes is written as it is; one with attributes
//! is given as an empty element after a semicolon: `sentence!("Read <a>the sheet</a>."; a = html! { a href="/ready" {} })`.

use enfilade_language::{Piece, pieces};
use maud::{Markup, PreEscaped, Render};

/// Marks that need no element.
const PLAIN: [&str; 9] = ["b", "i", "em", "strong", "code", "cite", "kbd", "small", "span"];

/// Draws a sentence. Everything is text but the marks that the caller knows.
#[must_use]
pub fn drawn(text: &str, places: &[(&str, Markup)], marks: &[(&str, Markup)]) -> Markup {
    let mut html = String::with_capacity(text.len() + 32 * (places.len() + marks.len()));
    let element = |name: &str| {
        let known = marks.iter().find(|(known, _)| *known == name);
        known.and_then(|(_, element)| element.0.rfind("</").map(|end| element.0.split_at(end)))
    };
    for piece in pieces(text) {
        match piece {
            Piece::Words(words) => words.render_to(&mut html),
            Piece::Place(name) => match places.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => html.push_str(&value.0),
                None => format_args!("{{{name}}}").render_to(&mut html),
            },
            Piece::Opens(name) => match element(name) {
                Some((open, _)) => html.push_str(open),
                None if PLAIN.contains(&name) => html.extend(["<", name, ">"]),
                None => format_args!("<{name}>").render_to(&mut html),
            },
            Piece::Closes(name) => match element(name) {
                Some((_, close)) => html.push_str(close),
                None if PLAIN.contains(&name) => html.extend(["</", name, ">"]),
                None => format_args!("</{name}>").render_to(&mut html),
            },
        }
    }
    PreEscaped(html)
}

/// A sentence with places and marks, in the language in force.
macro_rules! sentence {
    ($text:literal $(, $name:ident = $value:expr)* $(,)? $(; $($mark:ident = $element:expr),+ $(,)?)?) => {
        $crate::components::sentences::drawn(
            ::enfilade_language::text($text),
            &[$((::core::stringify!($name), ::maud::html! { ($value) })),*],
            &[$($((::core::stringify!($mark), $element)),+)?],
        )
    };
}

/// The same for a sentence that goes with a count.
macro_rules! counted_sentence {
    (
        $count:expr, $one:literal, $many:literal
        $(, $name:ident = $value:expr)* $(,)? $(; $($mark:ident = $element:expr),+ $(,)?)?
    ) => {
        $crate::components::sentences::drawn(
            ::enfilade_language::counted(::enfilade_language::Count::count(&$count), $one, $many),
            &[$((::core::stringify!($name), ::maud::html! { ($value) })),*],
            &[$($((::core::stringify!($mark), $element)),+)?],
        )
    };
}

pub(crate) use {counted_sentence, sentence};

#[cfg(test)]
mod tests {
    use maud::html;

    #[test]
    fn a_sentence_is_drawn_as_its_pieces_would_be() {
        let name = "A & <B>";
        let drawn = sentence!("Read <a>the sheet of {name}</a>: <b>{count}</b> < 3.", name = name, count = 2; a = html! { a href="/x?a&b" {} });
        let pieces = html! { "Read " a href="/x?a&b" { "the sheet of " (name) } ": " b { (2) } " < 3." };
        assert_eq!(drawn.into_string(), pieces.into_string());
        let many = counted_sentence!(2, "<b>one</b>", "<b>{count}</b> of them", count = 2);
        assert_eq!(many.into_string(), "<b>2</b> of them");
    }

    #[test]
    fn what_the_caller_does_not_know_stays_text() {
        let drawn = super::drawn("<script>{x}</script><b>y</b>", &[], &[]).into_string();
        assert_eq!(drawn, "&lt;script&gt;{x}&lt;/script&gt;<b>y</b>");
    }
}
