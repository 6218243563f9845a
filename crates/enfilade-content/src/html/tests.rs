//! Pages as they are found, and what a reader must see of them.

use crate::{BlockKind, read_page};

fn texts(source: &str) -> Vec<String> {
    read_page("page.html", source).blocks.into_iter().map(|block| block.text).collect()
}

#[test]
fn menus_footers_and_banners_are_left_out() {
    let source = r#"<html lang="en"><head><title>Late invoices | Acme</title></head><body>
        <div class="cookie-banner">We use cookies <button>Accept</button></div>
        <nav><a href="/p">Product</a></nav>
        <div id="content"><h1>Late invoices</h1><p>Why do they <b>pile</b> up every
        quarter?</p><ul><li>One</li><li>Two</ul></div>
        <footer>Imprint</footer></body></html>"#;
    assert_eq!(texts(source), ["Late invoices", "Why do they pile up every quarter?", "One", "Two"]);
    let page = read_page("x.html", source);
    assert_eq!(page.title, "Late invoices");
    assert_eq!(page.stated_language, "en");
    assert_eq!(page.menu_links.len(), 1);
    assert_eq!(page.blocks[0].kind, BlockKind::Heading(1));
    assert_eq!(page.blocks[2].kind, BlockKind::Item);
}

#[test]
fn what_is_marked_as_main_is_the_page() {
    let words = "Nine days every month go into a close that nobody enjoys and everybody fears. What happens in between is \
                 rarely written down: three people chase one accrual, and a sheet is rebuilt.";
    let source = format!(
        "<body><div>Call us today</div><main><p>{words}</p><footer>By Ann</footer></main><aside>Related</aside></body>"
    );
    assert_eq!(texts(&source), [words]);
}

#[test]
fn a_menu_that_nobody_marked_is_seen_by_its_links() {
    let source = "<ul><li><a href=/a>Product</a><li><a href=/b>Prices</a><li><a href=/c>About us</a>\
                  <li><a href=/d>Contact</a></ul><h1>Welcome</h1><p>We keep ledgers.</p>";
    assert_eq!(texts(source), ["Welcome", "We keep ledgers."]);
}

#[test]
fn forms_buttons_and_links_are_kept_with_their_words() {
    let source = r#"<h1>Guide</h1><p>Read <a href="/more">more</a>.</p><a class="btn btn-primary" href="/demo">Book a
        demo</a><form><input name="email" type="email" placeholder="Work e-mail"><input type=hidden name=x>
        <select name="size"><option>1-10</option></select><button>Get the guide</button></form>"#;
    let page = read_page("", source);
    assert_eq!(page.buttons[0].text, "Book a demo");
    assert_eq!(page.buttons[0].target, "/demo");
    assert_eq!(page.links.len(), 2);
    let form = &page.forms[0];
    assert_eq!(form.submit, "Get the guide");
    assert_eq!(form.fields.iter().map(|field| field.kind.as_str()).collect::<Vec<_>>(), ["email", "select"]);
    assert!(form.is_in_main);
}

#[test]
fn what_is_said_twice_is_read_once() {
    let band = "<span>312 leads a year</span> ◆ <span>Live in 7 days</span> ◆ ".repeat(3);
    let source = format!(
        "<div>{band}</div><p>Plans for teams of any size.</p><p>Plans for teams of any size.</p><p>Yes</p><p>Yes</p>"
    );
    assert_eq!(texts(&source), ["312 leads a year ◆ Live in 7 days ◆", "Plans for teams of any size.", "Yes", "Yes"]);
}

#[test]
fn nothing_hidden_is_read() {
    let source = "<p>Shown</p><script>let a = '<p>no</p>'</script><style>p{}</style><svg><title>icon</title><text>no\
                  </text></svg><p hidden>no</p><div style='display: none'>no</div><noscript>no</noscript>\
                  <template><p>no</p></template><p>Also shown</p>";
    assert_eq!(texts(source), ["Shown", "Also shown"]);
}

#[test]
fn markdown_with_remains_of_its_template() {
    let source = "---\ntitle: Month end\n---\n# Month end\n\n{% include hero.html %}\n\nIt takes {{ days }} days, [again](/x).\n\
                  <div class=\"note\">\nInside markup\n</div>\n";
    let page = read_page("post.md", source);
    assert_eq!(page.title, "Month end");
    let texts: Vec<&str> = page.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, ["Month end", "It takes\ndays, again.", "Inside markup"]);
    assert_eq!(page.links[0].target, "/x");
}

#[test]
fn broken_pages_are_still_pages() {
    assert_eq!(texts("<p>One<p>Two</div></p></b><td>Three"), ["One", "Two", "Three"]);
    assert_eq!(
        texts("<nav><ul><li>Everything lies in a menu that never ends, and there are many words of it"),
        ["Everything lies in a menu that never ends, and there are many words of it"]
    );
    assert!(texts("<").is_empty() && texts("").is_empty() && texts("\u{feff}").is_empty());
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!("{}<p>Still read</p>", "<div><b><i>".repeat(100_000));
    assert_eq!(texts(&deep), ["Still read"]);
    let unclosed = "<p>a<li>b<td>c".repeat(50_000);
    assert!(read_page("", &unclosed).is_cut);
    let long = format!("<p>{}", "word ".repeat(500_000));
    let page = read_page("x.html", &long);
    assert!(page.is_cut && page.text().len() <= crate::limits::TEXT_BYTES_MAX + page.blocks.len());
    let attributes = format!("<a {} href=/x>Here</a>", "a=b ".repeat(200_000));
    assert_eq!(read_page("x.html", &attributes).links.len(), 1);
}
