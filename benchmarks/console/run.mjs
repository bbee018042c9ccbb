// @ts-check
/**
 * `npm run bench:console [-- --backends 1000]`: measures the console in Chromium against a stack of its own: what a first
 * visit loads, when it can be used, and how a long list scrolls. Beside the list stands the same list with every card in
 * the page, because a shared machine's speed changes.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildConsole, findChromium, startStack } from '@enginehouse/launcher';
import { chromium } from 'playwright-core';

const { values } = parseArgs({
  options: { backends: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '3' } },
});
const root = resolve(import.meta.dirname, '../..');
const dist = join(root, 'apps/web/dist');
const backends = Number(values.backends);
const rounds = Number(values.rounds);
const viewport = { width: 1280, height: 800 };
/** A frame that took longer was one that nobody saw. */
const droppedAfterMs = 25;
const sortedOf = (/** @type {readonly number[]} */ numbers) => [...numbers].sort((one, other) => one - other);
const median = (/** @type {readonly number[]} */ numbers) => sortedOf(numbers)[Math.floor(numbers.length / 2)] ?? 0;
const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** What a file takes packed, as it is sent. @param {string} name */
function packedSize(name) {
  const file = join(dist, name);
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
}

/** @param {string} url @param {string} token */
async function register(url, token) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const one = async (/** @type {number} */ index) => {
    const definition = {
      backend_name: `bench-${String(index).padStart(4, '0')}-custom`,
      description: `Backend number ${index} of a long list`,
      versions: [{ name: '1.0', images: [{ framework: 'cpu', image_name: `registry.example.org/engine:${index}` }] }],
    };
    const answer = await fetch(`${url}/v1/backends`, { method: 'POST', headers, body: JSON.stringify(definition) });
    if (!answer.ok) throw new Error(`registering was answered ${answer.status}: ${await answer.text()}`);
  };
  for (let next = 0; next < backends; next += 20) {
    const batch = Array.from({ length: Math.min(20, backends - next) }, (_each, index) => one(next + index));
    await Promise.all(batch);
  }
}

/** Scrolls for a while and counts frames; runs in the page. */
const scroll = `(async () => {
  const times = [];
  const start = performance.now();
  let y = 0;
  while (performance.now() - start < 4000) {
    times.push(await new Promise((done) => requestAnimationFrame(done)));
    y = (y + 40) % Math.max(1, document.documentElement.scrollHeight - innerHeight);
    scrollTo(0, y);
  }
  return times.slice(1).map((time, index) => time - times[index]);
})()`;

/** All cards in the page at once, made of the first one; runs in the page. */
const plain = `(() => {
  const card = document.querySelector('main li') ?? document.querySelector('main [role=listitem]');
  const list = document.createElement('div');
  list.style.cssText = 'display:grid;grid-template-columns:repeat(auto-fill,minmax(300px,1fr));gap:16px';
  for (let index = 0; index < ${backends}; index += 1) {
    const copy = card.cloneNode(true);
    copy.removeAttribute('style');
    list.append(copy);
  }
  document.querySelector('main').replaceChildren(list);
})()`;

/** @param {readonly number[]} frames */
function framesText(frames) {
  const dropped = frames.filter((each) => each > droppedAfterMs).length;
  const worst = Math.max(...frames);
  return `${frames.length} frames, median ${median(frames).toFixed(1)} ms, worst ${worst.toFixed(1)} ms, ${dropped} dropped`;
}

const dataDir = mkdtempSync(join(tmpdir(), 'enginehouse-bench-console-'));
const load = () =>
  os
    .loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
console.log(`${os.cpus().length} x ${os.cpus()[0]?.model}, Node ${process.version}, load before: ${load()}`);
await buildConsole(root);
const found = await findChromium({ cacheDir: resolve(root, '.enginehouse/cache') });
const stack = await startStack({ dataDir, env: process.env });
const browser = await chromium.launch({
  executablePath: found.command,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
});
try {
  console.log(`Chromium ${browser.version()}`);
  const entry = [...readFileSync(join(dist, 'index.html'), 'utf8').matchAll(/"\/(assets\/[^"]+)"/g)];
  console.log(`first load, gzip: ${kB(entry.reduce((sum, [, name = '']) => sum + packedSize(name), 0))}`);

  const open = async () => {
    const context = await browser.newContext({ baseURL: stack.apiUrl, viewport });
    await context.request.post('/v1/session', { data: { token: stack.adminToken } });
    return context.newPage();
  };
  /** @type {number[]} */
  const interactive = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await open();
    let bytes = 0;
    page.on('request', (request) => {
      const { pathname } = new URL(request.url());
      if (pathname.startsWith('/assets/')) bytes += packedSize(pathname.slice(1));
    });
    await page.goto('/', { waitUntil: 'commit' });
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem').first().waitFor();
    interactive.push(Number(await page.evaluate('performance.now()')));
    if (round === 0) console.log(`overview with all that it and the opened menu need, gzip: ${kB(bytes)}`);
    await page.context().close();
  }
  console.log(
    `from an empty cache to an open menu: median ${median(interactive).toFixed(0)} ms of ${rounds} (${interactive.map((each) => each.toFixed(0)).join(', ')})`,
  );

  await register(stack.apiUrl, stack.adminToken);
  const page = await open();
  await page.goto('/backends');
  await page.getByText('bench-0000-custom').first().waitFor();
  await page.waitForTimeout(3000);
  for (let round = 0; round < rounds; round += 1) {
    console.log(`${backends} backends, as they are: ${framesText(await page.evaluate(scroll))}`);
  }
  await page.evaluate(plain);
  await page.waitForTimeout(1000);
  for (let round = 0; round < rounds; round += 1) {
    console.log(`${backends} plain cards:           ${framesText(await page.evaluate(scroll))}`);
  }
  console.log(`load after: ${load()}`);
} finally {
  await browser.close();
  await stack.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
