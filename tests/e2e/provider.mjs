// A sign-in provider for the browser tests, on this machine alone: oidc-provider with accounts of its own. The test
// tells it, by messages, to change its keys, to let its clock go wrong, and to cheat.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const [port, client] = [Number(process.argv[2]), JSON.parse(process.argv[3])];
const issuer = `http://127.0.0.1:${port}`;

let ahead = 0;
let accounts = {};
let handedOut = '';
let replaying = false;
const realNow = Date.now;
Date.now = () => realNow() + ahead * 1000;

let number = 0;
function makeProvider() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  number += 1;
  const key = { ...privateKey.export({ format: 'jwk' }), kid: `key-${number}`, use: 'sig', alg: 'RS256' };
  const provider = new Provider(issuer, {
    clients: [{ ...client, grant_types: ['authorization_code'], response_types: ['code'] }],
    jwks: { keys: [key] },
    cookies: { keys: ['only for tests'] },
    acrValues: ['loa2', 'loa3'],
    claims: { openid: ['sub', 'sid', 'acr'], email: ['email', 'email_verified'], groups: ['groups'] },
    scopes: ['openid', 'email', 'groups'],
    conformIdTokenClaims: false,
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true } },
    interactions: { url: (_, interaction) => `/who/${interaction.uid}` },
    findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
    async loadExistingGrant(ctx) {
      const { session, client: asking, provider: own } = ctx.oidc;
      const grant = new own.Grant({ clientId: asking.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email groups');
      await grant.save();
      return grant;
    },
  });
  return { provider, answer: provider.callback() };
}
let current = makeProvider();

async function askWho(request, response) {
  if (request.method === 'POST') {
    let body = '';
    for await (const part of request) body += part;
    const { account, acr } = Object.fromEntries(new URLSearchParams(body));
    await current.provider.interactionFinished(request, response, { login: { accountId: account, acr } });
    return;
  }
  response.setHeader('Content-Type', 'text/html; charset=utf-8');
  const buttons = Object.keys(accounts).flatMap((name) =>
    ['loa2', 'loa3'].map(
      (acr) =>
        `<form method="post"><input type="hidden" name="account" value="${name}"><input type="hidden" name="acr" value="${acr}"><button>${name} ${acr}</button></form>`,
    ),
  );
  response.end(`<!doctype html><title>Provider</title><h1>Provider</h1>${buttons.join('')}`);
}

/** What it hands out is remembered; a cheating provider hands the former one out again. */
function watchTokens(response) {
  const end = response.end.bind(response);
  response.end = (body) => {
    const answer = JSON.parse(String(body));
    if (!answer.id_token) return end(body);
    if (replaying) answer.id_token = handedOut;
    else handedOut = answer.id_token;
    const text = JSON.stringify(answer);
    response.setHeader('Content-Length', Buffer.byteLength(text));
    return end(text);
  };
}

createServer((request, response) => {
  if (request.url.startsWith('/who/')) return askWho(request, response);
  if (request.url === '/token') watchTokens(response);
  return current.answer(request, response);
}).listen(port, '127.0.0.1', () => process.send('ready'));

process.on('message', (told) => {
  if ('accounts' in told) accounts = told.accounts;
  if ('ahead' in told) ahead = told.ahead;
  if ('replaying' in told) replaying = told.replaying;
  if (told.rotate) current = makeProvider();
  process.send('done');
});
