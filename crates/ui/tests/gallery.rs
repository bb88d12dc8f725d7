//! Every component on one page: rendered as the server does, checked for what must never be in it,
//! and left at `target/gallery.html` to be looked at with the built stylesheet beside it (`target/gallery.css`).

use std::{fs, path::Path};

use futures::StreamExt;
use leptos::prelude::*;
use leptos_meta::ServerMetaContext;
use scraper::{Html, Selector};
use ui::*;

const HOSTILE: &str = "</textarea></title></pre><script>x</script>";

fn rendered<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    Owner::new().with(|| view().into_view().to_html())
}

#[component]
fn Lists() -> impl IntoView {
    let filters = vec![
        ("All".into(), 7, "?".into(), true),
        ("Pools".into(), 1, "?kind=pool".into(), false),
        ("Needs attention".into(), 1, "?state=bad".into(), false),
    ];
    let headings = vec![
        Heading { sort_href: Some("?sort=-name".into()), sorted: Some(Sorted::Asc), ..Heading::new("Name") },
        Heading::new("Type"),
        Heading::new("State"),
        Heading { sort_href: Some("?sort=calls".into()), ..Heading::numeric("Calls, 24 h") },
        Heading::new("Used by"),
        Heading::hidden("More"),
    ];
    let row = |name: &'static str, detail: &'static str, kind: &'static str, tone: StateTone, state: &'static str, calls: &'static str| {
        view! {
            <tr>
                <NameCell href="#" name detail />
                <Cell label="Type">
                    <Badge text=kind tone=if kind == "Pool" { StateTone::Info } else { StateTone::Neutral } />
                </Cell>
                <Cell label="State">
                    <StateDot tone text=state />
                </Cell>
                <Cell label="Calls, 24 h" numeric=true>
                    {calls}
                </Cell>
                <Cell label="Used by">"4 APIs"</Cell>
                <Cell label="" numeric=true>
                    <Menu label=format!("More for {name}") compact=true>
                        <MenuLink href="#">"Edit"</MenuLink>
                        <MenuLink href="#">"Open in the playground"</MenuLink>
                    </Menu>
                </Cell>
            </tr>
        }
    };
    view! {
        <PageHeader
            title="Backends"
            lead="Where the gateway sends calls: single endpoints and pools with priorities, weights and circuit breakers."
            actions=|| view! { <LinkButton href="#">"New pool"</LinkButton> <LinkButton href="#" tone=Tone::Primary>"New backend"</LinkButton> }
        />
        <Sheet>
            <div class="flex flex-wrap items-center gap-2 border-b border-base-300 p-3">
                <div class="w-full sm:w-72"><TextInput name="filter" label="Filter" placeholder="Filter by name, address or region" kind="search" /></div>
                <FilterTabs label="Quick filters" items=filters />
                <span class="ml-auto text-xs text-base-content/75">"Read " <Time unix_ms=1_790_000_000_000 text="4 s ago" iso="2026-09-21T14:13:20Z" /></span>
                <Button tone=Tone::Ghost><Icon name=Glyph::Refresh />"Refresh"</Button>
            </div>
            <Table caption="Backends" headings>
                {row("aoai-pool", "priority 1: 2 · priority 2: 1", "Pool", StateTone::Success, "Healthy", "412 k")}
                {row("aoai-weu-paygo", "contoso-weu.openai.azure.com", "Single", StateTone::Warning, "Breaker open · 41 s", "22 k")}
                {row("content-safety", "contoso-cs.cognitiveservices.azure.com", "Single", StateTone::Error, "Not reachable", "410 k")}
                {row("mistral-large", HOSTILE, "Single", StateTone::Neutral, "No traffic, 30 d", "0")}
            </Table>
            <Pager range="1–4 of 7" previous=None next=Some("?page=2".into()) />
        </Sheet>
    }
}

