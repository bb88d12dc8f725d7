// An OpenID Connect provider in the test's own process: oidc-provider, with people, a sign-in page that asks for a
// name only, keys that can be rotated, and switches that spoil what it really issues.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';

import { type CryptoKey, decodeJwt, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

import { freePorts } from './ports.ts';
import { Shelf } from './shelf.ts';

export const client = { id: 'console', secret: 'a-secret-that-nobody-guesses-0123456789' };

export interface Person {
  name: string;
  roles?: string[];
}

/** What is wrong with the tokens that it issues from now on. */
export type Fault =
  | 'wrong nonce'
  | 'wrong audience'
  | 'expired'
  | 'issued long ago'
  | 'not valid yet'
  | 'other issuer'
  | 'key of somebody else'
  | 'signed with the client secret'
  | 'unsigned'
  | 'no id token'
  | 'no answer';

interface Key {
  jwk: JWK;
  private: CryptoKey;
}

const page = (body: string) =>
  `<!doctype html><html lang="en"><head><title>Provider</title></head><body><main><h1>Provider</h1>${body}</main></body></html>`;
const form = `<form method="post"><label>Username <input name="username"></label> <button>Continue</button> <button name="deny" value="1">Deny</button></form>`;

export class TestProvider {
  /** By the name that they type. */
  readonly people = new Map<string, Person>();
  /** Set to spoil tokens; `undefined` is honest. */
  fault?: Fault;
  /** Shows the way back to the console as a link, instead of sending the browser there. */
  isHolding = false;
  /** Where roles and names are: in the id token, or at userinfo only. */
  private areClaimsInToken = true;
  private readonly server = http.createServer((request, response) => void this.answer(request, response));
  private readonly shelf = new Shelf();
  private provider!: Provider;
  private key!: Key;

  private constructor(
    private readonly port: number,
    private readonly console: string,
  ) {}

  /** For the console at this origin. */
  static async start(console: string): Promise<TestProvider> {
    const [port] = await freePorts(1);
    const started = new TestProvider(port!, console);
    await started.rotate();
    await started.open();
    return started;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Signs with a new key from now on, and no longer names the old one. */
  async rotate(): Promise<void> {
    this.key = await newKey();
    this.rebuild();
  }

  putClaims(where: 'id token' | 'userinfo'): void {
    this.areClaimsInToken = where === 'id token';
    this.rebuild();
  }

  /** Down: connections are refused. */
  async close(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  /** Up again on the same port. */
  async open(): Promise<void> {
    if (this.server.listening) return;
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** A token such as the back channel carries, with whatever the test changes in it. */
  async logoutToken(changes: JWTPayload, key: CryptoKey = this.key.private): Promise<string> {
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: this.issuer, aud: client.id, iat: now, exp: now + 120, jti: randomBytes(9).toString('hex'), events, ...changes };
    return this.sign(claims, key);
  }

  async somebodysKey(): Promise<CryptoKey> {
    return (await newKey()).private;
  }

  /** Its state is kept outside of one instance, so people stay signed in at it. */
  private rebuild(): void {
    const provider = new Provider(this.issuer, this.configuration());
    // What the console gets is spoiled on its way out.
    provider.use(async (context, next) => {
      await next();
      const body = context.body as { id_token?: string } | undefined;
      if (context.path === '/token' && body?.id_token && this.fault) context.body = { ...body, id_token: await this.spoiled(body.id_token) };
      const back = context.response.get('location');
      if (!this.isHolding || !back.startsWith(`${this.console}/auth/callback`)) return;
      context.remove('location');
      context.status = 200;
      context.type = 'html';
      context.body = page(`<a href="${back.replaceAll('&', '&amp;')}">Back</a>`);
    });
    this.provider = provider;
  }

  private configuration(): Configuration {
    return {
      adapter: this.shelf.of,
      clients: [
        {
          client_id: client.id,
          client_secret: client.secret,
          redirect_uris: [`${this.console}/auth/callback`],
          post_logout_redirect_uris: [`${this.console}/auth/logout?done=1`],
          backchannel_logout_uri: `${this.console}/auth/backchannel-logout`,
          backchannel_logout_session_required: true,
        },
      ],
      jwks: { keys: [this.key.jwk] },
      cookies: { keys: ['so that people stay signed in over rotations'] },
      claims: { openid: ['sub', 'sid'], profile: ['name', 'roles'] },
      conformIdTokenClaims: !this.areClaimsInToken,
      pkce: { required: () => true },
      features: {
        devInteractions: { enabled: false },
        backchannelLogout: { enabled: true },
        // Pages of its own: the built-in ones ask the internet for fonts.
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (context, hidden) => void (context.body = page(`${hidden}<button form="op.logoutForm" name="logout" value="yes">Yes</button>`)),
          postLogoutSuccessSource: (context) => void (context.body = page('<p>Signed out.</p>')),
        },
      },
      interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...this.people.get(id) }) }),
      loadExistingGrant: async (context) => {
        const { oidc } = context;
        const grant = new oidc.provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId! });
        grant.addOIDCScope('openid profile email');
        await grant.save();
        return grant;
      },
      // Without its guard against loopback addresses: here everything is on loopback.
      fetch: (url, options) => fetch(url, { ...options, dispatcher: undefined } as RequestInit),
    };
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const path = request.url ?? '/';
    if (path === '/favicon.ico') return void response.writeHead(204).end();
    if (path === '/token' && this.fault === 'no answer') return void request.socket.destroy();
    if (!path.startsWith('/interaction/')) return void this.provider.callback()(request, response);
    if (request.method === 'GET') return void response.writeHead(200, { 'content-type': 'text/html' }).end(page(form));
    const typed = new URLSearchParams(await text(request));
    const denied = { error: 'access_denied', error_description: 'Not today.' };
    const result = typed.has('deny') ? denied : { login: { accountId: typed.get('username') ?? '' } };
    await this.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  private async spoiled(token: string): Promise<string | undefined> {
    const claims = decodeJwt(token);
    const now = Math.floor(Date.now() / 1000);
    switch (this.fault) {
      case 'wrong nonce':
        return this.sign({ ...claims, nonce: 'somebody-elses' });
      case 'wrong audience':
        return this.sign({ ...claims, aud: 'another-client' });
      case 'expired':
        return this.sign({ ...claims, iat: now - 300, exp: now - 120 });
      case 'issued long ago':
        return this.sign({ ...claims, iat: now - 3_600 });
      case 'not valid yet':
        return this.sign({ ...claims, nbf: now + 300 });
      case 'other issuer':
        return this.sign({ ...claims, iss: 'http://127.0.0.1:1' });
      case 'key of somebody else':
        return this.sign(claims, (await newKey()).private);
      case 'signed with the client secret':
        return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(client.secret));
      case 'unsigned':
        return new UnsecuredJWT(claims).encode();
      default:
        return undefined;
    }
  }

  private sign(claims: JWTPayload, key: CryptoKey = this.key.private): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: this.key.jwk.kid }).sign(key);
  }
}

async function newKey(): Promise<Key> {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(pair.privateKey)), kid: randomBytes(6).toString('hex'), alg: 'RS256', use: 'sig' };
  return { jwk, private: pair.privateKey };
}
