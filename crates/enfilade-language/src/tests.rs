//! Files that are taken, files that are not, and what a page then says.

use proptest::prelude::*;

use crate::{Fault, Language, Template, code, in_english, in_force, put_in_force, read, retold, t, tn, translated};

const TEMPLATE: &str = r#"
msgid ""
msgstr ""

msgid "Ready"
msgstr ""

msgid "{count} of {all} pieces"
msgstr ""

msgid "one person"
msgid_plural "{count} people"
msgstr[0] ""
msgstr[1] ""

msgid "See <a>the sheet of {name}</a>."
msgstr ""
"#;

const GERMAN: &str = r#"
msgid ""
msgstr ""
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"#;

const RUSSIAN: &str = r#"
msgid ""
msgstr ""
"Language: ru\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"
"#;

fn template() -> Template {
    Template::read(TEMPLATE).unwrap()
}

fn language(text: &str) -> &'static Language {
    read(text, &template()).unwrap().language.keep()
}

fn faults(header: &str, entries: &str) -> Vec<Fault> {
    read(&format!("{header}\n{entries}"), &template()).unwrap_err()
}

/// The one fault of a German file with these entries, which begin in line 8.
fn fault(entries: &str) -> String {
    let faults = faults(GERMAN, entries);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].to_string()
}

#[test]
fn without_a_language_a_text_is_what_the_source_says() {
    let (count, all) = (3, 8);
    assert_eq!(t!("Ready"), "Ready");
    assert_eq!(t!("{count} of {all} pieces", count = count, all = all), "3 of 8 pieces");
    assert_eq!(tn!(1, "one person", "{count} people", count = 1), "one person");
    assert_eq!(tn!(4_usize, "one person", "{count} people", count = 4), "4 people");
    assert_eq!((code(), translated("Ready"), in_force().is_none()), ("en", "Ready", true));
}

#[test]
fn a_language_in_force_speaks_until_its_guard_goes() {
    let german = language(&format!(
        "{GERMAN}\nmsgid \"Ready\"\nmsgstr \"Bereit\"\n\nmsgid \"{{count}} of {{all}} pieces\"\n\
         msgstr \"von {{all}} Stücken {{count}}\"\n"
    ));
    {
        let _german = put_in_force(Some(german));
        assert_eq!((t!("Ready"), t!("Not translated"), code()), ("Bereit", "Not translated", "de"));
        assert_eq!(t!("{count} of {all} pieces", count = 3, all = 8), "von 8 Stücken 3");
        assert_eq!(tn!(2, "one person", "{count} people", count = 2), "2 people", "English where nothing stands");
        assert_eq!(retold("3 of 8 pieces"), "3 of 8 pieces", "too few letters of its own");
        assert_eq!((retold("Ready"), retold("Unheard of")), ("Bereit".into(), "Unheard of".into()));
        assert_eq!(in_english(|| t!("Ready")), "Ready");
        assert_eq!(t!("Ready"), "Bereit");
        assert_eq!(std::thread::spawn(|| t!("Ready")).join().unwrap(), "Ready", "other threads speak for themselves");
    }
    assert_eq!(t!("Ready"), "Ready");
}

#[test]
fn each_form_of_a_slavic_language_is_used() {
    let russian = language(&format!(
        "{RUSSIAN}\nmsgid \"one person\"\nmsgid_plural \"{{count}} people\"\nmsgstr[0] \"{{count}} человек\"\n\
         msgstr[1] \"{{count}} человека\"\nmsgstr[2] \"{{count}} людей\"\n"
    ));
    let _russian = put_in_force(Some(russian));
    let said = |count: u32| tn!(count, "one person", "{count} people", count = count);
    assert_eq!([1, 3, 5, 11, 21].map(said), ["1 человек", "3 человека", "5 людей", "11 людей", "21 человек"]);
}

#[test]
fn a_missing_place_is_refused_with_its_line() {
    assert_eq!(
        fault("msgid \"{count} of {all} pieces\"\nmsgstr \"{count} Stücke\"\n"),
        "line 9: the place {all} is missing"
    );
    let entry = "msgid \"{count} of {all} pieces\"\nmsgstr \"{count} von {all} für {name}\"\n";
    assert_eq!(fault(entry), "line 9: this text has no place {name}");
    assert!(fault("msgid \"{count} of {all} pieces\"\nmsgstr \"{count} von {all\"\n").contains("a brace belongs"));
    assert!(fault("msgid \"Ready\"\nmsgstr \"Bereit {count}\"\n").contains("no place in braces"));
    let russian = "msgid \"one person\"\nmsgid_plural \"{count} people\"\nmsgstr[0] \"человек\"\n\
                   msgstr[1] \"{count} человека\"\nmsgstr[2] \"{count} людей\"\n";
    assert!(faults(RUSSIAN, russian)[0].to_string().ends_with("the place {count} is missing"), "21 has this form too");
}

