import { expect, it } from 'vitest';
import { indexJsonSchema } from './index.js';

it('is what docs/reference says; if not, run this test with `-u`', async () => {
  const written = `${JSON.stringify(indexJsonSchema(), null, 2)}\n`;
  await expect(written).toMatchFileSnapshot('../../../docs/reference/enginehouse-index-1.schema.json');
});
