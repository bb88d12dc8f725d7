// One of each kind of resource that shares the console's common form: how a person makes it, what goes wrong first,
// what is edited, and what somebody else changes behind the page.

import { expect, type Locator, type Page } from '@playwright/test';

/** Values by the label beside them: text for fields, an option's label for choices, yes or no for boxes. */
export type Typed = Record<string, string | boolean>;

export interface Kind {
  /** In sentences. */
  noun: string;
  /** Where its list is, below `/g/local`. */
  list: string;
  /** The link or button on the list that leads to the form. */
  newLink: string;
  /** The form that makes it, where the kind has several. */
  variant?: string;
  /** The folder in Azure's paths. */
  folder: string;
  name: string;
  /** Stays where it is: Azure's own screens do not offer to delete it either. */
  isKept?: boolean;
  /** Sections that are folded at first. */
  unfold?: string[];
  /** What is typed first, and wrong in places. */
  bad: Typed;
  /** What the form says about that, by label. */
  errors: Record<string, RegExp>;
  /** What is typed instead. */
  good: Typed;
  /** What Azure then holds. */
  stored: Record<string, unknown>;
  /** The same, made behind the console. */
  made: Record<string, unknown>;
  edit: { label: string; value: string; path: string; stored: Record<string, unknown> };
  /** What somebody else changes meanwhile: the same property and another one. */
  behind: Record<string, unknown>;
  theirs: string;
}

const service = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local/providers/Microsoft.ApiManagement/service/local-apim';
const title = { label: 'Display name', value: 'Mine & <only>', path: 'displayName', stored: { displayName: 'Mine & <only>' } };
const described = { displayName: 'Theirs', description: 'Theirs too' };

const diagnostic = {
  noun: 'diagnostic',
  newLink: 'New diagnostic',
  bad: { Logger: 'no-such', 'Calls logged, in percent': '101', 'Always logged': 'Only what is sampled' },
  errors: { Logger: /There is no logger named no-such/, 'Calls logged, in percent': /A number from 0 to 100/ },
  good: { Logger: 'appinsights', 'Calls logged, in percent': '12.5' },
  stored: { loggerId: expect.stringMatching(/\/loggers\/appinsights$/), sampling: { percentage: 12.5 } },
  made: { loggerId: `${service}/loggers/appinsights`, sampling: { samplingType: 'fixed', percentage: 100 } },
  edit: { label: 'Calls logged, in percent', value: '10', path: 'sampling.percentage', stored: { sampling: { percentage: 10 } } },
  behind: { sampling: { samplingType: 'fixed', percentage: 20 }, verbosity: 'error' },
  theirs: '20',
};

