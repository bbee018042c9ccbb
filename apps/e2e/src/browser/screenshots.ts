import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConsolePage } from './console-page.js';

const schemes = ['light', 'dark'] as const;
const settleMs = 400;

/** Takes pictures of a page in light and dark into the folder that SCREENSHOTS names; none where it names none. */
export async function takeScreenshots({ page }: ConsolePage, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(settleMs);
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
