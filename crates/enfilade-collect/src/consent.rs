//! What a visitor said about being read, in the forms in which senders pass it on.

use std::fmt;

use enfilade_domain::Consent;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::lenient::Key;

/// Consent as a message states it: a boolean, a word, Segment's `categoryPreferences`, or Google's consent mode.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct StatedConsent(pub(crate) Option<Consent>);

impl StatedConsent {
    /// With the browser's own signal, which is a refusal whatever the page says.
    pub(crate) fn with_signal(self, privacy_signal: bool) -> Option<Consent> {
        if privacy_signal { Some(Consent::Denied) } else { self.0 }
    }
}

/// Reads the words that consent banners use.
pub(crate) fn parse_word(word: &str) -> Option<Consent> {
    match word.trim().to_ascii_lowercase().as_str() {
        "granted" | "grant" | "true" | "yes" | "1" | "accepted" | "allow" | "allowed" | "opt-in" | "opted_in" => {
            Some(Consent::Granted)
        }
        "denied" | "deny" | "false" | "no" | "0" | "declined" | "rejected" | "refused" | "opt-out" | "opted_out" => {
            Some(Consent::Denied)
        }
        _ => None,
    }
}

/// Whether a category of a consent platform is the one that reading a visit needs. C0002 is OneTrust's number for it.
fn is_about_reading(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["analytic", "performance", "statistic", "measurement", "c0002"].iter().any(|word| key.contains(word))
}

fn is_container(key: &str) -> bool {
    matches!(
        key,
        "categoryPreferences" | "category_preferences" | "categories" | "purposes" | "consent" | "consentMode"
    )
}

impl<'de> Deserialize<'de> for StatedConsent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ConsentVisitor;
        impl<'de> Visitor<'de> for ConsentVisitor {
            type Value = StatedConsent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a consent")
            }
            fn visit_bool<E>(self, granted: bool) -> Result<StatedConsent, E> {
                Ok(StatedConsent(Some(if granted { Consent::Granted } else { Consent::Denied })))
            }
            fn visit_str<E>(self, word: &str) -> Result<StatedConsent, E> {
                Ok(StatedConsent(parse_word(word)))
            }
            fn visit_i64<E>(self, _: i64) -> Result<StatedConsent, E> {
                Ok(StatedConsent(None))
            }
            fn visit_u64<E>(self, number: u64) -> Result<StatedConsent, E> {
                Ok(StatedConsent(match number {
                    0 => Some(Consent::Denied),
                    1 => Some(Consent::Granted),
                    _ => None,
                }))
            }
            fn visit_f64<E>(self, _: f64) -> Result<StatedConsent, E> {
                Ok(StatedConsent(None))
            }
            fn visit_unit<E>(self) -> Result<StatedConsent, E> {
                Ok(StatedConsent(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<StatedConsent, A::Error> {
                while sequence.next_element::<IgnoredAny>()?.is_some() {}
                Ok(StatedConsent(None))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<StatedConsent, A::Error> {
                let mut about_reading = None;
                let mut others = Vec::new();
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    let StatedConsent(stated) = map.next_value()?;
                    if is_container(&key.0) || is_about_reading(&key.0) {
                        about_reading = match (about_reading, stated) {
                            (Some(Consent::Denied), _) => about_reading,
                            (_, Some(_)) => stated,
                            _ => about_reading,
                        };
                    } else {
                        others.extend(stated);
                    }
                }
                // No category is about reading: refusing everything there is still is a refusal.
                let refused_all = !others.is_empty() && others.iter().all(|stated| *stated == Consent::Denied);
                Ok(StatedConsent(about_reading.or(refused_all.then_some(Consent::Denied))))
            }
        }
        deserializer.deserialize_any(ConsentVisitor)
    }
}
