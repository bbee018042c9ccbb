import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { given } from './browser/shown-backend.js';
import { takeScreenshots } from './browser/screenshots.js';
import { useBrowser } from './browser/use-browser.js';
import { api } from './support/api.js';
import { registerTestBackend, testBackendYaml, unique } from './support/backends.js';
import { deploy, instanceIn, remove } from './support/deployments.js';

const browser = useBrowser();
const patiently = { timeout: 30_000 };
/** More than the six connections that a browser keeps to a host over HTTP/1.1. */
const many = 8;

const register = async (name: string) => {
  expect((await api('PUT', `/v1/backends/${name}`, { yaml: testBackendYaml(name) })).status).toBe(201);
};

/** As many tabs of one browser as are asked for, all showing the events of one backend. */
async function tabs(console: ConsolePage, name: string): Promise<readonly Page[]> {
  const context = console.page.context();
  const more = await Promise.all(Array.from({ length: many - 1 }, () => context.newPage()));
  const all = [console.page, ...more];
  for (const page of all) {
    await page.goto(`/events?search=${name}`);
    await page.getByText('Live', { exact: true }).waitFor(patiently);
  }
  return all;
}

const expectShown = async (pages: readonly Page[], text: string) => {
  const isShown = async () => (await Promise.all(pages.map((page) => page.getByText(text).count()))).every(Boolean);
  await expect.poll(isShown, patiently).toBe(true);
};

describe('many tabs of the console', () => {
  it('all load and all show what happens, whichever of them are closed', { timeout: 240_000 }, async () => {
    const name = `${unique('tabs')}-custom`;
    const console = await browser.open();
    await console.signIn();
    const pages = await tabs(console, name);
    await register(name);
    await expectShown(pages, 'registered with');
    const [first, second, ...rest] = pages;
    await second?.close();
    await first?.goto('about:blank');
    await api('DELETE', `/v1/backends/${name}`);
    await expectShown(rest, 'deleted');
    await first?.goBack();
    await register(name);
    await api('PATCH', `/v1/backends/${name}`, { json: { description: 'changed' } });
    await expectShown([...rest, ...(first ? [first] : [])], 'changed description');
  });
});

const steps = ({ page }: ConsolePage) => page.getByRole('region', { name: 'Welcome. Four steps to an answer' });
const ask = async ({ page }: ConsolePage) => {
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'First steps' }).click();
};

describe('the first steps', () => {
  it(
    'are shown when asked for, checked off as they are done, and put away for good',
    { timeout: 120_000 },
    async () => {
      const console = await browser.open();
      await console.signIn();
      await console.goto('/workers');
      const { page } = console;
      await ask(console);
      await steps(console).waitFor(patiently);
      expect(await page.evaluate('document.activeElement.id')).toBe('first-steps');
      const worker = steps(console).getByRole('listitem').filter({ hasText: 'Add a worker' });
      await worker.getByRole('img', { name: 'Done', exact: true }).waitFor();
      await expectAccessible(console);

      const name = await deploy({ backend: await registerTestBackend('--word-delay 1') });
      const deployed = steps(console).getByRole('listitem').filter({ hasText: 'Deploy a model' });
      await deployed.getByRole('img', { name: 'Done', exact: true }).waitFor(patiently);
      await steps(console).getByText('3 of 4 done').waitFor();
      await takeScreenshots(console, 'first-steps');
      await instanceIn(name, 'ready');
      await steps(console).getByRole('link', { name: 'Ask it something' }).press('Enter');
      await console.goto(`/playground?deployment=${name}`);
      await page.getByRole('textbox', { name: 'Message', exact: true }).fill('hello');
      await page.keyboard.press('Enter');
      await page.getByText('You said: hello').waitFor(patiently);
      await page.getByRole('link', { name: 'Overview' }).click();
      await steps(console).getByText('All done.', { exact: false }).waitFor(patiently);
      await steps(console).getByRole('button', { name: 'Put the first steps away' }).click();
      await steps(console).waitFor({ state: 'detached' });
      await page.reload();
      await page.getByRole('heading', { name: 'Workers and GPUs' }).waitFor();
      expect(await steps(console).count()).toBe(0);
      await ask(console);
      await steps(console).waitFor();
      await remove(name);
    },
  );

  it('fit a small screen, in Chinese', async () => {
    const console = await browser.open({ locale: 'zh-CN', viewport: { width: 360, height: 740 } });
    await console.signIn();
    await console.goto('/?tour=true');
    await console.page.getByRole('region', { name: '欢迎。四步即可得到回答' }).waitFor(patiently);
    expect(await console.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await expectAccessible(console);
    await takeScreenshots(console, 'first-steps-small');
  });
});

describe('a first visit', () => {
  const dist = resolve(import.meta.dirname, '../../web/dist');
  const packed = (name: string) => {
    const file = join(dist, name);
    return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
  };

  it('loads at most 250 kB packed before its page, and React as it is for users', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    const names = [...page.matchAll(/"\/(assets\/[^"]+)"/g)].map(([, name = '']) => name);
    const text = names.map((name) => readFileSync(join(dist, name), 'utf8')).join('');
    expect(text).not.toContain('Download the React DevTools');
    expect(names.reduce((sum, name) => sum + packed(name), 0)).toBeLessThanOrEqual(250_000);
  });
});

