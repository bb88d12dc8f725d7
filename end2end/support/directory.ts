// Entra ID as people meet it when they connect to Azure: oidc-provider at Entra ID's addresses, with a tenant in its
// tokens. On the name localhost, so that to the browser it is another site than the console.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';

import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

import { freePorts } from './ports.ts';
import { Shelf } from './shelf.ts';

export const app = { tenant: '11111111-0000-0000-0000-000000000000', id: 'azure-app', secret: 'the-secret-of-the-app-registration' };

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>Azure</title></head><body><main><h1>Azure</h1><form method="post">${body}</form></main></body></html>`;

export class Directory {
  /** Of the accounts that are used from now on. */
  tenant = app.tenant;
  /** What was asked of the page where people begin: the newest last. */
  readonly begun: URLSearchParams[] = [];
  private readonly server = http.createServer((request, response) => void this.answer(request, response));
  private provider!: Provider;

  private constructor(
    private readonly port: number,
    private readonly console: string,
  ) {}

  /** For the console at this origin. */
  static async start(console: string): Promise<Directory> {
    const [port] = await freePorts(1);
    const started = new Directory(port!, console);
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    started.provider = new Provider(started.url, started.configuration({ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }));
    started.server.listen(port, '127.0.0.1');
    await once(started.server, 'listening');
    return started;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private configuration(key: JWK): Configuration {
    return {
      adapter: new Shelf().of,
      clients: [
        {
          client_id: app.id,
          client_secret: app.secret,
          redirect_uris: [`${this.console}/auth/azure/callback`],
          grant_types: ['authorization_code', 'refresh_token'],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      jwks: { keys: [key] },
      routes: { authorization: `/${app.tenant}/oauth2/v2.0/authorize`, token: `/${app.tenant}/oauth2/v2.0/token` },
      cookies: { keys: [randomBytes(16).toString('hex')] },
      claims: { openid: ['sub', 'tid'], profile: ['preferred_username'] },
      conformIdTokenClaims: false,
      pkce: { required: () => true },
      features: { devInteractions: { enabled: false } },
      issueRefreshToken: () => true,
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, tid: this.tenant, preferred_username: `${id}@contoso.test` }) }),
      loadExistingGrant: async (context) => {
        const { oidc } = context;
        const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
        grant.addOIDCScope('openid profile offline_access');
        await grant.save();
        return grant;
      },
    };
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.url);
    if (url.pathname === '/favicon.ico') return void response.writeHead(204).end();
    if (url.pathname.endsWith('/authorize')) this.begun.push(url.searchParams);
    if (!url.pathname.startsWith('/interaction/')) return void this.provider.callback()(request, response);
    const { params } = await this.provider.interactionDetails(request, response);
    if (request.method === 'GET') {
      const hint = `${params.login_hint ?? ''}`.split('@')[0];
      const form = `<label>Account <input name="account" value="${hint}"></label> <button>Accept</button> <button name="deny" value="1">Decline</button>`;
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(page(form));
    }
    const typed = new URLSearchParams(await text(request));
    const declined = { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' };
    const result = typed.has('deny') ? declined : { login: { accountId: typed.get('account') ?? '' } };
    await this.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }
}
