import { describe, expect, it } from 'vitest';
import { expectAccessible } from './browser/accessibility.js';
import type { ConsolePage } from './browser/console-page.js';
import { takeScreenshots } from './browser/screenshots.js';
import { card, given, version } from './browser/shown-backend.js';
import { useBrowser, type PageOptions } from './browser/use-browser.js';
import { api } from './support/api.js';
import { unique } from './support/backends.js';

const browser = useBrowser();

async function openAt(path: string, options: PageOptions = {}): Promise<ConsolePage> {
  const console = await browser.open(options);
  await console.signIn();
  await console.goto(path);
  await console.page.locator('h1').first().waitFor();
  return console;
}

const pathname = (console: ConsolePage) => new URL(console.page.url()).pathname;
const patiently = { timeout: 15_000 };

const chipsOf = (console: ConsolePage, name: string) =>
  card(console, name).getByRole('button', { name: 'All versions: ' });
const tip = ({ page }: ConsolePage) => page.getByRole('tooltip');

/** A backend with more frameworks than fit beside each other, a default version that is not the latest, and a retired one. */
async function onManyFrameworks(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const versions = [
    version('0.11.0', 'cuda'),
    version('0.12.1', 'cuda'),
    version('0.12.0', 'cuda'),
    version('0.12.1-rocm', 'rocm'),
    version('0.12.1-cpu', 'cpu'),
    version('0.10.0', 'cuda'),
    version('0.10.0-cann', 'cann'),
    version('0.12.1-musa', 'musa'),
    version('0.12.1-dtk', 'dtk'),
  ];
  const name = await given({ versions, default_version: '0.12.0', ...more });
  for (const retired of ['0.10.0', '0.10.0-cann']) {
    const path = `/v1/backends/${name}/versions/${retired}/deprecate`;
    expect((await api('POST', path, { json: { message: 'use 0.12' } })).status).toBe(200);
  }
  return name;
}

describe('the frameworks on a card of the console', () => {
  it('each have a chip with the default or else the latest version and how many more there are', async () => {
    const name = await onManyFrameworks();
    const console = await openAt(`/backends?search=${name}`);
    const chips = chipsOf(console, name).locator('.MuiChip-root');
    await expect
      .poll(() => chips.allTextContents(), patiently)
      .toEqual(['cuda 0.12.0 +2', 'rocm 0.12.1-rocm', 'cpu 0.12.1-cpu', 'musa 0.12.1-musa', 'dtk 0.12.1-dtk']);
    await takeScreenshots(console, 'backend-chips');
    await api('DELETE', `/v1/backends/${name}/versions/0.11.0`);
    await expect.poll(async () => (await chips.allTextContents())[0], patiently).toBe('cuda 0.12.0 +1');
  });

  it('tell all their versions to the keyboard and to screen readers, and let go of them again', async () => {
    const name = await onManyFrameworks();
    const console = await openAt(`/backends?search=${name}`);
    const { page } = console;
    const label = await chipsOf(console, name).getAttribute('aria-label');
    expect(label?.split('. All versions: ')).toEqual([
      'cuda 0.12.0 +2 rocm 0.12.1-rocm cpu 0.12.1-cpu musa 0.12.1-musa dtk 0.12.1-dtk',
      'cuda 0.12.1, 0.12.0 (default), 0.11.0; rocm 0.12.1-rocm; cpu 0.12.1-cpu; musa 0.12.1-musa; dtk 0.12.1-dtk',
    ]);
    const before = await card(console, name).boundingBox();
    await card(console, name).getByRole('link').first().focus();
    await page.keyboard.press('Tab');
    await tip(console).waitFor();
    expect(await tip(console).innerText()).toContain('cuda 0.12.1, 0.12.0 (default), 0.11.0\nrocm 0.12.1-rocm\n');
    expect(await tip(console).innerText()).not.toContain('0.10.0');
    expect(await card(console, name).boundingBox()).toEqual(before);
    await takeScreenshots(console, 'backend-chips-told');
    await expectAccessible(console);
    await page.keyboard.press('Escape');
    await tip(console).waitFor({ state: 'hidden' });
    await page.keyboard.press('Enter');
    await tip(console).waitFor();
    await page.keyboard.press('Tab');
    await tip(console).waitFor({ state: 'hidden' });
    expect(pathname(console)).toBe('/backends');
  });

  it('tell them where one taps the chips on a small screen, beside them the card opens, and all cards are as high', async () => {
    const description = unique('tapped');
    const many = await onManyFrameworks({ description });
    const one = await given({ description, versions: [version('1', 'cpu')] });
    const console = await openAt(`/backends?search=${description}`, {
      viewport: { width: 360, height: 740 },
      hasTouch: true,
    });
    const { page } = console;
    await chipsOf(console, many).tap();
    await tip(console).getByText('0.12.1, 0.12.0 (default), 0.11.0').waitFor();
    expect(pathname(console)).toBe('/backends');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await takeScreenshots(console, 'small-backend-chips');
    const heights = [many, one].map(async (name) => (await card(console, name).boundingBox())?.height);
    expect(new Set(await Promise.all(heights)).size).toBe(1);
    await chipsOf(console, one).scrollIntoViewIfNeeded();
    const box = await chipsOf(console, one).boundingBox();
    if (!box) throw new Error('the chips are not on the screen');
    await page.touchscreen.tap(box.x + box.width + 60, box.y + box.height / 2);
    await expect.poll(() => pathname(console), patiently).toBe(`/backends/${one}`);
  });

  it('are none where every version is deprecated, and the card says so', async () => {
    const name = await given({ versions: [version('1', 'cuda')] });
    await api('POST', `/v1/backends/${name}/versions/1/deprecate`, { json: { message: '' } });
    const console = await openAt(`/backends?search=${name}`);
    await card(console, name).getByText('All versions deprecated').waitFor();
    expect(await chipsOf(console, name).count()).toBe(0);
  });
});

describe('a long list of cards in the console', () => {
  it('scrolls through a thousand backends and draws only those on the screen', async () => {
    const stem = unique('many');
    const numbers = Array.from({ length: 1000 }, (_, number) => String(number).padStart(4, '0'));
    const made = (number: string) => {
      const backend_name = `${stem}-${number}-custom`;
      const versions = [{ name: '1', images: [{ framework: 'cpu', image_name: 'engine:1' }] }];
      return api('POST', '/v1/backends', { json: { backend_name, versions } });
    };
    const atOnce = 25;
    for (let at = 0; at < numbers.length; at += atOnce) await Promise.all(numbers.slice(at, at + atOnce).map(made));
    const console = await openAt(`/backends?search=${stem}`);
    const { page } = console;
    await page.getByText('1000 backends').waitFor({ timeout: 30_000 });
    const drawn = () => page.getByRole('list', { name: 'Backends' }).getByRole('listitem').count();
    expect(await drawn()).toBeLessThan(80);
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    await page.getByRole('heading', { name: `${stem}-0999-custom` }).waitFor();
    expect(await drawn()).toBeLessThan(80);
    await Promise.all(numbers.slice(0, 500).map((number) => api('DELETE', `/v1/backends/${stem}-${number}-custom`)));
  });
});
