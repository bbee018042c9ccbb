import { expect, it } from 'vitest';
import { api } from './support/api.js';
import { registerTestBackend } from './support/backends.js';
import { deploy, instanceIn, remove } from './support/deployments.js';
import { filesWith } from './support/files-with.js';
import { stack } from './support/stack.js';

const canary = 'canary-4f1d9c7e-do-not-leak';

it('a secret of a deployment reaches its container and nothing else', async () => {
  const backend = await registerTestBackend('--answer {{HF_TOKEN}}', 'default_env:\n  HF_TOKEN: none\n');
  const name = await deploy({ backend, env: { HF_TOKEN: canary } });
  await instanceIn(name, 'ready');

  const chat = await fetch(`${stack().gatewayUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack().token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content: 'x' }] }),
  });
  expect(await chat.text()).toContain(canary);

  const shown = await api('GET', `/v1/deployments/${name}`);
  const events = await api('GET', '/v1/events?log=scheduling&after=0&limit=1000');
  expect(JSON.stringify([shown.body, events.body])).not.toContain(canary);
  expect(filesWith(canary)).toEqual([]);
  await remove(name);
});