#[component]
fn Forms() -> impl IntoView {
    let errors = vec![
        ("url".to_string(), "Address: must begin with https://.".to_string()),
        ("member.0.id".into(), "Member 1: no backend is called “aoai”.".into()),
    ];
    let kinds = vec![("single".into(), "Single".into()), ("pool".into(), "Pool".into())];
    view! {
        <Sheet title="Edit backend" actions=|| view! { <Badge text="2 changes" tone=StateTone::Warning /> }>
            <div class="space-y-4 p-4">
                <FormErrors title="The backend was not saved: 2 values need another look." items=errors />
                <Field label="Address" name="url" help="Where calls are sent, without a trailing slash." error="Address must begin with https://." required=true>
                    <TextInput name="url" value="http://contoso.example" kind="url" mono=true />
                </Field>
                <Field label="Member" name="member.0.id" error=Some("No backend is called “aoai”.".to_string())>
                    <TextInput name="member.0.id" value="aoai" list="members" />
                </Field>
                <datalist id="members"><option value="aoai-pool"></option></datalist>
                <Field label="Type" name="kind" help="A pool spreads calls over several backends.">
                    <SelectInput name="kind" value="pool" options=kinds />
                </Field>
                <Field label="Document" name="document" help="As XML.">
                    <SafeTextarea name="document" value=HOSTILE rows=4 mono=true />
                </Field>
                <Checkbox name="breaker" label="Open the circuit when the backend throttles" checked=true help="Then the pool's next priority takes the calls." />
                <div class="flex flex-wrap gap-2">
                    <Button tone=Tone::Primary kind="submit">"Apply to prod-westeurope"</Button>
                    <Button tone=Tone::Primary busy=true>"Apply to prod-westeurope"</Button>
                    <Button>"Discard"</Button>
                    <Button disabled=true>"Not now"</Button>
                    <Button tone=Tone::Danger><Icon name=Glyph::Trash />"Delete aoai-pool"</Button>
                    <Button tone=Tone::Ghost>"Cancel"</Button>
                    <Menu label="More"><MenuLink href="#">"History"</MenuLink><li><button type="button">"Copy"</button></li></Menu>
                </div>
            </div>
        </Sheet>
    }
}

#[component]
fn Panels() -> impl IntoView {
    let facts = vec![
        ("Azure code".to_string(), "AuthorizationFailed".to_string()),
        ("Request id".into(), "7b1f6c1e-6a38-4f55-9d7e-6e0b5e1a2c11".into()),
        ("Address".into(), "https://management.example/subscriptions/…".into()),
    ];
    view! {
        <Notice tone=StateTone::Warning>"Streams are always estimated: the setting has no effect on them."</Notice>
        <Notice tone=StateTone::Info>"This reading is 4 minutes old."</Notice>
        <Notice tone=StateTone::Success>"Applied, read back and verified."</Notice>
        <Notice tone=StateTone::Error>"The last run failed."</Notice>
        <Notice>"Nothing has changed since yesterday."</Notice>
        <ErrorPanel title="Backends could not be read" message="Azure refused: the signed-in person may not read this gateway." facts retry_href="?" />
        <Sheet title="Loading"><Skeleton rows=3 columns=5 /></Sheet>
        <Sheet>
            <EmptyState title="No backends yet" text="A backend is where the gateway sends calls. Begin with one endpoint; a pool can come later.">
                <LinkButton href="#" tone=Tone::Primary>"New backend"</LinkButton>
            </EmptyState>
        </Sheet>
    }
}

#[component]
fn Details() -> impl IntoView {
    let tabs = vec![("Settings".into(), "#".into(), false), ("Policy".into(), "#".into(), true), ("History".into(), "#".into(), false)];
    let facts = vec![
        ("Name".to_string(), view! { <span class="font-mono">"aoai-pool"</span> }.into_any()),
        ("State".into(), view! { <StateDot tone=StateTone::Info text="Changing" /> }.into_any()),
        ("Version".into(), view! { "AAAAAADmk70" }.into_any()),
    ];
    let rows = vec![
        ("properties.circuitBreaker.rules[0].tripDuration".into(), Some("PT10S".to_string()), Some("PT1M".to_string())),
        ("properties.tls.validateCertificateChain".into(), None, Some("true".into())),
        ("properties.description".into(), Some(HOSTILE.into()), None),
    ];
    view! {
        <Tabs label="Azure OpenAI" items=tabs />
        <Sheet title="Facts"><Facts items=facts /></Sheet>
        <Sheet title="3 changes, not applied"><Comparison left_title="On the gateway" right_title="Your edit" rows /></Sheet>
        <CodeBlock label="Answer" text=format!("\n{{\n  \"error\": \"{HOSTILE}\"\n}}") />
        <div class="flex flex-wrap gap-3 text-base-content/80">{Glyph::ALL.into_iter().map(|name| view! { <Icon name class="size-5" /> }).collect_view()}</div>
        <Dialog id="confirm" title="Delete aoai-pool?">
            <p>"4 APIs send calls here. They will answer 500 until they are changed."</p>
            <div class="mt-4 flex justify-end gap-2"><Button>"Cancel"</Button><Button tone=Tone::Danger>"Delete aoai-pool"</Button></div>
        </Dialog>
        <ToastStack />
    }
}

