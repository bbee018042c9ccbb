import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebhookView } from '@enginehouse/contracts';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { api } from './support/api.js';
import { testBackendYaml, unique } from './support/backends.js';

const browser = useBrowser();
const patiently = { timeout: 30_000 };

/** A receiver that answers as it is told to. */
const receiver = { status: 200, received: 0 };
const server = createServer((request, response) => {
  request.resume();
  receiver.received += 1;
  response.writeHead(receiver.status, { 'content-type': 'text/plain' }).end(`answer ${receiver.status}`);
});
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
