// @ts-check
import { LauncherError } from '../system/launcher-error.mjs';

/** As much of the REST API as the demo needs. */
export class ApiClient {
  /** @param {string} url @param {string} token */
  constructor(url, token) {
    this.url = url;
    this.token = token;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {{ json?: object, yaml?: string, allow?: readonly number[] }} [options] `allow`: further good statuses
   * @returns {Promise<{ status: number, body: any }>}
   */
  async call(method, path, { json, yaml, allow = [] } = {}) {
    const type = yaml === undefined ? 'application/json' : 'application/yaml';
    const body = yaml ?? (json && JSON.stringify(json));
    const headers = { authorization: `Bearer ${this.token}`, ...(body && { 'content-type': type }) };
    const request = { method, headers, ...(body && { body }) };
    const response = await fetch(this.url + path, request);
    const answer = await response.json().catch(() => ({}));
    if (response.ok || allow.includes(response.status)) return { status: response.status, body: answer };
    throw new LauncherError(`${method} ${path}: ${response.status} ${describe(answer)}`);
  }

  /**
   * Server-sent events, until the signal.
   *
   * @param {string} path
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<any>}
   */
  async *events(path, signal) {
    const headers = { authorization: `Bearer ${this.token}`, accept: 'text/event-stream' };
    const response = await fetch(this.url + path, { headers, signal });
    if (!response.ok || response.body === null) throw new LauncherError(`GET ${path}: ${response.status}`);
    yield* dataOf(response.body);
  }
}

/**
 * The JSON of each server-sent event; what is not JSON (`[DONE]`) is left out.
 *
 * @param {ReadableStream<Uint8Array>} body
 * @returns {AsyncGenerator<any>}
 */
export async function* dataOf(body) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = block.split('\n').flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : []));
      if (data.length > 0 && data[0] !== '[DONE]') yield JSON.parse(data.join('\n'));
    }
  }
}

/** @param {any} problem an RFC 9457 answer */
function describe({ title, detail, hint, errors = [] }) {
  const fields = errors.map((/** @type {any} */ each) => `\n  ${each.path ?? ''}: ${each.detail ?? each.message}`);
  return [detail ?? title, hint].filter(Boolean).join(' ') + fields.join('');
}
