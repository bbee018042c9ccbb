import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ConsolePage } from './console-page.js';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const options: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  resultTypes: ['violations'],
};
const schemes = ['light', 'dark'] as const;
/** Until colours have come to rest: in between they may have any contrast. */
const settleMs = 400;
const atRest = `Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished.catch(() => undefined)))
  .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))).then(() => undefined)`;

/** Looks for what people with other means than eyes and mouse would stumble over, in light and in dark. */
export async function expectAccessible({ page }: ConsolePage): Promise<void> {
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(settleMs);
    // A busy machine draws late, and what is not drawn is not there yet either.
    await page.evaluate(atRest);
    expect(await violationsOf(page), `${colorScheme}: ${page.url()}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** One line per fault: the rule, what it is about, and where. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  // Not as a script element, which the page's policy would refuse.
  await page.evaluate(source);
  const results = (await page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary = '' }) => `${id} (${help}): ${target.join(' ')}: ${failureSummary}`),
  );
}
