import type { ConsolePage } from './console-page.js';

/** How the API would answer with a problem, for `route.fulfill`: what the network or another role leads to. */
export const problemAnswer = (
  status: number,
  problem: Readonly<Record<'code' | 'title' | 'detail' | 'hint', string>>,
) => ({
  status,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: 'about:blank', status, ...problem }),
});

const nothing = (): void => undefined;

/** Keeps back the next request to an address until it is told to let it go. */
export async function hold({ page }: ConsolePage, address: RegExp): Promise<() => void> {
  let release = nothing;
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(address, (route) => held.then(() => route.continue()), { times: 1 });
  return release;
}

/** Presses buttons one after the other without a pause between them. */
export const pressAtOnce = ({ page }: ConsolePage, names: readonly string[]): Promise<unknown> =>
  page.evaluate(
    `for (const name of ${JSON.stringify(names)}) [...document.querySelectorAll('button')].find((each) => each.textContent === name).click()`,
  );
