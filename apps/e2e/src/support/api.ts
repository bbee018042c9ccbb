import type { Problem } from '@enginehouse/contracts';
import { stack } from './stack.js';

export interface ApiAnswer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface ApiOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly yaml?: string;
  readonly json?: unknown;
}

/** One request to the API as a person's tool would make it. */
export async function api<T = unknown>(method: string, path: string, options: ApiOptions = {}): Promise<ApiAnswer<T>> {
  const type = options.yaml === undefined ? 'application/json' : 'application/yaml';
  const hasBody = options.yaml !== undefined || options.json !== undefined;
  const response = await fetch(`${stack().apiUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${options.token ?? stack().token}`,
      ...(hasBody ? { 'content-type': type } : {}),
      ...options.headers,
    } as Record<string, string>,
    body: options.yaml ?? (options.json === undefined ? undefined : JSON.stringify(options.json)),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

/** A request that must be refused. */
export const refused = (method: string, path: string, options: ApiOptions = {}) => api<Problem>(method, path, options);
