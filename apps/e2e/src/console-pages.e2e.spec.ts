import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { api } from './support/api.js';
import { registerTestBackend, unique } from './support/backends.js';
import { deploy, instanceIn, remove } from './support/deployments.js';

const browser = useBrowser();
const patiently = { timeout: 60_000 };
let deployment = '';

beforeAll(async () => {
  deployment = await deploy({ backend: await registerTestBackend(), modelName: 'team/pages' });
  await instanceIn(deployment, 'ready');
  return () => remove(deployment);
}, 120_000);

/** Every page there is, by the name of its picture. */
const pages: Readonly<Record<string, () => string>> = {
  overview: () => '/',
  backends: () => '/backends',
  backend: () => '/backends/vLLM',
  'backend-preview': () => '/backends/vLLM/preview',
  'backend-history': () => '/backends/vLLM/history',
  'backend-add': () => '/backends/new',
  'backend-edit': () => '/backends/vLLM/edit',
  audit: () => '/audit',
  marketplace: () => '/marketplace',
  'marketplace-sources': () => '/marketplace/sources',
  'marketplace-entry': () => '/marketplace/enginehouse/llama.cpp',
  deployments: () => '/deployments',
  deployment: () => `/deployments/${deployment}`,
  'deployment-timeline': () => `/deployments/${deployment}?tab=timeline`,
  'deployment-placement': () => `/deployments/${deployment}?tab=placement`,
  deploy: () => '/deployments/new',
  workers: () => '/workers',
  playground: () => `/playground?deployment=${deployment}`,
  events: () => '/events',
  access: () => '/access',
  'access-join-tokens': () => '/access?tab=join',
  nowhere: () => '/nowhere',
};

async function openAt(path: string, options: PageOptions = {}): Promise<ConsolePage> {
  const console = await browser.open(options);
  await console.signIn();
  await console.goto(path);
  await console.page.locator('h1, [role=dialog] h2').first().waitFor(patiently);
  await settled(console.page);
  return console;
}

/** Nothing is loading any more. */
const settled = (page: Page) => page.waitForFunction(`!document.querySelector('[aria-busy=true]')`, null, patiently);

const overflow = (page: Page) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe('every page', () => {
  it('is usable by everybody, in light and in dark', { timeout: 300_000 }, async () => {
    const console = await openAt('/');
    console.allow(/404/);
    for (const [name, address] of Object.entries(pages)) {
      await console.goto(address());
      await settled(console.page);
      await expectAccessible(console);
      await takeScreenshots(console, name);
    }
  });

  it.each([
    ['a phone', { width: 360, height: 740 }],
    ['a 4K screen', { width: 3840, height: 2160 }],
  ])('fits %s, in Chinese too', { timeout: 180_000 }, async (_what, viewport) => {
    const console = await openAt('/', { viewport, locale: 'zh-CN' });
    const wide: string[] = [];
    for (const [name, address] of Object.entries(pages)) {
      await console.goto(address());
      await settled(console.page);
      const more = await overflow(console.page);
      if (more > 0) wide.push(`${name}: ${more} px`);
    }
    expect(wide).toEqual([]);
    expect(await console.page.locator('html').getAttribute('lang')).toMatch(/^zh/);
  });

  it('moves nothing for who wants no motion', async () => {
    const console = await openAt('/backends?search=vLLM', { reducedMotion: 'reduce' });
    await console.page.getByRole('button', { name: /^vLLM/ }).first().click();
    await console.page.getByRole('dialog').waitFor();
    const running = `document.getAnimations().filter((each) => Number(each.effect?.getTiming().duration) > 50).length`;
    expect(await console.page.evaluate(running)).toBe(0);
  });
});

describe('the log of events', () => {
  it('shows what happens as it happens, filtered, and what an event belongs to', async () => {
    const name = `${unique('seen')}-custom`;
    const console = await openAt(`/events?search=${name}`);
    const { page } = console;
    const version = { name: 'v1', images: [{ framework: 'cpu', image_name: 'a/b:1' }] };
    const headers = { 'x-change-reason': 'to be seen' };
    await api('POST', '/v1/backends', { json: { backend_name: name, versions: [version] }, headers });
    await page.getByText('registered with v1').click(patiently);
    const panel = page.getByRole('dialog');
    await panel.getByRole('heading', { name: 'BackendRegistered' }).waitFor();
    await panel.getByText('to be seen').waitFor();
    await expectAccessible(console);
    await takeScreenshots(console, 'event');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await api('DELETE', `/v1/backends/${name}`);
    await page
      .getByText(/deleted/)
      .first()
      .waitFor(patiently);
  });
});

describe('access', () => {
  it('makes a token that is shown once, works at once, and is revoked after a question', async () => {
    const name = unique('pipeline');
    const console = await openAt('/access');
    const { page } = console;
    await page.getByRole('button', { name: 'Create token' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await expectAccessible(console);
    await dialog.getByRole('button', { name: /Create|Add/ }).click();
    const token = await dialog.getByText(/^eh_/).innerText(patiently);
    expect((await api('GET', '/v1/backends', { token })).status).toBe(200);
    await dialog.getByRole('button', { name: 'Close' }).click();
    const row = page.getByRole('row').filter({ hasText: name });
    await row.getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.waitFor({ state: 'detached', ...patiently });
    expect((await api('GET', '/v1/backends', { token })).status).toBe(401);
  });
});
