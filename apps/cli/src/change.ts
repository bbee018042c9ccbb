import { done } from './answers.js';
import { changeHeaders, type ChangeOptions } from './command.js';
import type { ApiRequest, Method } from './http/api-client.js';
import type { Session } from './session.js';

interface Change extends Pick<ApiRequest, 'body' | 'query'> {
  readonly method: Method;
  readonly address: string;
  /** What is said of it: `version 1.10 of x-custom` and `added`. */
  readonly what: string;
  readonly did: string;
}

/** Sends a change of something that has revisions, and tells what came of it. */
export async function sendChange(session: Session, options: ChangeOptions, change: Change): Promise<void> {
  const { method, address, what, did, ...request } = change;
  const headers = changeHeaders(options);
  const { raw, value } = await session.api.typed(done, method, address, { ...request, headers });
  session.show(raw, () => `${what} ${value.changed ? did : 'unchanged'} (revision ${value.revision})\n`);
}
