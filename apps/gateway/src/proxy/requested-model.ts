import { err, ok, type Result } from '@enginehouse/contracts';
import { gatewayError, type GatewayError } from './openai-error.js';

/** The name of the model that a JSON body asks for. */
export function requestedModel(body: Buffer): Result<string, GatewayError> {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return err(gatewayError('malformed-body', 'the request body is not a JSON object'));
  }
  const { model } = parsed as { readonly model?: unknown };
  return typeof model === 'string' && model !== ''
    ? ok(model)
    : err(gatewayError('invalid-input', 'the field "model" is required and names a model', { param: 'model' }));
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
