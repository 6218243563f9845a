//! Both databases, the same answers.

use enfilade_testkit::postgres_instance::PostgresInstance;

use crate::house::House;
use crate::journeys::furnish;
use crate::server::Server;

#[test]
fn postgresql_reads_as_sqlite_does() {
    let Some(postgres) = PostgresInstance::start() else { return };
    let small = House::new();
    let large = House::new().with("ENFILADE_DATABASE_URL", &postgres.new_database());
    for house in [&small, &large] {
        furnish(house);
        house.done(&["identity", "mark", "visitor:kim-desk", "competitor", "--because", "known"]);
    }
    assert!(!large.path("data/enfilade.db").exists());
    for moment in ["2026-01-20", "2026-02-08", "2026-03-20", "2030-01-01"] {
        assert_eq!(large.readings(moment), small.readings(moment), "as of {moment}");
    }
    let server = Server::start(&large);
    assert_eq!(server.get("/health", &[]).status, 200);
    large.done(&["doctor"]);
    assert_eq!(large.held("user:ana@northmill.example").len(), small.held("user:ana@northmill.example").len());
}
