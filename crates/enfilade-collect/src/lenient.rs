//! Reading JSON that strangers wrote: one pass, borrowed where possible, the last of two equal keys wins, and a value
//! of the wrong type is remembered instead of ending the reading.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::limits::TEXT_CHARACTERS;

/// A value that should be a text or a number.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Leaf<'a> {
    #[default]
    Absent,
    Text(Cow<'a, str>),
    Whole(i64),
    Large(u64),
    Real(f64),
    Truth(bool),
    Structure,
}

impl<'a> Leaf<'a> {
    /// The text, where it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, also where it was written as text.
    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Large(number) => Some(*number as f64),
            Self::Real(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// Text or number as text; `Err` when it is neither.
    pub(crate) fn word(&self) -> Result<Option<Cow<'_, str>>, ()> {
        match self {
            Self::Absent => Ok(None),
            Self::Text(text) => Ok(Some(Cow::Borrowed(text))),
            Self::Whole(number) => Ok(Some(Cow::Owned(number.to_string()))),
            Self::Large(number) => Ok(Some(Cow::Owned(number.to_string()))),
            Self::Real(number) => Ok(Some(Cow::Owned(number.to_string()))),
            Self::Truth(_) | Self::Structure => Err(()),
        }
    }

    /// Trimmed text of bounded length without control characters; `None` when nothing is left.
    pub(crate) fn clean(&self) -> Option<String> {
        self.text().and_then(|text| clean_text(text, TEXT_CHARACTERS))
    }
}

/// Trims, drops control characters (no store keeps NUL) and cuts; `None` when nothing is left.
pub(crate) fn clean_text(text: &str, characters: usize) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if is_clean(text, characters) {
        return Some(text.to_owned());
    }
    let cleaned: String = text.chars().filter(|c| !c.is_control()).take(characters).collect();
    (!cleaned.trim().is_empty()).then(|| cleaned.trim().to_owned())
}

/// Whether a text is surely short enough and without control characters and outer spaces, as nearly all texts are.
pub(crate) fn is_clean(text: &str, characters: usize) -> bool {
    let outer = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    let bytes = text.as_bytes();
    text.len() <= characters
        && outer(bytes.first())
        && outer(bytes.last())
        // Control characters beyond ASCII begin with this byte, and others too; those take the long way.
        && !bytes.iter().any(|byte| byte.is_ascii_control() || *byte == 0xc2)
}

impl<'de: 'a, 'a> Deserialize<'de> for Leaf<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeafVisitor;
        impl<'de> Visitor<'de> for LeafVisitor {
            type Value = Leaf<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Leaf<'de>, E> {
                Ok(Leaf::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Leaf<'de>, E> {
                Ok(Leaf::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Leaf<'de>, E> {
                Ok(Leaf::Whole(number))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Leaf<'de>, E> {
                Ok(i64::try_from(number).map_or(Leaf::Large(number), Leaf::Whole))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Leaf<'de>, E> {
                Ok(Leaf::Real(number))
            }
            fn visit_bool<E>(self, truth: bool) -> Result<Leaf<'de>, E> {
                Ok(Leaf::Truth(truth))
            }
            fn visit_unit<E>(self) -> Result<Leaf<'de>, E> {
                Ok(Leaf::Absent)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Leaf<'de>, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Leaf::Structure)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Leaf<'de>, A::Error> {
                while sequence.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Leaf::Structure)
            }
        }
        deserializer.deserialize_any(LeafVisitor)
    }
}

/// The key of an object, borrowed unless it holds escapes.
#[derive(Debug)]
pub(crate) struct Key<'a>(pub(crate) Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

/// An object read with patience.
pub(crate) trait Lenient {
    /// There was a value, and it was no object.
    fn wrong_type(&self) -> bool;
    /// It held fields nobody here understands.
    fn has_unknown(&self) -> bool;
}

/// Declares an object of known fields.
macro_rules! lenient_object {
    ($(#[$doc:meta])* $name:ident { $($field:ident : $kind:ty = $($key:literal)|+),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Default)]
        pub(crate) struct $name<'a> {
            $(pub(crate) $field: $kind,)*
            wrong_type: bool,
            has_unknown: bool,
            lifetime: std::marker::PhantomData<&'a ()>,
        }

        impl $crate::lenient::Lenient for $name<'_> {
            fn wrong_type(&self) -> bool {
                self.wrong_type
            }
            fn has_unknown(&self) -> bool {
                self.has_unknown
            }
        }

        impl<'de: 'a, 'a> serde::Deserialize<'de> for $name<'a> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct ObjectVisitor<'a>(std::marker::PhantomData<&'a ()>);
                impl<'de: 'a, 'a> serde::de::Visitor<'de> for ObjectVisitor<'a> {
                    type Value = $name<'a>;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str("an object")
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<$name<'a>, A::Error> {
                        let mut object = $name::default();
                        while let Some(key) = map.next_key::<$crate::lenient::Key<'de>>()? {
                            match key.0.as_ref() {
                                $($($key)|+ => object.$field = map.next_value()?,)*
                                _ => {
                                    object.has_unknown = true;
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                }
                            }
                        }
                        Ok(object)
                    }
                    fn visit_unit<E>(self) -> Result<$name<'a>, E> {
                        Ok($name::default())
                    }
                    fn visit_str<E>(self, _: &str) -> Result<$name<'a>, E> {
                        Ok($name { wrong_type: true, ..Default::default() })
                    }
                    fn visit_i64<E>(self, _: i64) -> Result<$name<'a>, E> {
                        Ok($name { wrong_type: true, ..Default::default() })
                    }
                    fn visit_u64<E>(self, _: u64) -> Result<$name<'a>, E> {
                        Ok($name { wrong_type: true, ..Default::default() })
                    }
                    fn visit_f64<E>(self, _: f64) -> Result<$name<'a>, E> {
                        Ok($name { wrong_type: true, ..Default::default() })
                    }
                    fn visit_bool<E>(self, _: bool) -> Result<$name<'a>, E> {
                        Ok($name { wrong_type: true, ..Default::default() })
                    }
                    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut sequence: A) -> Result<$name<'a>, A::Error> {
                        while sequence.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                        Ok($name { wrong_type: true, ..Default::default() })
                    }
                }
                deserializer.deserialize_any(ObjectVisitor(std::marker::PhantomData))
            }
        }
    };
}
pub(crate) use lenient_object;
