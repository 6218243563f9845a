//! Laws of reading: whatever comes in, nothing panics, and what is kept was on the page.

use enfilade_content::{language_of, limits, read_page};
use proptest::prelude::*;

/// Pieces that pages are made of, many of them broken.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div class='nav'>",
            "</div>",
            "<main>",
            "</main>",
            "<li>",
            "<td>",
            "<h1>",
            "</h1>",
            "<script>",
            "</script>",
            "<title>",
            "</title>",
            "<a href='/x'>",
            "</a>",
            "<button>",
            "<form>",
            "<input type=email>",
            "<!--",
            "-->",
            "<![CDATA[",
            "{{",
            "}}",
            "{%",
            "%}",
            "---\n",
            "# ",
            "```\n",
            "| a | b |\n",
            "**",
            "[x](y",
            "&amp;",
            "&#x1f600;",
            "&#xd800;",
            "<svg/>",
            "<p hidden>",
            "\u{0}",
            "\u{feff}",
            "<plaintext>",
            "<",
            ">",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z ,.?]{0,30}",
        "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_source_is_read(pieces in prop::collection::vec(piece(), 0..60), name in "(a\\.html|b\\.md|)") {
        let source = pieces.concat();
        let page = read_page(&name, &source);
        let _ = language_of(&page);
        prop_assert!(page.blocks.len() <= limits::BLOCKS_MAX);
        for block in &page.blocks {
            prop_assert!(block.text.contains(char::is_alphanumeric));
            prop_assert_eq!(block.text.trim(), block.text.as_str());
        }
        for button in &page.buttons {
            prop_assert!(button.position <= page.blocks.len());
        }
    }

    #[test]
    fn plain_paragraphs_come_back_whole(words in prop::collection::vec("[a-z]{1,9}", 1..40)) {
        let text = words.join(" ");
        let page = read_page("x.html", &format!("<body><nav>menu</nav><p>{text}</p></body>"));
        let read = page.text();
        prop_assert_eq!(read.trim(), text);
    }
}
