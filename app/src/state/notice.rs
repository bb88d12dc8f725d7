//! A page of its own, without navigation: for whoever is not signed in, or may see nothing.

/// What it says and what it offers. Provided as context, it is drawn instead of the route table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Notice {
    pub title: String,
    pub texts: Vec<String>,
    pub facts: Vec<(String, String)>,
    pub links: Vec<Link>,
    pub form: Option<Form>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub label: String,
    pub href: String,
    pub is_new_tab: bool,
}

/// One button, and what it sends along.
#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    pub label: String,
    pub action: String,
    pub pairs: Vec<(String, String)>,
}

impl Notice {
    pub fn new(title: impl Into<String>, text: impl Into<String>) -> Self {
        Self { title: title.into(), texts: vec![text.into()], ..Self::default() }
    }

    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.texts.push(text.into());
        self
    }

    pub fn with_fact(mut self, label: &str, value: impl Into<String>) -> Self {
        self.facts.push((label.to_owned(), value.into()));
        self
    }

    pub fn with_link(self, label: &str, href: &str) -> Self {
        self.link(label, href, false)
    }

    pub fn with_new_tab(self, label: &str, href: &str) -> Self {
        self.link(label, href, true)
    }

    fn link(mut self, label: &str, href: &str, is_new_tab: bool) -> Self {
        self.links.push(Link { label: label.to_owned(), href: href.to_owned(), is_new_tab });
        self
    }

    pub fn with_button(self, label: &str, action: &str) -> Self {
        self.with_form(label, action, vec![])
    }

    pub fn with_form(mut self, label: &str, action: &str, pairs: Vec<(String, String)>) -> Self {
        self.form = Some(Form { label: label.to_owned(), action: action.to_owned(), pairs });
        self
    }
}
