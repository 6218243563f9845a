//! How a text is written in the source. `cargo run -p xtask -- languages` collects what stands in these macros.

use std::fmt::Display;

use crate::in_force;

/// What can be counted. Numbers below zero are none.
pub trait Count {
    fn count(&self) -> u64;
}

macro_rules! counts {
    ($($number:ty),+) => {
        $(impl Count for $number {
            fn count(&self) -> u64 {
                u64::try_from(*self).unwrap_or(0)
            }
        })+
    };
}

counts!(u8, u16, u32, u64, usize, i32, i64);

impl<T: Count + ?Sized> Count for &T {
    fn count(&self) -> u64 {
        (**self).count()
    }
}

/// A text in the language in force.
#[must_use]
pub fn text(text: &'static str) -> &'static str {
    in_force().map_or(text, |language| language.text(text).unwrap_or(text))
}

/// A name that was marked elsewhere with [`marked!`](crate::marked), in the language in force. What no language file knows
/// stays as it is.
#[must_use]
pub fn translated(text: &str) -> &str {
    in_force().and_then(|language| language.text(text)).unwrap_or(text)
}

/// The form of a text that goes with a count.
#[must_use]
pub fn counted(count: u64, one: &'static str, many: &'static str) -> &'static str {
    let form = in_force().and_then(|language| language.counted(count, one));
    form.unwrap_or(if count == 1 { one } else { many })
}

/// The same with its places filled.
#[must_use]
pub fn counted_filled(
    count: u64,
    one: &'static str,
    many: &'static str,
    places: &[(&'static str, &dyn Display)],
) -> String {
    crate::filled(counted(count, one, many), places)
}

/// A text of the pages, in the language in force: `t!("Ready")`, or with named places
/// `t!("{count} of {all} pieces", count = 3, all = 8)`. Without places it is a `&'static str`, otherwise a `String`.
#[macro_export]
macro_rules! t {
    ($text:literal $(,)?) => {
        $crate::text($text)
    };
    ($text:literal, $($name:ident = $value:expr),+ $(,)?) => {
        match ($(&$value,)+) {
            ($($name,)+) => match $crate::in_force() {
                ::core::option::Option::None => ::std::format!($text, $($name = $name),+),
                ::core::option::Option::Some(language) => {
                    language.filled($text, &[$((::core::stringify!($name), $name as &dyn ::core::fmt::Display)),+])
                }
            },
        }
    };
}

/// A text that goes with a count: `tn!(count, "one person", "{count} people", count = count)`. Languages with more forms
/// than two choose by their own rule. Without places it is a `&'static str`, otherwise a `String`.
#[macro_export]
macro_rules! tn {
    ($count:expr, $one:literal, $many:literal $(,)?) => {
        $crate::counted($crate::Count::count(&$count), $one, $many)
    };
    ($count:expr, $one:literal, $many:literal, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::counted_filled(
            $crate::Count::count(&$count),
            $one,
            $many,
            &[$((::core::stringify!($name), &$value as &dyn ::core::fmt::Display)),+],
        )
    };
}

/// Marks a text where none can be translated yet, such as in a constant, and leaves it as it is. Where it is shown,
/// [`translated`](crate::translated) puts it into the language in force.
#[macro_export]
macro_rules! marked {
    ($text:literal) => {
        $text
    };
}
