// Strings that mean harm, and a service whose every string is one, by kind of resource.

import type { StoredResource } from './scenes.ts';

export const markup = '</textarea></title><script>window.x=1</script>';
const attribute = '"><img src=x onerror=window.x=1>';
export const template = '{{7*7}}';
const link = 'javascript:window.x=1';
const hidden = '\u202eevil\u2066\u200b\u200d\ufeff\u0000'.replace('\u0000', '');
export const long = 'W'.repeat(2_000);
export const everything = [markup, attribute, template, link, hidden, "'`${7*7}</script><!--"].join(' ');

const service = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local/providers/Microsoft.ApiManagement/service/local-apim';
/** Names without a slash, which would be another address. */
export const names = ['"><img src=x onerror=window.x=1>', template, link, hidden, 'W'.repeat(80)];

const single = (text: string): Record<string, unknown> => ({
  type: 'Single',
  title: text,
  description: `\n${text}`,
  url: `https://evil.example/${text}`,
  protocol: text,
  azureRegion: text,
  resourceId: text,
  credentials: {
    header: { [text]: [text] },
    query: { [text]: [text] },
    authorization: { scheme: text, parameter: text },
    managedIdentity: { resource: text },
    certificateIds: [text],
  },
  proxy: { url: text, username: text, password: text },
  circuitBreaker: {
    rules: [
      {
        name: text,
        failureCondition: { count: 1, interval: text, statusCodeRanges: [{ min: 500, max: 599 }], errorReasons: [text] },
        tripDuration: text,
        acceptRetryAfter: true,
      },
    ],
  },
  [text]: text,
});

const backends: StoredResource[] = [
  { path: '/backends/mixed', properties: single(everything) },
  { path: '/backends/long', properties: single(long) },
  ...names.map((name) => ({ path: `/backends/${name}`, properties: single(name) })),
  {
    path: '/backends/pool',
    properties: {
      type: 'Pool',
      title: everything,
      pool: {
        services: [...names, markup, long].map((name) => ({ id: `${service}/backends/${name}`, priority: 1, weight: 1 })),
        sessionAffinity: { sessionId: { source: 'cookie', name: everything } },
      },
    },
  },
];

const api = (text: string): Record<string, unknown> => ({
  displayName: text,
  path: text,
  serviceUrl: `https://evil.example/${text}`,
  protocols: [text],
  description: `\n${text}`,
  subscriptionKeyParameterNames: { header: text, query: text },
  type: text,
  apiRevision: text,
  apiRevisionDescription: text,
  apiVersion: text,
  apiVersionDescription: text,
  apiVersionSetId: text,
  authenticationSettings: { oAuth2: { authorizationServerId: text, scope: text }, openid: { openidProviderId: text, bearerTokenSendingMethods: [text] } },
  termsOfServiceUrl: link,
  contact: { name: text, url: link, email: text },
  license: { name: text, url: link },
  isCurrent: true,
  provisioningState: text,
  [text]: text,
});

const mcp = (text: string) => ({
  ...api(text),
  type: 'mcp',
  serviceUrl: text === long ? undefined : text,
  mcpProperties: { transportType: text, endpoints: [{ name: text, uriTemplate: text }], [text]: text },
});

const side = (text: string) => ({ request: { headers: [text], body: { bytes: text } }, response: { headers: [text], body: { bytes: 8192 } } });

const diagnostic = (text: string) => ({
  loggerId: `${service}/loggers/${text}`,
  sampling: { samplingType: text, percentage: text },
  alwaysLog: text,
  verbosity: text,
  httpCorrelationProtocol: text,
  operationNameFormat: text,
  largeLanguageModel: { logs: text, requests: { messages: text, maxSizeInBytes: text }, responses: { messages: text } },
  frontend: side(text),
  backend: side(text),
});

const logger = (text: string) => ({
  loggerType: 'azureEventHub',
  description: text,
  credentials: { name: text, connectionString: text, endpointAddress: text, identityClientId: text },
  resourceId: text,
  isBuffered: text,
});

