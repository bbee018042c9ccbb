import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { SignInCode } from '@enginehouse/contracts/http';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser } from './browser/use-browser.js';
import { api } from './support/api.js';
import { unique } from './support/backends.js';
import { cli } from './support/cli.js';
import { stack } from './support/stack.js';

const browser = useBrowser();
const refusal = /the server responded with a status of 40[13]/;

/** What a page elsewhere can have a browser send without asking. */
const change = (url: string) => `fetch('${url}/v1/tokens', {
  method: 'POST', credentials: 'include', mode: 'no-cors',
  headers: { 'content-type': 'text/plain' }, body: '{"name":"forged","role":"admin"}',
}).then(() => 'sent', (error) => error.message)`;

const tokenField = ({ page }: ConsolePage) => page.getByLabel('Access token');
const signInButton = ({ page }: ConsolePage) => page.getByRole('button', { name: 'Sign in' });

async function signInByForm(console: ConsolePage, token: string): Promise<void> {
  await tokenField(console).fill(token);
  await signInButton(console).click();
}

const makeToken = async (role: string) => {
  const name = unique('person');
  const { body } = await api<{ token: string }>('POST', '/v1/tokens', { json: { name, role } });
  return { name, token: body.token };
};

const cookiesOf = ({ page }: ConsolePage) => page.context().cookies();

describe('the sign-in of the console', () => {
  it('stands before every page, and leads back to it', async () => {
    const console = await browser.open();
    await console.goto('/backends');
    await expect.poll(() => console.page.url()).toContain('/sign-in');
    await signInByForm(console, stack().token);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/backends');
    await console.page.getByRole('heading', { level: 1 }).first().waitFor();
  });

  it('leads on from an address that is none', async () => {
    const console = await browser.open();
    await console.signIn();
    await console.goto('/no/such/page');
    await console.page.getByText('There is nothing at this address').waitFor();
    await expectAccessible(console);
    await console.page.getByRole('link', { name: 'Workers' }).click();
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/workers');
  });

  it('can be used by everybody', async () => {
    const console = await browser.open();
    await console.goto('/sign-in');
    await signInButton(console).waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'sign-in');
  });

  it('speaks Chinese to who does', async () => {
    const console = await browser.open({ locale: 'zh-CN' });
    await console.goto('/sign-in');
    await expect.poll(() => console.page.getByLabel('访问令牌').isVisible()).toBe(true);
    expect(await console.page.locator('html').getAttribute('lang')).toMatch(/^zh/);
    await takeScreenshots(console, 'sign-in-zh');
  });

  it('says that a token is wrong, and takes the right one then', async () => {
    const console = await browser.open();
    console.allow(refusal);
    await console.goto('/sign-in');
    await signInByForm(console, 'eh_wrong');
    await console.page.getByRole('alert').filter({ hasText: 'This token does not open anything' }).waitFor();
    await signInByForm(console, ` ${stack().token} `);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/');
  });

  it('stays after a reload, in a cookie that scripts cannot read', async () => {
    const console = await browser.open();
    await console.goto('/sign-in');
    await signInByForm(console, stack().token);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/');
    await console.page.reload();
    await console.page.getByRole('navigation').first().waitFor();
    expect(new URL(console.page.url()).pathname).toBe('/');
    const [cookie] = await cookiesOf(console);
    expect(cookie).toMatchObject({ name: 'enginehouse_session', httpOnly: true, sameSite: 'Strict', path: '/' });
    const readable = await console.page.evaluate(
      'JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])',
    );
    expect(readable).not.toContain(cookie?.value);
    expect(readable).not.toContain(stack().token);
  });

  it('ends with a click, for good', async () => {
    const { name, token } = await makeToken('viewer');
    const console = await browser.open();
    console.allow(refusal);
    await console.goto('/sign-in');
    await signInByForm(console, token);
    await console.page.getByRole('button', { name: /account/i }).click();
    await console.page.getByText(name).first().waitFor();
    await console.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await tokenField(console).waitFor();
    expect(await cookiesOf(console)).toEqual([]);
    await console.page.goBack();
    await tokenField(console).waitFor();
  });

  it('ends when the token is revoked while the page is open', async () => {
    const { name, token } = await makeToken('viewer');
    const console = await browser.open();
    console.allow(refusal);
    await console.goto('/sign-in');
    await signInByForm(console, token);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/');
    await console.page.getByRole('link', { name: 'Workers', exact: true }).click();
    await api('DELETE', `/v1/tokens/${name}`);
    await tokenField(console).waitFor();
    await console.page.getByText('the token is no longer valid').waitFor();
    await expectAccessible(console);
    await signInByForm(console, stack().token);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/workers');
  });

  it('ends in every tab where one signs out, which says so and leads back afterwards', async () => {
    const { token } = await makeToken('viewer');
    const console = await browser.open();
    console.allow(refusal);
    await console.signIn(token);
    await console.goto('/deployments');
    const other = await console.page.context().newPage();
    await other.goto('/');
    await other.getByRole('button', { name: /account/i }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await console.page.getByText('You were signed out.', { exact: false }).waitFor();
    expect(await console.page.getByText('Live', { exact: true }).count()).toBe(0);
    await signInByForm(console, stack().token);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/deployments');
  });

  it('takes a link that works once, and leaves nothing of it in the address', async () => {
    const { out } = await cli(['console']);
    const link = out.trim();
    const console = await browser.open();
    await console.page.goto(link);
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/');
    expect(console.page.url()).not.toContain('code');
    const second = await browser.open();
    second.allow(refusal);
    await second.page.goto(link);
    await second.page.getByRole('alert').filter({ hasText: 'This link was used before' }).waitFor();
    expect(second.page.url()).not.toContain('code');
  });

  it('is not for links of who may not sign in any more', async () => {
    const { name, token } = await makeToken('viewer');
    const { body } = await api<SignInCode>('POST', '/v1/session/codes', { token });
    await api('DELETE', `/v1/tokens/${name}`);
    const console = await browser.open();
    console.allow(refusal);
    await console.page.goto(`/sign-in#code=${body.code}`);
    await console.page.getByRole('alert').waitFor();
    expect(await cookiesOf(console)).toEqual([]);
  });
});

