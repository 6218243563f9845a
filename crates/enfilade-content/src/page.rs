//! A page as it was read: its main text in order, and what the visitor can do on it.

/// A page without menus, footers and banners.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// The page's own title, without the site's name where that could be told apart; may be empty.
    pub title: String,
    /// The name of the site, where the title or the head of the page says it; may be empty.
    pub site_name: String,
    /// What the page says of itself in its head or front matter; may be empty.
    pub description: String,
    /// The language the source states, such as `en-GB`; may be empty.
    pub stated_language: String,
    /// What front matter says, keys in lower case, in the order of the source.
    pub front_matter: Vec<(String, String)>,
    /// The main content in the order of reading.
    pub blocks: Vec<Block>,
    /// Links inside the main content.
    pub links: Vec<Link>,
    /// Links of menus, headers and footers.
    pub menu_links: Vec<Link>,
    /// Buttons inside the main content, among them links that are drawn as buttons.
    pub buttons: Vec<Button>,
    /// Forms anywhere on the page.
    pub forms: Vec<Form>,
    /// The address that the page names as its own; may be empty.
    pub canonical: String,
    /// Whether the page asks not to be listed by search engines.
    pub is_unlisted: bool,
    /// Whether something was left unread because of [`crate::limits`].
    pub is_cut: bool,
    /// Whether whoever fetched it saw that its text appears only after scripts ran, and had nothing to run them.
    pub needs_scripts: bool,
}

/// A piece of text that a reader sees as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    /// The text as shown, runs of white space as one space. A line break stands where the source breaks the line or
    /// where a template's remains were taken out: nothing is quoted across it.
    pub text: String,
}

impl Block {
    /// Words of the text, as white space divides it.
    #[must_use]
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// What a block is in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading with its level, 1 to 6.
    Heading(u8),
    Paragraph,
    /// An item of a list.
    Item,
    /// A quotation of somebody.
    Quote,
    /// A cell of a table.
    Cell,
    /// Program text, shown as written.
    Code,
}

/// A link with the words a visitor sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub text: String,
    /// The address as the source writes it.
    pub target: String,
}

/// Something to press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    pub text: String,
    /// Where it leads, if it is a link.
    pub target: String,
    /// The number of blocks of main content before it.
    pub position: usize,
}

/// A form and what it asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Whether it stands in the main content and not in a menu or footer.
    pub is_in_main: bool,
    pub fields: Vec<Field>,
    /// The words on what sends it.
    pub submit: String,
    /// The number of blocks of main content before it.
    pub position: usize,
}

/// A field that the visitor fills in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `text`, `email`, `password`, `select`, `textarea`, … as the source says.
    pub kind: String,
    /// Name, placeholder and label of the source, in lower case.
    pub name: String,
}

impl Page {
    /// Words of the main content.
    #[must_use]
    pub fn words(&self) -> usize {
        self.blocks.iter().map(Block::words).sum()
    }

    /// The main content as text, one block a line.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.blocks.iter().map(|block| block.text.len() + 1).sum());
        for block in &self.blocks {
            text.push_str(&block.text);
            text.push('\n');
        }
        text
    }

    /// The value of a key of the front matter.
    #[must_use]
    pub fn stated(&self, key: &str) -> Option<&str> {
        self.front_matter.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}