const namedValue = (text: string) => ({ displayName: text, value: text, tags: [text], secret: false });
const vaultValue = { displayName: everything, secret: true, keyVault: { secretIdentifier: link, identityClientId: everything, lastStatus: { code: everything, message: `${everything} ${long}` } } };
const fragment = (text: string) => ({ description: text, format: text, value: `<fragment>${text}</fragment>` });
const product = (text: string) => ({ displayName: text, description: `\n${text}`, terms: text, state: text, subscriptionRequired: true, subscriptionsLimit: text });

const subscription = (text: string) => ({
  displayName: text,
  scope: `${service}/products/${text}`,
  state: text,
  ownerId: `/users/${text}`,
  expirationDate: text,
  createdDate: text,
  stateComment: text,
  primaryKey: 'k',
  secondaryKey: 'k',
});

const policy = (text: string) =>
  `<policies><inbound><set-backend-service backend-id="${text}" /><include-fragment fragment-id="${text}" /><!-- {{${text}}} --><value>${text}</value></inbound></policies>`;

/** What a kind's resource holds, by the folder in Azure's paths. */
const kinds: [string, (text: string) => Record<string, unknown>][] = [
  ['/apis', api],
  ['/loggers', logger],
  ['/namedValues', namedValue],
  ['/policyFragments', fragment],
  ['/products', product],
  ['/subscriptions', subscription],
];

const named = kinds.flatMap(([folder, holds]) => [
  { path: `${folder}/mixed`, properties: holds(everything) },
  { path: `${folder}/long`, properties: holds(long) },
  { path: `${folder}/${names[0]}`, properties: holds(names[0] ?? '') },
]);

const parts = ['mixed', 'long'].flatMap((name) => {
  const text = name === 'long' ? long : everything;
  return [
    { path: `/apis/${name}-mcp`, properties: mcp(text) },
    { path: `/apis/${name}-mcp/tools/${names[0]}`, properties: { displayName: text, description: text, operationId: `${service}/apis/${name}/operations/${names[0]}` } },
    { path: `/apis/${name}-mcp/diagnostics/applicationinsights`, properties: diagnostic(text) },
    { path: `/apis/${name}/operations/${names[0]}`, properties: { displayName: text, method: text, urlTemplate: `/${text}`, description: text } },
    { path: `/apis/${name}/policies/policy`, properties: { format: 'rawxml', value: policy(text) } },
    { path: `/apis/${name}/diagnostics/applicationinsights`, properties: diagnostic(text) },
    { path: `/products/${name}/apis/${name}`, properties: {} },
    { path: `/products/${name}/apiLinks/${name}`, properties: { apiId: `${service}/apis/${name}` } },
  ];
});

export const resources: StoredResource[] = [
  ...backends,
  ...named,
  ...parts,
  { path: '/diagnostics/applicationinsights', properties: diagnostic(everything) },
  { path: '/diagnostics/azuremonitor', properties: diagnostic(long) },
  { path: '/namedValues/vault', properties: vaultValue },
];

const encoded = encodeURIComponent(names[0] ?? '');

/** A kind's pages: the list, and of each resource its page, form and question. */
const pagesOf = (slug: string, held: string[], verbs = ['', '/edit', '/delete']) => [
  `/g/evil/${slug}`,
  ...held.flatMap((name) => verbs.map((verb) => `/g/evil/${slug}/${name}${verb}`)),
];