#[test]
fn marks_stand_in_the_translation_as_in_the_text() {
    let entry = |text: &str| format!("msgid \"See <a>the sheet of {{name}}</a>.\"\nmsgstr \"{text}\"\n");
    assert!(read(&format!("{GERMAN}\n{}", entry("<a>Das Blatt von {name}</a> ansehen.")), &template()).is_ok());
    for wrong in ["Das Blatt von {name}.", "<a>Das <b>Blatt</b> von {name}</a>.", "</a>Das Blatt<a> von {name}"] {
        assert!(fault(&entry(wrong)).contains("the marks <a> of the text"), "{wrong}");
    }
}

#[test]
fn what_is_no_translation_file_is_refused_with_its_line() {
    assert_eq!(fault("msgid \"Ready\"\n"), "line 8: this `msgid` has no `msgstr`");
    assert_eq!(fault("msgid \"Ready\"\nmsgstr \"Be\"reit\"\n").split(':').next(), Some("line 9"));
    assert!(fault("nonsense\n").contains("line 8: `nonsense` is no line"));
    assert!(fault("\"lost\"\n").contains("belongs to nothing"));
    assert!(fault("msgstr \"a\"\nmsgstr \"b\"\n").contains("twice"));
    assert!(fault("msgid \"Ready\"\nmsgstr \"a\\x\"\n").contains("backslash"));
    assert!(fault("msgctxt \"button\"\n").contains("context"));
    assert!(fault("msgid \"Ready\"\nmsgstr[0] \"Bereit\"\n").contains("one `msgstr`"));
    assert!(fault("msgid \"Ready\"\nmsgstr \"B\"\n\nmsgid \"Ready\"\nmsgstr \"B\"\n").contains("line 8 already"));
    let one = "msgid \"one person\"\nmsgid_plural \"{count} people\"\nmsgstr[0] \"einer\"\n";
    assert!(fault(one).contains("msgstr[0] to msgstr[1]"));
    assert!(fault(&format!("msgid \"Ready\"\nmsgstr \"{}\"\n", "lang ".repeat(200))).contains("much longer"));
    let huge = format!("{GERMAN}\n{}", "# more\n".repeat(400_000));
    assert!(read(&huge, &template()).unwrap_err()[0].what.contains("larger than 2 MB"));
}

#[test]
fn a_header_says_which_language_and_how_it_counts() {
    let header =
        |lines: &str| read(&format!("msgid \"\"\nmsgstr \"\"\n{lines}"), &template()).unwrap_err()[0].to_string();
    assert!(read("", &template()).unwrap_err()[0].what.contains("no header"));
    assert!(header("\"Plural-Forms: nplurals=2; plural=n!=1;\\n\"\n").contains("no `Language:`"));
    assert!(header("\"Language: de\\n\"\n").contains("no `Plural-Forms:`"));
    assert!(header("\"Language: de\\n\"\n\"Plural-Forms: many\\n\"\n").contains("nplurals"));
    assert!(header("\"Language: \\\"><script>\\n\"\n").contains("no `Language:`"));
    assert!(header("\"Language: de\\n\"\n\"Content-Type: text/plain; charset=latin1\\n\"\n").contains("UTF-8"));
}

#[test]
fn what_is_unknown_or_unfinished_is_told_and_does_no_harm() {
    let file = format!(
        "{GERMAN}\nmsgid \"Ready\"\nmsgstr \"\"\n\n#, fuzzy\nmsgid \"{{count}} of {{all}} pieces\"\nmsgstr \"stimmt nicht\"\n\n\
         msgid \"Gone\"\nmsgstr \"Fort\"\n\n#~ msgid \"Older\"\n#~ msgstr \"Älter\"\n"
    );
    let read = read(&file, &template()).unwrap();
    assert_eq!((read.language.len(), read.fuzzy), (0, 1));
    assert_eq!(read.unknown.iter().map(ToString::to_string).collect::<Vec<_>>(), ["line 15: no page says `Gone`"]);
}

#[test]
fn a_text_in_brackets_keeps_its_places() {
    let _brackets = put_in_force(Some(Language::bracketed(&template()).keep()));
    assert_eq!(t!("Ready"), "⟦Ready⟧");
    assert_eq!(t!("{count} of {all} pieces", count = 1, all = 2), "1⟦ of ⟧2⟦ pieces⟧");
    assert_eq!(tn!(2, "one person", "{count} people", count = 2), "2⟦ people⟧");
}

proptest! {
    #[test]
    fn nothing_that_is_sent_makes_it_panic(file in "(msgid|msgstr|msgstr\\[[0-9]\\]|msgid_plural|#,? ?|\"|\\\\|[{}<>/a-z ]|\n|.){0,60}") {
        let _ = read(&file, &template());
        let _ = read(&format!("{GERMAN}\nmsgid \"Ready\"\nmsgstr \"{file}\"\n"), &template());
    }

    #[test]
    fn no_rule_makes_it_panic(rule in "[n0-9+*/%!=<>&|?:() -]{0,40}", count in any::<u64>()) {
        let header = format!("msgid \"\"\nmsgstr \"Language: de\\nPlural-Forms: nplurals=3; plural={rule};\\n\"\n");
        if let Ok(read) = read(&header, &template()) {
            let _ = read.language.counted(count, "one person");
        }
    }

    #[test]
    fn no_text_makes_filling_panic(text in "[{}<>/a-z é]{0,30}") {
        let _ = crate::filled(&text, &[("a", &1)]);
    }
}