export const kinds: Kind[] = [
  {
    noun: 'API',
    list: 'apis',
    newLink: 'New API',
    folder: '/apis',
    name: 'made-api',
    bad: { Name: 'made api', 'Service address': 'nowhere', Description: 'Two lines\nof text & <marks>', 'Calls need a key': true },
    errors: { Name: /letters, digits/, 'Display name': /Give the display name/, 'Service address': /starts with https:\/\// },
    good: { Name: 'made-api', 'Display name': 'Made API', Path: 'made-api', 'Service address': 'https://made.example/v1' },
    stored: { displayName: 'Made API', path: 'made-api', description: 'Two lines\nof text & <marks>', protocols: ['https'] },
    made: { displayName: 'Made API', path: 'made-api', protocols: ['https'] },
    edit: title,
    behind: described,
    theirs: 'Theirs',
  },
  {
    noun: 'MCP server',
    list: 'mcp-servers',
    newLink: 'Pass-through',
    variant: 'pass',
    folder: '/apis',
    name: 'made-mcp',
    bad: { Name: 'made-mcp', 'Display name': 'Made & <kept>', Path: 'openai', Address: 'nowhere' },
    errors: { Path: /azure-openai answers this path already/, Address: /starts with https:\/\// },
    good: { Path: 'made-mcp', Address: 'https://mcp.example' },
    stored: { displayName: 'Made & <kept>', type: 'mcp', serviceUrl: 'https://mcp.example' },
    made: {
      displayName: 'Made MCP',
      path: 'made-mcp',
      type: 'mcp',
      protocols: ['https'],
      serviceUrl: 'https://mcp.example',
      mcpProperties: { transportType: 'streamable', endpoints: [{ name: 'message', uriTemplate: '/mcp' }] },
    },
    edit: title,
    behind: described,
    theirs: 'Theirs',
  },
  { ...diagnostic, list: 'apis/claude/diagnostics', folder: '/apis/claude/diagnostics', name: 'applicationinsights', bad: { ...diagnostic.bad, Name: 'applicationinsights' } },
  {
    ...diagnostic,
    noun: 'diagnostic of the service',
    list: 'diagnostics',
    folder: '/diagnostics',
    name: 'local',
    isKept: true,
    bad: { ...diagnostic.bad, Name: 'mine' },
    errors: { ...diagnostic.errors, Name: /applicationinsights, azuremonitor or local/ },
    good: { ...diagnostic.good, Name: 'local' },
  },
  {
    noun: 'logger',
    list: 'loggers',
    newLink: 'Event Hubs',
    variant: 'hubs',
    folder: '/loggers',
    name: 'made-logger',
    bad: { Name: 'made-logger', Description: 'Kept <text>' },
    errors: { 'Event hub': /Give the event hub/, 'Connection string': /Give a connection string, or the namespace's address/ },
    good: { 'Event hub': 'usage', 'Connection string': 'Endpoint=sb://made.example/;SharedAccessKeyName=send;SharedAccessKey=typed-once' },
    stored: { loggerType: 'azureEventHub', description: 'Kept <text>', credentials: { name: 'usage' } },
    made: { loggerType: 'azureEventHub', credentials: { name: 'usage', connectionString: 'Endpoint=sb://made.example/;SharedAccessKeyName=send;SharedAccessKey=stored-1' } },
    edit: { label: 'Description', value: 'Mine & <only>', path: 'description', stored: { description: 'Mine & <only>' } },
    behind: { description: 'Theirs', isBuffered: false },
    theirs: 'Theirs',
  },
  {
    noun: 'named value',
    list: 'named-values',
    newLink: 'New named value: Plain',
    folder: '/namedValues',
    name: 'made-value',
    bad: { Name: 'made-value', 'Display name': 'made value', Tags: 'kept' },
    errors: { 'Display name': /Only letters, digits/, Value: /Give the value/ },
    good: { 'Display name': 'made-value', Value: 'One\nand <two>' },
    stored: { displayName: 'made-value', value: 'One\nand <two>', secret: false, tags: ['kept'] },
    made: { displayName: 'made-value', value: 'First', secret: false },
    edit: { label: 'Value', value: 'Mine & <only>', path: 'value', stored: { value: 'Mine & <only>' } },
    behind: { value: 'Theirs', tags: ['theirs'] },
    theirs: 'Theirs',
  },
  {
    noun: 'product',
    list: 'products',
    newLink: 'New product',
    folder: '/products',
    name: 'made-product',
    bad: { Name: 'made-product', 'Subscriptions a person may have': 'many', Description: 'Kept <text>', State: 'Not published' },
    errors: { 'Display name': /Give the display name/, 'Subscriptions a person may have': /A whole number from 1 to 1000000/ },
    good: { 'Display name': 'Made product', 'Subscriptions a person may have': '3' },
    stored: { displayName: 'Made product', subscriptionsLimit: 3, state: 'notPublished', description: 'Kept <text>' },
    made: { displayName: 'Made product', state: 'published', subscriptionRequired: true },
    edit: title,
    behind: described,
    theirs: 'Theirs',
  },
  {
    noun: 'subscription',
    list: 'subscriptions',
    newLink: 'New subscription',
    folder: '/subscriptions',
    name: 'made-subscription',
    unfold: ['Owner and dates'],
    bad: { Name: 'made-subscription', 'Display name': 'Made <kept>', Opens: '/nowhere', Expires: '31.1.2027' },
    errors: { Opens: /One of \/apis/, Expires: /A date such as 2027-01-31/ },
    good: { Opens: '/products/ai-standard', Expires: '' },
    stored: { displayName: 'Made <kept>', scope: expect.stringMatching(/\/products\/ai-standard$/), state: 'active' },
    made: { displayName: 'Made', scope: `${service}/products/ai-standard`, state: 'active' },
    edit: title,
    behind: { displayName: 'Theirs', stateComment: 'Theirs too' },
    theirs: 'Theirs',
  },
];

/** Where its page is, below the console. */
export const pageOf = (kind: Kind) => `/g/local/${kind.list}/${kind.name}`;
export const armPath = (kind: Kind) => `${kind.folder}/${kind.name}`;

const field = (page: Page, label: string): Locator => page.getByLabel(label, { exact: true });

/** Types the values as a person does: into fields, from lists, into boxes. */
export async function type(page: Page, values: Typed): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const control = field(page, label);
    if (typeof value === 'boolean') await control.setChecked(value);
    else if ((await control.evaluate((element) => element.tagName)) === 'SELECT') await control.selectOption({ label: value });
    else await control.fill(value);
  }
}

/** The values stand in the form, whatever became of the last press of a button. */
export async function isStillTyped(page: Page, values: Typed): Promise<void> {
  for (const [label, value] of Object.entries(values)) {
    const control = field(page, label);
    if (typeof value === 'boolean') await expect(control).toBeChecked({ checked: value });
    else if ((await control.evaluate((element) => element.tagName)) === 'SELECT') await expect(control.locator('option:checked')).toHaveText(value);
    else await expect(control).toHaveValue(value);
  }
}

/** Each error stands beside its field, and the summary leads there. */
export async function errorsBeside(page: Page, errors: Record<string, RegExp>): Promise<void> {
  await expect(page.getByRole('alert')).toContainText('Nothing was saved');
  for (const [label, message] of Object.entries(errors)) {
    await expect(field(page, label)).toHaveAccessibleDescription(message);
    await expect(field(page, label)).toHaveAttribute('aria-invalid', 'true');
  }
}

/** Opens the form for a new one through the list, and unfolds what is needed. */
export async function toForm(page: Page, kind: Kind): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: kind.newLink, exact: true }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^New /);
  for (const title of kind.unfold ?? []) await page.locator('summary', { hasText: title }).click();
}
