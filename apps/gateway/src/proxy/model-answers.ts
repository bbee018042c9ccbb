import type { RouteTable, ServedModel } from '../routing/route-table.js';
import { gatewayError, type GatewayError } from './openai-error.js';

const prefix = '/v1/models';

/** What `GET /v1/models` and `GET /v1/models/{name}` answer; a name may hold slashes, escaped or not. */
export function modelAnswer(path: string, table: RouteTable): object | GatewayError | undefined {
  if (path === prefix) {
    return { object: 'list', data: table.models().map(modelView) };
  }
  const name = path.startsWith(`${prefix}/`) ? decoded(path.slice(prefix.length + 1)) : undefined;
  if (name === undefined) {
    return undefined;
  }
  const model = table.models().find((each) => each.name === name);
  return model ? modelView(model) : gatewayError('model-not-found', `no model "${name}" is ready`, { param: 'model' });
}

/** A model as OpenAI describes one; `created` is in seconds. */
const modelView = ({ name, createdAt }: ServedModel): object => ({
  id: name,
  object: 'model',
  created: Math.floor((Date.parse(createdAt) || 0) / 1000),
  owned_by: 'enginehouse',
});

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
