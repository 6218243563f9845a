//! Development only: the suite that every store must pass, and the servers it needs.

pub mod postgres_instance;
pub mod store_conformance;
