//! Judging pages from files.

use crate::house::{House, json_lines};

#[test]
fn pages_are_judged_in_order_and_a_missing_one_is_named() {
    let house = House::new();
    let pricing = house.write(
        "pricing.html",
        "<html lang=en><title>Pricing | Ledgers</title><nav><a href=/>Home</a></nav><main><h1>Pricing</h1><p>Starter is \
         $49 per month. Growth is $129 per month, billed annually. Cancel any time.</p><a class=btn href=/buy>Buy \
         now</a></main></html>",
    );
    let missing = house.path("missing.md").display().to_string();
    let german = house.write("preise.md", "# Preise\n\nDie Preise sind für alle gleich und Sie können jederzeit mit einer Frist von einem Monat kündigen.\n");
    let answer = house.run(&["classify", &pricing, &missing, &german, "--json"]);
    assert_eq!(answer.code, 3, "{answer:#?}");
    let lines = json_lines(&answer.out);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["room"], "offer");
    assert_eq!(lines[0]["cta"], "buy");
    assert_eq!(lines[0]["gated"], false);
    let sum: f64 = lines[0]["rooms"].as_object().unwrap().values().filter_map(serde_json::Value::as_f64).sum();
    assert!((sum - 1.0).abs() < 0.001);
    for finding in lines[0]["evidence"].as_array().unwrap() {
        let quote = finding["quote"].as_str().unwrap();
        assert!(std::fs::read_to_string(&pricing).unwrap().replace("\n", " ").contains(quote), "{quote}");
    }
    assert!(lines[1]["error"].as_str().unwrap().contains("cannot be read"));
    assert_eq!(lines[2]["error"], "not judged: German");
}
