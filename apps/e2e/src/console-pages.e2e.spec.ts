import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { field, press } from './browser/controls.js';
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
  'backend-state': () => '/backends/vLLM/history?view=state',
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

/** The item of a graph that has an event, and in it what followed from that. */
const nodeOf = (graph: Locator, type: string) =>
  graph
    .getByRole('listitem')
    .filter({ has: graph.page().getByRole('link', { name: new RegExp(`^${type}`) }) })
    .last();

/** From a cause to the left of its effect, in pixels. */
async function gapAfter(cause: Locator, effect: Locator): Promise<number> {
  const from = await cause.getByRole('link').first().boundingBox();
  const to = await effect.getByRole('link').first().boundingBox();
  return Math.round((to?.x ?? 0) - (from?.x ?? 0) - (from?.width ?? 0));
}

/** The line that styles draw to an effect: how far from its cause it comes. */
const lineTo = (effect: Locator) =>
  effect.evaluate((item) => {
    const { borderBottomStyle: style, left, width } = getComputedStyle(item, '::before');
    return { style, reach: Math.round(Number.parseFloat(left) + Number.parseFloat(width)) };
  });

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
    await console.page.getByRole('link', { name: /^vLLM/ }).first().click();
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
    expect(await panel.getByRole('region', { name: 'What it belongs to' }).getByRole('link').count()).toBe(1);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await api('DELETE', `/v1/backends/${name}`);
    await page
      .getByText(/deleted/)
      .first()
      .waitFor(patiently);
  });

  it('draws what led to an event and what followed, as a graph that one walks through', async () => {
    const console = await openAt(`/events?search=${deployment}-1`);
    const { page } = console;
    await page.getByRole('button').filter({ hasText: 'placed' }).last().click(patiently);
    const panel = page.getByRole('dialog');
    const graph = panel.getByRole('region', { name: 'What it belongs to' });
    const placed = nodeOf(graph, 'InstancePlaced');
    const effect = nodeOf(placed, 'InstanceReady');
    expect(await placed.getByRole('link').first().getAttribute('aria-current')).toBe('page');
    await expectAccessible(console);
    await takeScreenshots(console, 'event');
    expect(await gapAfter(placed, effect)).toBeGreaterThan(20);
    expect(await lineTo(effect)).toEqual({ style: 'solid', reach: await gapAfter(placed, effect) });

    await effect.getByRole('link').focus();
    await page.keyboard.press('Enter');
    await panel.getByRole('heading', { name: 'InstanceReady' }).waitFor();
    expect(await effect.getByRole('link').getAttribute('aria-current')).toBe('page');
    expect(await graph.locator('[aria-current]').count()).toBe(1);
    await page.goBack();
    await panel.getByRole('heading', { name: 'InstancePlaced' }).waitFor();
  });

  it('folds what is too much to look at, on a small screen and in Chinese too', async () => {
    const name = `${unique('wide')}-custom`;
    const headers = { 'x-correlation-id': name };
    const version = { name: 'v1', images: [{ framework: 'cpu', image_name: 'a/b:1' }] };
    await api('POST', '/v1/backends', { json: { backend_name: name, versions: [version] }, headers });
    for (let each = 1; each <= 12; each += 1) {
      await api('PATCH', `/v1/backends/${name}`, { json: { description: `text ${each}` }, headers });
    }
    const viewport = { width: 360, height: 740 };
    const console = await openAt(`/events?search=${name}`, { locale: 'zh-CN', viewport });
    const { page } = console;
    await page.getByRole('main').getByRole('listitem').last().getByRole('button').click(patiently);
    const graph = page.getByRole('dialog').getByRole('region', { name: '相关事件' });
    await graph.getByText('该请求或决定：13 个事件').waitFor();
    expect(await graph.getByRole('link').count()).toBe(8);
    expect(await overflow(page)).toBe(0);
    await expectAccessible(console);
    await takeScreenshots(console, 'event-small');
    await graph.getByRole('button', { name: '还有 5 个' }).click();
    expect(await graph.getByRole('link').count()).toBe(13);
    await api('DELETE', `/v1/backends/${name}`);
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

describe('what is not found, and what is not saved', () => {
  it('is told from what is not there: a search of events that nothing matches, with a way back', async () => {
    const console = await openAt(`/events?search=${unique('nothing')}`);
    const { page } = console;
    await page.getByText('Nothing matches').waitFor();
    await press(console, 'Clear the filters');
    await page.getByRole('listitem').first().waitFor();
    await page.getByText('Position', { exact: true }).waitFor();
    await expectAccessible(console);
  });

  it('is asked about before a filled panel closes', async () => {
    const console = await openAt('/marketplace/sources?add=true');
    const { page } = console;
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await console.goto('/marketplace/sources?add=true');
    await field(console, 'Name').fill('mine');
    await page.keyboard.press('Escape');
    await press(console, 'Stay');
    await expect.poll(() => page.getByRole('button', { name: 'Stay' }).count()).toBe(0);
    expect(await field(console, 'Name').inputValue()).toBe('mine');
    await page.keyboard.press('Escape');
    await press(console, 'Leave');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

describe('the form of a deployment', () => {
  it('says what a field needs, in plain words, and keeps what it cannot read', async () => {
    const console = await openAt('/deployments/new');
    const { page } = console;
    const panel = page.getByRole('region', { name: 'What would run' });
    await press(console, 'Deploy');
    await page.getByText('Give it a name: lower-case').waitFor();
    await page.getByText('Choose a backend.', { exact: true }).waitFor();
    const labels = page.getByRole('combobox', { name: 'Worker labels' });
    await labels.fill('foo');
    await labels.press('Enter');
    await page.getByText('foo: a label is written key=value.').waitFor();
    await field(console, 'GPUs per replica').fill('some');
    await page.getByText('must be a number').waitFor();
    expect(await page.locator('body').innerText()).not.toMatch(/expected|received/);
    await expectAccessible(console);
    await console.goto('/deployments/new?backend=Custom');
    await panel.getByText('Custom needs an image and a run command').waitFor();
    await console.goto(`/deployments/new?backend=${await registerTestBackend()}`);
    await press(console, 'Add a variable');
    await field(console, 'Name of variable 1').fill('1 BAD');
    await panel.getByText('"1 BAD" is passed on as it is').waitFor();
  });
});
