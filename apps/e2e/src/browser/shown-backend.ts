import { expect } from 'vitest';
import { api } from '../support/api.js';
import { testCommand, unique } from '../support/backends.js';
import { stack } from '../support/stack.js';
import type { ConsolePage } from './console-page.js';

const icon = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4" fill="#1b5e85"/></svg>',
).toString('base64')}`;

/** A version with one image. */
export const version = (name: string, framework: string) => ({
  name,
  images: [{ framework, image_name: stack().testImage }],
  run_command: testCommand('--model {{model_name}}'),
});

/** A backend with two frameworks, a secret and an icon. */
export async function given(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const name = `${unique('shown')}-custom`;
  const definition = {
    backend_name: name,
    icon,
    description: 'Shown in a test',
    health_check_path: '/v1/models',
    default_env: { MODE: 'fast', HF_TOKEN: 'hf_very_secret' },
    versions: [version('1.9', 'cpu'), version('1.10', 'cpu'), version('2.0-cuda', 'cuda')],
    ...more,
  };
  const made = await api('POST', '/v1/backends', { json: definition, headers: { 'x-change-reason': 'for a test' } });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  return name;
}

/** Its card in the list. */
export const card = ({ page }: ConsolePage, name: string) => page.getByRole('listitem').filter({ hasText: name });
