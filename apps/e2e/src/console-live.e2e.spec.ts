import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ConsolePage } from './browser/console-page.js';
import { useBrowser } from './browser/use-browser.js';
import { api } from './support/api.js';
import { testBackendYaml, unique } from './support/backends.js';

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
