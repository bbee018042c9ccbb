import { problemOf } from '@enginehouse/contracts';
import { expect, it } from 'vitest';
import { source } from './testing/market-views.js';
import { useFakeApi } from './testing/use-fake-api.js';

const api = useFakeApi();
const missing = { status: 404, json: problemOf('not-found', 'There is none.') };

it.each([
  ['webhook remove ci', '/v1/webhooks/ci'],
  ['backend delete x-custom', '/v1/backends/x-custom'],
  ['backend version remove x-custom 1', '/v1/backends/x-custom'],
  ['worker remove w1', '/v1/workers/w1'],
  ['instance delete chat-1', '/v1/instances/chat-1'],
  ['deployment delete chat', '/v1/deployments/chat'],
  ['market source remove team', '/v1/marketplace/sources/team'],
  ['market source distrust team E7620F1842B4E81F', '/v1/marketplace/sources/team'],
])('nobody is asked about what there is not: %s', async (words, address) => {
  api.on(`GET ${address}`, missing);
  expect(await refusalOf(words)).toEqual(unasked);
});

it.each([
  ['token revoke ci', '/v1/tokens', { items: [] }],
  ['join-token revoke ci', '/v1/join-tokens', { items: [{ name: 'other' }] }],
  ['market source distrust team E7620F1842B4E81F', '/v1/marketplace/sources/team', source()],
])('nor about what is not in a list: %s', async (words, address, json) => {
  api.on(`GET ${address}`, { json });
  expect(await refusalOf(words)).toEqual(unasked);
});

const unasked = { status: 3, stdout: '', asked: [], changes: [] };

async function refusalOf(words: string) {
  const asked: string[] = [];
  const ask = (question: string) => Promise.resolve(`n${asked.push(question)}`);
  const { status, stdout } = await api.run(words, { ask });
  const where = await api.run(words);
  const changes = api.seen().filter(({ method }) => method !== 'GET');
  return { status: where.status === status ? status : where, stdout, asked, changes };
}
