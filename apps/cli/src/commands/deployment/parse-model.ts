import { UsageError } from '../../usage-error.js';

/** A model source as the API takes it. */
export type Model =
  | { readonly source: 'local_path'; readonly path: string }
  | { readonly source: 'huggingface' | 'modelscope'; readonly repo: string; readonly revision?: string };

const hubs = { hf: 'huggingface', huggingface: 'huggingface', ms: 'modelscope', modelscope: 'modelscope' } as const;

/** Reads `/path` or `local:/path`, `hf:owner/name`, `ms:owner/name`, each hub with `@revision` if need be. */
export function parseModel(text: string): Model {
  const path = text.replace(/^local:/, '');
  if (path.startsWith('/')) return { source: 'local_path', path };
  const [, hub = '', repo = '', revision] = /^([a-z]+):([^@\s]+)(?:@(\S+))?$/.exec(text) ?? [];
  if (isHub(hub)) return { source: hubs[hub], repo, ...(revision === undefined ? {} : { revision }) };
  throw new UsageError(
    `--model: ${JSON.stringify(text)} is no model source.`,
    'Write /path/on/the/worker, hf:owner/name or ms:owner/name.',
  );
}

const isHub = (hub: string): hub is keyof typeof hubs => Object.hasOwn(hubs, hub);
