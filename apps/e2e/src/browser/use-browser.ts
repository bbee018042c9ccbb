import { resolve } from 'node:path';
import { buildConsole, findChromium } from '@enginehouse/launcher';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { stack } from '../support/stack.js';
import { ConsolePage } from './console-page.js';

const root = resolve(import.meta.dirname, '../../../..');
/** No sandbox, for it needs rights that a container has not; and nothing that asks the world anything by itself. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const desktop = { width: 1280, height: 800 };
/** A first start unpacks a browser. */
const startTimeoutMs = 300_000;

const tell = (line: string) => void process.stderr.write(`browser tests: ${line}\n`);

/** How a page is opened; by default in English, light, on a desktop's screen. */
export type PageOptions = Pick<
  BrowserContextOptions,
  'colorScheme' | 'locale' | 'viewport' | 'reducedMotion' | 'hasTouch'
>;

/** What a spec does with a browser. */
export interface TestBrowser {
  /** A new page of nobody's: no cookie, nothing stored. It is closed, and must be free of faults, when the test ends. */
  open(options?: PageOptions): Promise<ConsolePage>;
}

/** Runs a browser for all tests of a file, against the console as it is built from the present sources. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined;
  const open: ConsolePage[] = [];
  beforeAll(async () => {
    const found = await findChromium({ cacheDir: resolve(root, '.enginehouse/cache'), tell });
    if (await buildConsole(root)) tell('built the console');
    browser = await chromium.launch({ executablePath: found.command, env: definedOf(found.env), args });
  }, startTimeoutMs);
  afterAll(() => browser?.close());
  afterEach(async () => {
    const faults = (await Promise.all(open.splice(0).map((page) => page.close()))).flat();
    // In the message itself: a report of failures prints no difference of values.
    expect(faults, ['the browser complained about:', ...faults].join('\n  ')).toEqual([]);
  });
  return {
    open: async (options = {}) => {
      if (!browser) throw new Error('the browser has not started');
      const settings = { colorScheme: 'light', locale: 'en-US', viewport: desktop, ...options } as const;
      const context = await browser.newContext({ baseURL: stack().apiUrl, ...settings });
      const page = new ConsolePage(await context.newPage());
      open.push(page);
      return page;
    },
  };
}

const definedOf = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
