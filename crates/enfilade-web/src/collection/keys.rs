//! Write keys, remembered for a few seconds so that the hot path asks no database.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use enfilade_domain::{Clock, Workspace};
use enfilade_store::{Records, StoreError};

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use super::answer::Refusal;
use super::pace::Meter;

/// How long a key is believed without asking again; a revoked key is refused soon after this.
const BELIEVED_MS: u64 = 10_000;
/// How long others go on with an old answer while one request asks; it may have been abandoned by its client meanwhile.
const ASKING_MS: u64 = 20_000;
/// How long a key is believed while the store does not answer.
const BELIEVED_BLINDLY_MS: u64 = 600_000;
/// Keys remembered at once, unknown ones included (somebody may be guessing).
const MOST_KEYS: usize = 10_000;
/// No key is longer than this.
const LONGEST_KEY: usize = 200;

/// The workspace behind a key and what the key has sent. `workspace` is `None` for unknown and revoked keys.
#[derive(Debug)]
struct Entry {
    workspace: Option<Arc<Workspace>>,
    meter: Arc<Meter>,
    asked_at_ms: i64,
    /// One request asks the store again; the others go on with what is remembered.
    is_being_asked: AtomicBool,
}

/// An open door: a valid key.
#[derive(Debug, Clone)]
pub(super) struct KnownKey {
    pub(super) workspace: Arc<Workspace>,
    pub(super) meter: Arc<Meter>,
}

/// Finds the workspace of a write key.
#[derive(Debug)]
pub struct WriteKeys {
    records: Arc<dyn Records>,
    clock: Arc<dyn Clock>,
    remembered: RwLock<HashMap<Box<str>, Arc<Entry>>>,
}

impl WriteKeys {
    #[must_use]
    pub fn new(records: Arc<dyn Records>, clock: Arc<dyn Clock>) -> Self {
        Self { records, clock, remembered: RwLock::default() }
    }

    /// # Errors
    /// The key is unknown or revoked, or the store cannot be asked and nothing is remembered.
    pub(super) async fn find(&self, key: &str) -> Result<KnownKey, Refusal> {
        if key.is_empty() || key.len() > LONGEST_KEY {
            return Err(Refusal::UnknownKey);
        }
        let now = self.clock.now().millis();
        let remembered = self.remembered.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned();
        let age = remembered.as_ref().map_or(u64::MAX, |entry| now.abs_diff(entry.asked_at_ms));
        let entry = match remembered {
            Some(entry) if age < BELIEVED_MS => entry,
            Some(entry) if age < BELIEVED_MS + ASKING_MS && entry.is_being_asked.swap(true, Ordering::Relaxed) => entry,
            stale => self.ask(key, stale, now).await?,
        };
        match &entry.workspace {
            Some(workspace) => Ok(KnownKey { workspace: Arc::clone(workspace), meter: Arc::clone(&entry.meter) }),
            None => Err(Refusal::UnknownKey),
        }
    }

    /// Asks the store and remembers the answer. While the store is silent, what was known goes on to hold for a while.
    async fn ask(&self, key: &str, stale: Option<Arc<Entry>>, now: i64) -> Result<Arc<Entry>, Refusal> {
        let (records, owned_key) = (Arc::clone(&self.records), key.to_owned());
        let answer = tokio::task::spawn_blocking(move || workspace_of(&*records, &owned_key)).await;
        let workspace = match answer {
            Ok(Ok(workspace)) => workspace,
            failed => {
                if let Ok(Err(error)) = failed {
                    tracing::warn!(%error, "write keys cannot be looked up");
                }
                let stale = stale.ok_or(Refusal::Unavailable)?;
                stale.is_being_asked.store(false, Ordering::Relaxed);
                let is_fresh_enough = now.abs_diff(stale.asked_at_ms) < BELIEVED_BLINDLY_MS;
                return if is_fresh_enough { Ok(stale) } else { Err(Refusal::Unavailable) };
            }
        };
        let entry = Arc::new(Entry {
            workspace: workspace.map(Arc::new),
            meter: stale.map_or_else(Arc::default, |stale| Arc::clone(&stale.meter)),
            asked_at_ms: now,
            is_being_asked: AtomicBool::new(false),
        });
        let mut remembered = self.remembered.write().unwrap_or_else(PoisonError::into_inner);
        if remembered.len() >= MOST_KEYS {
            remembered.retain(|_, entry| entry.workspace.is_some());
        }
        if remembered.len() >= MOST_KEYS {
            remembered.clear();
        }
        remembered.insert(key.into(), Arc::clone(&entry));
        Ok(entry)
    }
}

fn workspace_of(records: &dyn Records, key: &str) -> Result<Option<Workspace>, StoreError> {
    let Some(found) = records.write_key(key)?.filter(|found| found.revoked_at.is_none()) else {
        return Ok(None);
    };
    Ok(records.workspaces()?.into_iter().find(|workspace| workspace.id == found.workspace))
}

/// The key that a request carries outside its body: the user of basic authentication, or `writeKey` in the address.
pub(super) fn key_of(parts: &Parts) -> Option<String> {
    let from_header = || {
        let value = parts.headers.get(AUTHORIZATION)?.to_str().ok()?;
        let (scheme, encoded) = value.split_once(' ')?;
        let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(encoded.trim()).ok())??;
        let user_and_password = String::from_utf8(decoded).ok()?;
        Some(user_and_password.split(':').next().unwrap_or_default().to_owned())
    };
    // Keys are letters and digits, so there is nothing to percent-decode.
    let from_query =
        || parts.uri.query()?.split('&').find_map(|pair| pair.strip_prefix("writeKey=")).map(str::to_owned);
    from_header().filter(|key| !key.is_empty()).or_else(from_query)
}
