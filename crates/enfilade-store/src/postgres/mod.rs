//! PostgreSQL: records and log for more than one machine.

mod connection;

use std::fmt;
use std::str::FromStr as _;

use connection::PostgresConnection;
use postgres::Config;

use crate::StoreError;
use crate::database::{Connection, Dialect, Driver, Purpose};

/// Opens connections to one server.
pub(crate) struct PostgresDriver {
    config: Config,
}

impl fmt::Debug for PostgresDriver {
    /// Without the password that the configuration holds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgreSQL at {:?}", self.config.get_hosts())
    }
}

impl PostgresDriver {
    pub(crate) fn new(url: &str) -> Result<Self, StoreError> {
        // The error of the parser may quote the URL, and with it the password.
        let mut config = Config::from_str(url)
            .map_err(|_| StoreError::BadAddress(crate::DatabaseAddress::Postgres(url.to_owned()).to_string()))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(std::time::Duration::from_secs(10));
        }
        if config.get_application_name().is_none() {
            config.application_name("enfilade");
        }
        Ok(Self { config })
    }
}

impl Driver for PostgresDriver {
    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn connect(&self, _purpose: Purpose) -> Result<Box<dyn Connection>, StoreError> {
        Ok(Box::new(PostgresConnection::open(&self.config)?))
    }

    fn size_in_bytes(&self, connection: &mut dyn Connection) -> Result<u64, StoreError> {
        let row = connection.query_one("select pg_database_size(current_database())", &[])?;
        row.of("database size").int().map(i64::unsigned_abs)
    }
}
