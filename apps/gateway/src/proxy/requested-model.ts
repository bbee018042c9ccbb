import { Busboy } from '@fastify/busboy';
import { err, ok, type Result } from '@enginehouse/contracts';
import { gatewayError, type GatewayError } from './openai-error.js';

const longestNameBytes = 1024;
const formType = /^multipart\/form-data\b/i;

type RequestedModel = Result<string, GatewayError>;

/** The name of the model that a body asks for: JSON, or a form as sound and pictures are sent in. */
export function requestedModel(body: Buffer, contentType = ''): RequestedModel | Promise<RequestedModel> {
  return formType.test(contentType) ? modelInForm(body, contentType) : modelInJson(body);
}

function modelInJson(body: Buffer): RequestedModel {
  const parsed = parse(body);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    return err(gatewayError('malformed-body', 'the request body is not a JSON object'));
  }
  const { model } = parsed as { readonly model?: unknown };
  return typeof model === 'string' && model !== '' ? ok(model) : err(noModel());
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The body stays as it is; the form is only looked through for one field, and files in it are passed over. */
function modelInForm(body: Buffer, contentType: string): Promise<RequestedModel> {
  return new Promise((resolve) => {
    const refuse = () => resolve(err(gatewayError('malformed-body', 'the request body is not the form it says it is')));
    try {
      const headers = { 'content-type': contentType };
      const form = new Busboy({ headers, limits: { fieldSize: longestNameBytes + 1 } });
      form.on('field', (name, value) => {
        if (name === 'model') resolve(isName(value) ? ok(value) : err(noModel()));
      });
      form.on('file', (_name, file) => void file.on('error', refuse).resume());
      form.once('finish', () => resolve(err(noModel())));
      form.on('error', refuse);
      form.end(body);
    } catch {
      refuse();
    }
  });
}

const isName = (value: string): boolean => value !== '' && value.length <= longestNameBytes;

const noModel = (): GatewayError =>
  gatewayError('invalid-input', 'the field "model" is required and names a model', { param: 'model' });