#[component]
fn Gallery() -> impl IntoView {
    view! {
        <main class="mx-auto w-full max-w-[1240px] space-y-6 px-4 py-6 sm:px-6">
            <Lists />
            <Forms />
            <Panels />
            <Details />
        </main>
    }
}

#[test]
fn gallery_has_nothing_that_must_not_be_there() {
    let html = rendered(Gallery);
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Gallery</title><link rel=\"stylesheet\" href=\"gallery.css\"></head><body class=\"bg-base-200 text-base-content antialiased\">{html}</body></html>"
    );
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target");
    fs::create_dir_all(&target).unwrap();
    fs::write(target.join("gallery.html"), &page).unwrap();

    let document = Html::parse_document(&page);
    let select = |selector: &str| document.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(select("script"), 0, "a stored text became a script element");
    assert_eq!(select("[style]"), 0, "the content security policy drops style attributes");
    assert!(!html.contains(" onclick="), "nor inline handlers");
    assert_eq!(select("table"), select("table > thead + tbody"), "a table without a body breaks hydration");
    let textarea = document.select(&Selector::parse("textarea").unwrap()).next().unwrap();
    assert_eq!(textarea.text().collect::<String>(), HOSTILE, "the text arrives as it was given");
}

#[test]
fn every_id_is_unique_and_every_reference_has_its_target() {
    let document = Html::parse_document(&rendered(Gallery));
    let all = Selector::parse("*").unwrap();
    let mut ids: Vec<&str> = document.select(&all).filter_map(|element| element.value().id()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is used twice");
    for attribute in ["for", "aria-describedby", "aria-labelledby", "list"] {
        for element in document.select(&all) {
            for id in element.attr(attribute).unwrap_or_default().split_whitespace() {
                assert!(ids.contains(&id), "{attribute} names {id}, which is not there");
            }
        }
    }
}

#[test]
fn a_control_finds_the_error_of_its_field_and_follows_it() {
    let html = rendered(|| {
        view! {
            <Field label="Weight" name="member.1.weight" error="Weight must be a number." help="1 to 100.">
                <TextInput name="member.1.weight" />
                <TextInput name="other" />
            </Field>
        }
    });
    let document = Html::parse_fragment(&html);
    let input = |name: &str| document.select(&Selector::parse(&format!("[name='{name}']")).unwrap()).next().unwrap();
    assert_eq!(input("member.1.weight").attr("aria-describedby"), Some("member.1.weight-error member.1.weight-help"));
    assert_eq!(input("member.1.weight").attr("aria-invalid"), Some("true"));
    assert_eq!(input("other").attr("aria-invalid"), None, "the error is not that control's");
}

#[test]
fn a_text_that_begins_with_a_line_break_keeps_it() {
    let html = rendered(|| view! { <SafeTextarea name="t" value="\n<a/>" /> });
    let document = Html::parse_fragment(&html);
    let textarea = document.select(&Selector::parse("textarea").unwrap()).next().unwrap();
    assert_eq!(textarea.text().collect::<String>(), "\n<a/>");
}

#[tokio::test]
async fn a_hostile_name_stays_inside_the_page_title() {
    let _ = any_spawner::Executor::init_tokio();
    let (context, output) = ServerMetaContext::new();
    let body = Owner::new().with(|| {
        provide_context(context);
        leptos_meta::provide_meta_context();
        view! { <PageTitle text=HOSTILE /> }.to_html()
    });
    let shell = format!("<html><head>{}</head><body>{body}</body></html>", rendered(|| view! { <leptos_meta::MetaTags /> }));
    let page: String = output.inject_meta_context(futures::stream::iter([shell])).await.collect().await;
    let document = Html::parse_document(&page);
    let title = document.select(&Selector::parse("title").unwrap()).next().unwrap();
    assert_eq!(title.text().collect::<String>(), format!("{HOSTILE} · AI Gateway Console"));
    assert_eq!(document.select(&Selector::parse("script").unwrap()).count(), 0);
}

#[test]
fn one_file_only_writes_the_multi_line_control() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let offenders: Vec<_> = fs::read_dir(sources)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.ends_with("safe_textarea.rs"))
        .filter(|path| path.is_file() && fs::read_to_string(path).unwrap().contains("<textarea"))
        .collect();
    assert!(offenders.is_empty(), "use SafeTextarea: {offenders:?}");
}
