import { api } from './api.js';
import { unique } from './backends.js';

/** A token of somebody who may only look. */
export async function viewerToken(): Promise<string> {
  const made = await api<{ token: string }>('POST', '/v1/tokens', { json: { name: unique('looks'), role: 'viewer' } });
  return made.body.token;
}
