import path from 'node:path';
import { expect, it } from 'vitest';
import type { Stack } from '../index.mjs';
import { urls } from './urls.mjs';

const stack = (dataDir: string) =>
  ({ apiUrl: 'http://127.0.0.1:9400', gatewayUrl: 'http://127.0.0.1:9401', dataDir }) as Stack;

it('names the plain command where the command line finds the folder by itself', () => {
  expect(urls(stack(path.resolve('.enginehouse')))).toMatch(/^CLI +npx enginehouse status$/m);
});

it('names a command with address and token where the folder is another one', () => {
  const told = urls(stack("/srv/it's here"));
  const settings = String.raw`ENGINEHOUSE_URL=http://127.0.0.1:9400 ENGINEHOUSE_TOKEN="$(cat '/srv/it'\''s here/bootstrap/admin-token')"`;
  expect(told).toContain(`CLI       ${settings} npx enginehouse status\n`);
  expect(told).not.toContain('"npx enginehouse console"');
});
