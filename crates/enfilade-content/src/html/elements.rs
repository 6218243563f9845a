//! What each element of HTML means to a reader.

/// The part an element plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Text goes on through it.
    Inline,
    /// It begins and ends a block.
    Block,
    Heading(u8),
    Item,
    Quote,
    Cell,
    Code,
    /// Nothing in it is shown as text.
    Hidden,
    /// The page's title.
    Title,
    /// `main` and `article`.
    Main,
    /// Menus and what belongs to the site and not to the page.
    Menu,
    /// The head of a page or of a section; which one is told by where it stands.
    Header,
    /// An aside: part of the content inside it, part of the site outside.
    Aside,
    Link,
    Button,
    Form,
    /// A field with words of its own inside.
    Field,
    /// A field without content.
    Input,
    Meta,
    /// Breaks a line, has no content.
    Break,
    /// Has no content.
    Void,
}

impl Nature {
    pub(super) const fn ends_block(self) -> bool {
        !matches!(
            self,
            Self::Inline
                | Self::Link
                | Self::Break
                | Self::Void
                | Self::Field
                | Self::Input
                | Self::Hidden
                | Self::Meta
        )
    }

    pub(super) const fn is_void(self) -> bool {
        matches!(self, Self::Break | Self::Void | Self::Input | Self::Meta)
    }
}

/// The nature of an element; names come in lower case from the tokenizer.
pub(super) fn nature(name: &[u8]) -> Nature {
    match name {
        b"h1" => Nature::Heading(1),
        b"h2" => Nature::Heading(2),
        b"h3" => Nature::Heading(3),
        b"h4" => Nature::Heading(4),
        b"h5" => Nature::Heading(5),
        b"h6" => Nature::Heading(6),
        b"li" | b"dd" | b"dt" => Nature::Item,
        b"blockquote" | b"q" => Nature::Quote,
        b"td" | b"th" => Nature::Cell,
        b"pre" => Nature::Code,
        b"script" | b"style" | b"template" | b"noscript" | b"svg" | b"iframe" | b"canvas" | b"object" | b"video"
        | b"audio" | b"datalist" | b"math" | b"option" | b"optgroup" | b"xmp" | b"noembed" | b"noframes" => {
            Nature::Hidden
        }
        b"title" => Nature::Title,
        b"main" | b"article" => Nature::Main,
        b"nav" | b"footer" | b"dialog" | b"menu" => Nature::Menu,
        b"header" => Nature::Header,
        b"aside" => Nature::Aside,
        b"a" => Nature::Link,
        b"button" => Nature::Button,
        b"form" => Nature::Form,
        b"select" | b"textarea" => Nature::Field,
        b"input" => Nature::Input,
        b"meta" | b"link" => Nature::Meta,
        b"br" | b"hr" => Nature::Break,
        b"area" | b"base" | b"col" | b"embed" | b"img" | b"param" | b"source" | b"track" | b"wbr" => Nature::Void,
        b"abbr" | b"b" | b"bdi" | b"bdo" | b"big" | b"cite" | b"code" | b"del" | b"dfn" | b"em" | b"font" | b"i"
        | b"ins" | b"kbd" | b"mark" | b"s" | b"samp" | b"small" | b"span" | b"strike" | b"strong" | b"sub" | b"sup"
        | b"time" | b"tt" | b"u" | b"var" => Nature::Inline,
        _ => Nature::Block,
    }
}

/// Elements that the standard ends when this one begins, as far as writers leave their end tags out.
pub(super) fn closes(name: &[u8]) -> &'static [&'static [u8]] {
    match name {
        b"li" => &[b"p", b"li"],
        b"dt" | b"dd" => &[b"p", b"dt", b"dd"],
        b"td" | b"th" => &[b"p", b"td", b"th"],
        b"tr" => &[b"p", b"td", b"th", b"tr"],
        b"option" => &[b"option"],
        b"a" => &[b"a"],
        b"p" | b"div" | b"ul" | b"ol" | b"dl" | b"table" | b"pre" | b"blockquote" | b"form" | b"section"
        | b"article" | b"header" | b"footer" | b"main" | b"nav" | b"aside" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5"
        | b"h6" | b"hr" => &[b"p"],
        _ => &[],
    }
}