describe('what another tab deletes', () => {
  it('is shown as gone, with who did it, and with nothing of what was there', { timeout: 120_000 }, async () => {
    const name = await deploy({ backend: await registerTestBackend() });
    await instanceIn(name, 'ready');
    const console = await browser.open();
    console.allow(/404 \(Not Found\)/);
    await console.signIn();
    await console.goto(`/deployments/${name}`);
    const main = console.page.getByRole('main');
    await main.getByText('1 of 1 ready').waitFor(patiently);
    await remove(name);
    await main.getByText(`${name} is not there`).waitFor(patiently);
    await main.getByText('Deleted by ').waitFor();
    expect(await main.getByRole('button').count()).toBe(0);
    expect(await main.getByText('ready').count()).toBe(0);
    await expectAccessible(console);
    await takeScreenshots(console, 'gone');
    await main.getByRole('link', { name: 'Deployments' }).click();
    await expect.poll(() => new URL(console.page.url()).pathname).toBe('/deployments');
  });

  it('leads to the history of a backend that is gone', async () => {
    const name = await given();
    const console = await browser.open();
    console.allow(/404 \(Not Found\)/);
    await console.signIn();
    await console.goto(`/backends/${name}`);
    const panel = console.page.getByRole('dialog');
    await panel.getByRole('link', { name: 'Edit' }).waitFor(patiently);
    await api('DELETE', `/v1/backends/${name}`);
    await panel.getByText('Deleted by ').waitFor(patiently);
    expect(await panel.getByRole('link', { name: 'Edit' }).count()).toBe(0);
    await panel.getByRole('link', { name: 'History' }).click();
    await console.page.getByText('This backend was deleted.').waitFor(patiently);
  });
});

describe('a server that does not answer', () => {
  it('is no empty log, and no fault of the page', async () => {
    const console = await browser.open();
    console.allow(/ERR_FAILED/);
    await console.signIn();
    await console.page.route(/\/v1\/events\?/, (route) => route.abort());
    await console.goto('/events');
    const main = console.page.getByRole('main');
    await main.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor(patiently);
    expect(await main.getByText('Nothing has happened yet').count()).toBe(0);
  });
});

describe('a save that is not answered', () => {
  it('is told beside the button, in sight and with the focus, however long the form is', async () => {
    const name = await given();
    const console = await browser.open();
    console.allow(/ERR_FAILED/);
    await console.signIn();
    await console.goto(`/backends/${name}/edit`);
    const { page } = console;
    await page.getByRole('textbox', { name: 'Description', exact: true }).fill('other words');
    await page.route(/\/v1\/backends\//, (route) =>
      route.request().method() === 'GET' ? route.continue() : route.abort(),
    );
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const told = page.getByRole('alert').filter({ hasText: 'A service does not answer' });
    await told.waitFor(patiently);
    expect(await page.evaluate(`document.activeElement.querySelector('[role="alert"]') !== null`)).toBe(true);
    const box = await told.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
    expect(box?.y ?? -1).toBeGreaterThanOrEqual(0);
    await expectAccessible(console);
  });
});

const ringOfFocus = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const name = document.activeElement.outerHTML.slice(0, 80);
  return (document.activeElement.matches('input, [role="combobox"]') ? 'of its field' : outlineStyle + ' ' + outlineWidth) + ' ' + name;
})()`;

describe('the keyboard', () => {
  it('is seen wherever it is: two pixels that stand out, in light and in dark', async () => {
    const console = await browser.open();
    await console.signIn();
    await console.goto('/deployments');
    const { page } = console;
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.getByRole('link', { name: 'Workers', exact: true }).focus();
      for (let each = 0; each < 8; each += 1) {
        await page.keyboard.press('Tab');
        expect(await page.evaluate(ringOfFocus), colorScheme).toMatch(/^(solid 2px|of its field)/);
      }
    }
  });
});
