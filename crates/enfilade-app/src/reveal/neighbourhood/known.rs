//! Threads of many visitors and values, asked for at once and held while a few accounts are looked at.

use std::collections::{BTreeSet, HashMap};

use enfilade_domain::{UserId, VisitorId, WorkspaceId};
use enfilade_store::{EventLog, StoreError, Thread, ThreadKind};

/// What is known so far; the log is asked only for what is not.
pub(super) struct Known<'a> {
    log: &'a dyn EventLog,
    workspace: WorkspaceId,
    threads: HashMap<VisitorId, Vec<Thread>>,
    holders: HashMap<ThreadKind, HashMap<String, Vec<VisitorId>>>,
    counts: HashMap<String, usize>,
}

impl<'a> Known<'a> {
    pub(super) fn new(log: &'a dyn EventLog, workspace: WorkspaceId) -> Self {
        Self { log, workspace, threads: HashMap::new(), holders: HashMap::new(), counts: HashMap::new() }
    }

    pub(super) fn learn_threads<'v>(
        &mut self,
        visitors: impl Iterator<Item = &'v VisitorId>,
    ) -> Result<(), StoreError> {
        let unknown: BTreeSet<&VisitorId> = visitors.filter(|visitor| !self.threads.contains_key(*visitor)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<VisitorId> = unknown.into_iter().cloned().collect();
        let found = self.log.threads_of(self.workspace, &unknown)?;
        self.threads.extend(unknown.into_iter().map(|visitor| (visitor, Vec::new())));
        for thread in found {
            self.threads.entry(thread.visitor.clone()).or_default().push(thread);
        }
        Ok(())
    }

    pub(super) fn learn_holders<'v>(
        &mut self,
        kind: ThreadKind,
        values: impl Iterator<Item = &'v str>,
    ) -> Result<(), StoreError> {
        let held = self.holders.entry(kind).or_default();
        let unknown: BTreeSet<&str> = values.filter(|value| !held.contains_key(*value)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<String> = unknown.into_iter().map(str::to_owned).collect();
        let found = self.log.holders(self.workspace, kind, &unknown)?;
        held.extend(unknown.into_iter().map(|value| (value, Vec::new())));
        for thread in found {
            held.entry(thread.value).or_default().push(thread.visitor);
        }
        Ok(())
    }

    /// Counts how many visitors read from each address, up to one more than `crowd`.
    pub(super) fn count_at_addresses<'v>(
        &mut self,
        addresses: impl Iterator<Item = &'v String>,
        crowd: usize,
    ) -> Result<(), StoreError> {
        let unknown: BTreeSet<&String> = addresses.filter(|address| !self.counts.contains_key(*address)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let unknown: Vec<String> = unknown.into_iter().cloned().collect();
        self.counts.extend(self.log.holder_counts(self.workspace, ThreadKind::Address, &unknown, crowd + 1)?);
        Ok(())
    }

    pub(super) fn count_at(&self, address: &str) -> usize {
        self.counts.get(address).copied().unwrap_or_default()
    }

    pub(super) fn holders<'k>(&'k self, kind: ThreadKind, value: &str) -> impl Iterator<Item = &'k VisitorId> {
        self.holders.get(&kind).and_then(|held| held.get(value)).into_iter().flatten()
    }

    /// Values of the threads of a kind that these visitors hold, in order and once each.
    pub(super) fn values(&self, kind: ThreadKind, visitors: &BTreeSet<VisitorId>) -> BTreeSet<&str> {
        let threads = visitors.iter().filter_map(|visitor| self.threads.get(visitor)).flatten();
        threads.filter(|thread| thread.kind == kind).map(|thread| thread.value.as_str()).collect()
    }

    pub(super) fn users_of(&self, visitors: &BTreeSet<VisitorId>) -> impl Iterator<Item = UserId> {
        self.values(ThreadKind::User, visitors).into_iter().map(UserId::new)
    }
}