describe('the cookie of the console', () => {
  it('changes nothing without the proof that the page has', async () => {
    const console = await browser.open();
    console.allow(refusal);
    await console.signIn();
    await console.goto('/');
    const answer = await console.page.evaluate(`fetch('/v1/tokens', {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"forged","role":"admin"}',
    }).then(async (response) => [response.status, (await response.json()).code])`);
    expect(answer).toEqual([403, 'csrf-token-invalid']);
  });

  it('is of no use to a page on another port of the same machine, though the browser sends it along', async () => {
    const [elsewhere, recorder] = await Promise.all([listenElsewhere(), listenElsewhere()]);
    const console = await browser.open();
    console.allow(/ERR_BLOCKED_BY_RESPONSE.NotSameOrigin/, /favicon/);
    await console.signIn();
    await console.page.goto(elsewhere.url);
    await console.page.evaluate(change(recorder.url));
    expect(recorder.received).toEqual([
      expect.objectContaining({
        'sec-fetch-site': 'same-site',
        cookie: expect.stringContaining('enginehouse_session'),
      }),
    ]);
    expect(await console.page.evaluate(change(stack().apiUrl))).not.toBe('sent');
    const { body } = await api<{ items: readonly { name: string }[] }>('GET', '/v1/tokens');
    expect(body.items.map(({ name }) => name)).not.toContain('forged');
    [elsewhere, recorder].forEach(({ close }) => close());
  });
});

/** Somebody else's server on this machine; what it was sent. */
async function listenElsewhere() {
  const received: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    if (request.method === 'POST') received.push(request.headers);
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><main>elsewhere</main>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, received, close: () => void server.close() };
}
