import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebhookView } from '@enginehouse/contracts';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { problemAnswer } from './browser/requests.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { api } from './support/api.js';
import { testBackendYaml, unique } from './support/backends.js';

const browser = useBrowser();
const patiently = { timeout: 30_000 };

/** A receiver that answers as it is told to. */
const nothing = (): void => undefined;
const receiver = { status: 200, received: 0, ready: Promise.resolve() };
const server = createServer((request, response) => {
  request.resume();
  receiver.received += 1;
  const { status, ready } = receiver;
  void ready.then(() => response.writeHead(status, { 'content-type': 'text/plain' }).end(`answer ${status}`));
});

/** Lets requests wait for their answer until it is told to go on. */
function hold(): () => void {
  let release = nothing;
  receiver.ready = new Promise<void>((resolve) => (release = resolve));
  return release;
}
let url = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
});
afterAll(() => server.close());

async function openAt(
  path: string,
  { token, ...options }: PageOptions & { token?: string } = {},
): Promise<ConsolePage> {
  const console = await browser.open({ reducedMotion: 'reduce', ...options });
  await console.signIn(token);
  await console.goto(path);
  // By its element: a panel over the page hides its role.
  await console.page.locator('h1').waitFor();
  return console;
}

const tokenFor = async (role: 'viewer' | 'operator') =>
  (await api<{ token: string }>('POST', '/v1/tokens', { json: { name: unique(role), role } })).body.token;
const read = async (name: string) => (await api<WebhookView>('GET', `/v1/webhooks/${name}`)).body;
const press = ({ page }: ConsolePage, name: string | RegExp) => page.getByRole('button', { name }).click();
const confirm = ({ page }: ConsolePage, name: string) =>
  page.getByRole('dialog').last().getByRole('button', { name, exact: true }).click();

/** A webhook that is told of one backend only. */
async function given(backend: string): Promise<string> {
  const name = unique('hook');
  const json = { name, url, internal: true, filters: { subjects: [`backend:${backend}`] } };
  expect((await api('POST', '/v1/webhooks', { json })).status).toBe(201);
  return name;
}

const change = async (backend: string) => {
  expect((await api('PUT', `/v1/backends/${backend}`, { yaml: testBackendYaml(backend) })).status).toBe(201);
};

/** How the API answers whose role does not suffice. */
const forbidden = problemAnswer(403, {
  title: 'Not allowed',
  code: 'forbidden',
  detail: 'This needs the role operator.',
  hint: 'Ask an administrator.',
});