export const pages: Record<string, string[]> = {
  APIs: [...pagesOf('apis', ['mixed', 'long', encoded]), '/g/evil/apis/new'],
  policies: ['mixed', 'long', encoded].map((name) => `/g/evil/apis/${name}/policy`),
  'diagnostics of APIs': ['mixed', 'long'].flatMap((name) => pagesOf(`apis/${name}/diagnostics`, ['applicationinsights'])),
  'MCP servers': [...pagesOf('mcp-servers', ['mixed-mcp', 'long-mcp']), '/g/evil/mcp-servers/mixed-mcp?api=mixed', '/g/evil/mcp-servers/long-mcp?api=long'],
  diagnostics: [...pagesOf('diagnostics', ['applicationinsights', 'azuremonitor'], ['', '/edit']), '/g/evil/diagnostics/new'],
  loggers: pagesOf('loggers', ['mixed', 'long', encoded]),
  'named values': pagesOf('named-values', ['mixed', 'long', 'vault', encoded]),
  fragments: pagesOf('fragments', ['mixed', 'long', encoded], ['']),
  products: pagesOf('products', ['mixed', 'long', encoded]),
  subscriptions: pagesOf('subscriptions', ['mixed', 'long', encoded]),
  'the wizard': ['/g/evil/new-llm-api'],
  failures: ['apis', 'mcp-servers/any', 'diagnostics', 'loggers/any/edit', 'named-values', 'products/any/delete', 'subscriptions', 'apis/any/policy', 'new-llm-api'].map((path) => `/g/rude/${path}`),
};

/** Pages that are asked for in hostile words. */
export const asked = (query: (parameters: string[], text: string) => string) =>
  [everything, long].flatMap((text) => [
    `/g/evil/loggers?${query(['text', 'show', 'sort', 'order', 'page', 'refresh'], text)}`,
    `/g/evil/loggers/new?${query(['variant'], text)}`,
    `/g/evil/products/mixed?${query(['done', 'entry'], text)}`,
    `/g/evil/products/mixed?done=updated&${query(['entry'], text)}`,
    `/g/evil/mcp-servers/mixed-mcp?${query(['api'], text)}`,
    `/g/evil/products/${encodeURIComponent(text)}`,
    `/g/evil/apis/${encodeURIComponent(text)}/policy`,
    `/g/evil/apis/${encodeURIComponent(text)}/diagnostics`,
    `/g/evil/${encodeURIComponent(text)}/new`,
  ]);

const fields = (text: string, paths: string) => Object.fromEntries(paths.split(' ').map((path) => [path, text]));
const common = (text: string) => ({ do: 'save', reason: text, ...fields(text, 'name displayName description path serviceUrl state terms value tags scope ownerId expirationDate stateComment etag seen variant') });

/** Form posts whose every value is hostile, by the page that takes them. */
export const posts: Record<string, Record<string, string>> = {
  '/g/evil/apis/new': { ...common(everything), ...fields(everything, 'protocols subscriptionKeyParameterNames.header apiVersion contact.url license.url') },
  '/g/evil/apis/mixed/edit': { ...common(long), etag: '"stale"' },
  '/g/evil/apis/mixed/policy': { do: 'review', document: policy(everything), etag: everything, ...fields(everything, 'tokens_per_minute counted_by reason') },
  '/g/evil/apis/long/policy': { do: 'save', document: policy(everything), etag: '"stale"' },
  '/g/evil/apis/mixed/diagnostics/new': { ...common(everything), ...fields(everything, 'loggerId sampling.percentage frontend.request.headers') },
  '/g/evil/mcp-servers/mixed-mcp': { do: 'add-tool', api: everything, operation: everything, tool: everything, description: long },
  '/g/evil/loggers/new?variant=hubs': { ...common(everything), variant: 'hubs', ...fields(everything, 'credentials.name credentials.endpointAddress resourceId') },
  '/g/evil/named-values/new': { ...common(everything), variant: 'plain' },
  '/g/evil/named-values/vault/edit': { ...common(everything), variant: 'vault', etag: '"stale"', ...fields(everything, 'keyVault.secretIdentifier') },
  '/g/evil/products/mixed': { do: 'add-api', api: everything },
  '/g/evil/products/mixed/edit': { ...common(everything), etag: '"stale"' },
  '/g/evil/subscriptions/new': common(everything),
  '/g/evil/subscriptions/mixed/edit': { ...common(everything), etag: '"stale"' },
  '/g/evil/new-llm-api': { do: 'save', ...fields(everything, 'kind name display_name path backend product key_header') },
  '/g/rude/products/new': { do: 'save', name: 'fine', displayName: 'Fine', state: 'published' },
};
