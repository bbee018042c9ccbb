import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cliDocs } from './cli-docs.js';

it('is what docs/cli.md says; if not, run `node apps/cli/dist/docs/write-cli-docs.js`', () => {
  const written = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8');
  expect(written).toBe(cliDocs());
});