/** What was given up, on a small screen and in Chinese. */
async function looksGoodSmall(name: string): Promise<void> {
  const path = `/access?tab=webhooks&webhook=${name}&state=dead`;
  const console = await openAt(path, { locale: 'zh-CN', viewport: { width: 360, height: 740 } });
  await console.page.getByText('已放弃 2 次投递').waitFor();
  expect(await console.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  await expectAccessible(console);
  await takeScreenshots(console, 'webhook-dead-small');
}

describe('webhooks in the console', () => {
  it('are added with the secret shown once, tested, and show each delivery with event and answer', async () => {
    const backend = `${unique('told')}-custom`;
    const console = await openAt('/access?tab=webhooks');
    const { page } = console;
    const name = unique('hook');
    await press(console, 'Add a webhook');
    await page.getByLabel('Name *').fill(name);
    await page.getByLabel('Address *').fill(url);
    await page.getByRole('combobox', { name: 'Only about these' }).fill(`backend:${backend}`);
    await page.keyboard.press('Enter');
    console.allow(/422 \(Unprocessable/);
    await page.getByRole('dialog').getByRole('button', { name: 'Add a webhook' }).click();
    await page.getByText('The URL is not https.').waitFor();
    await page.getByLabel('The address may be in a private network, and plain http').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Add a webhook' }).click();
    const secret = await page.getByRole('region', { name: 'Secret of the webhook' }).innerText();
    expect(secret).toMatch(/^whsec_/);
    await press(console, 'Close');

    await page.getByRole('link', { name, exact: true }).click();
    expect(new URL(page.url()).searchParams.get('webhook')).toBe(name);
    await press(console, 'Send a test');
    await page.getByText('The test arrived.').waitFor(patiently);
    expect(await page.locator('body').innerText()).not.toContain(secret);
    await change(backend);
    const deliveries = page.getByRole('list', { name: 'Deliveries' });
    await deliveries.getByText('Delivered').first().waitFor(patiently);
    await deliveries.getByRole('button', { name: /BackendRegistered/ }).click();
    await deliveries.getByText('answer 200').waitFor();
    await deliveries
      .getByRole('region', { name: 'The event that is sent' })
      .last()
      .getByText(backend)
      .first()
      .waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'webhook');

    await press(console, 'Pause');
    await confirm(console, 'Pause');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    expect((await read(name)).state).toBe('paused');
    await press(console, 'Resume');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await press(console, 'New secret');
    await confirm(console, 'New secret');
    const next = await page.getByRole('region', { name: 'Secret of the webhook' }).innerText();
    expect(next).toMatch(/^whsec_/);
    expect(next).not.toBe(secret);
    await confirm(console, 'Close');
    await press(console, 'Remove');
    // Its deliveries are watched until the answer is here, and may be asked for once between the two.
    console.allow(new RegExp(`404 \\(Not Found\\) .*/v1/webhooks/${name}/deliveries`));
    await confirm(console, 'Remove');
    await expect.poll(async () => (await api('GET', `/v1/webhooks/${name}`)).status, patiently).toBe(404);
    await expect.poll(() => page.getByRole('link', { name, exact: true }).count(), patiently).toBe(0);
  });

  it('tell what fails and why, and send it again when asked', { timeout: 240_000 }, async () => {
    const backend = `${unique('fails')}-custom`;
    const name = await given(backend);
    receiver.status = 500;
    const console = await openAt(`/access?tab=webhooks&webhook=${name}`);
    const { page } = console;
    await press(console, 'Send a test');
    await page.getByText('The test did not arrive.').waitFor(patiently);
    await change(backend);
    const deliveries = page.getByRole('list', { name: 'Deliveries' });
    await deliveries
      .getByText(/Failing|Given up/)
      .first()
      .waitFor(patiently);
    await deliveries.getByRole('button', { name: /BackendRegistered/ }).click();
    await deliveries.getByText('answer 500').waitFor();
    await takeScreenshots(console, 'webhook-failing');
    receiver.status = 200;
    await deliveries.getByText('Delivered').first().waitFor({ timeout: 90_000 });
    const before = receiver.received;
    await deliveries.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 delivery is sent again').waitFor(patiently);
    await expect.poll(() => receiver.received, patiently).toBeGreaterThan(before);
    await api('DELETE', `/v1/webhooks/${name}`);
  });

  it('count what was given up, show only that and why, and send it again', { timeout: 300_000 }, async () => {
    const backend = `${unique('dead')}-custom`;
    const name = await given(backend);
    receiver.status = 500;
    const console = await openAt(`/access?tab=webhooks&webhook=${name}&state=dead`);
    const { page } = console;
    await page.getByText('Nothing was given up').waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'webhook-dead-none');
    await change(backend);
    await api('DELETE', `/v1/backends/${backend}`);
    await page.getByText('2 deliveries fail, and are tried again by themselves.').waitFor(patiently);
    await page.getByText('2 deliveries were given up').waitFor({ timeout: 120_000 });

    await console.goto('/access?tab=webhooks');
    await page.getByRole('link', { name: `2 deliveries of ${name} were given up` }).click();
    expect(new URL(page.url()).searchParams.get('state')).toBe('dead');
    const dead = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem');
    await expect.poll(() => dead.count()).toBe(2);
    for (const text of await dead.allInnerTexts()) {
      expect(text).toMatch(/Given up[\s\S]*4 attempts[\s\S]*the receiver answered 500: “answer 500”/);
    }
    await expectAccessible(console);
    await takeScreenshots(console, 'webhook-dead');
    await page.getByRole('link', { name: 'Show all deliveries' }).click();
    expect(new URL(page.url()).searchParams.get('state')).toBeNull();
    await page.getByRole('link', { name: 'Show only these' }).click();
    await looksGoodSmall(name);
    const viewer = await openAt(`/access?webhook=${name}&state=dead`, { token: await tokenFor('viewer') });
    await viewer.page.getByText('2 deliveries were given up').waitFor();
    expect(await viewer.page.getByRole('button', { name: /again/ }).count()).toBe(0);

    // By the keyboard, and not without a question.
    await page.getByRole('button', { name: 'Send 2 that were given up again' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Send 2 deliveries again?' });
    await dialog.waitFor();
    await expectAccessible(console);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect((await read(name)).deliveries.dead).toBe(2);
    // Refused: says so there, and nothing was sent.
    console.allow(/403 \(Forbidden\)/);
    await page.route(/\/redrive$/, (route) => route.fulfill(forbidden), { times: 1 });
    await press(console, 'Send 2 that were given up again');
    await confirm(console, 'Send again');
    await dialog.getByRole('alert').getByText('Ask an administrator.').waitFor();
    expect((await read(name)).deliveries.dead).toBe(2);
    receiver.status = 200;
    const release = hold();
    await confirm(console, 'Send again');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('progressbar', { name: 'Sent again' }).waitFor(patiently);
    await page.getByText('2 wait', { exact: true }).waitFor(patiently);
    await takeScreenshots(console, 'webhook-dead-progress');
    release();
    await page.getByText('All that was sent again has arrived.').waitFor({ timeout: 60_000 });
    await page.getByText('Nothing was given up').waitFor(patiently);
    expect((await read(name)).deliveries).toMatchObject({ delivered: 2, dead: 0 });

    // One alone: without a question. Its receiver had wanted no more, which paused the webhook.
    receiver.status = 410;
    await change(backend);
    await page.getByText('1 delivery was given up').waitFor(patiently);
    await dead.getByText('it wants no more events: “answer 410”').waitFor(patiently);
    receiver.status = 200;
    await dead.getByRole('button', { name: /BackendRegistered/ }).click();
    await dead.getByRole('button', { name: 'Send again' }).click();
    await page.getByText('1 waits', { exact: true }).waitFor(patiently);
    await press(console, 'Resume');
    await page.getByText('All that was sent again has arrived.').waitFor({ timeout: 60_000 });
    await api('DELETE', `/v1/backends/${backend}`);
    await api('DELETE', `/v1/webhooks/${name}`);
    console.allow(/404 \(Not Found\)/);
  });

  it('are shown to everybody, and changed by administrators only', async () => {
    const name = await given(`${unique('roles')}-custom`);
    const viewer = await openAt(`/access?tab=webhooks&webhook=${name}`, { token: await tokenFor('viewer') });
    await viewer.page.getByRole('heading', { name: 'Deliveries' }).waitFor();
    expect(await viewer.page.locator('body').innerText()).not.toContain('/hooks');
    expect(await viewer.page.getByRole('button', { name: /Send a test|Pause|Remove|New secret/ }).count()).toBe(0);
    const operator = await openAt(`/access?webhook=${name}`, { token: await tokenFor('operator') });
    await operator.page.getByRole('button', { name: 'Send a test' }).waitFor();
    expect(await operator.page.getByRole('button', { name: /Pause|Remove|New secret|Add/ }).count()).toBe(0);
    expect(await operator.page.getByRole('tab').count()).toBe(0);
    await api('DELETE', `/v1/webhooks/${name}`);
  });

  it('fit a small screen, in Chinese', async () => {
    const name = await given(`${unique('small')}-custom`);
    const console = await openAt('/access?tab=webhooks', { locale: 'zh-CN', viewport: { width: 360, height: 740 } });
    const { page } = console;
    await page.getByRole('link', { name, exact: true }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await expectAccessible(console);
    await takeScreenshots(console, 'webhooks-small');
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name: '投递记录' }).waitFor();
    await takeScreenshots(console, 'webhook-small');
    await api('DELETE', `/v1/webhooks/${name}`);
  });
});
