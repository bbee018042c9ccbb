// @ts-check

const MAX_BODY = 1 << 20;

/** A request that cannot be answered, and which part of it is to blame. */
export class BadRequest extends Error {
  /** @param {string | null} param @param {string} message @param {number} [status] */
  constructor(param, message, status = 400) {
    super(message);
    this.param = param;
    this.status = status;
  }
}

/** @param {import('node:http').IncomingMessage} request @returns {Promise<any>} */
export async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw new BadRequest(null, 'the body is larger than 1 MiB', 413);
    chunks.push(chunk);
  }
  try {
    const value = JSON.parse(Buffer.concat(chunks).toString());
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Told below, like any other value that is no object.
  }
  throw new BadRequest(null, 'the body must be a JSON object');
}

/** @param {import('node:http').ServerResponse} response @param {number} status @param {object} body */
export function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** OpenAI's form of an error. @param {import('node:http').ServerResponse} response @param {unknown} error */
export function sendError(response, error) {
  const known = error instanceof BadRequest;
  const message = error instanceof Error ? error.message : String(error);
  const type = known ? 'invalid_request_error' : 'server_error';
  const body = { error: { message, type, param: known ? error.param : null, code: null } };
  if (!response.headersSent) sendJson(response, known ? error.status : 500, body);
  else response.end(`data: ${JSON.stringify(body)}\n\n`);
}

/** Server-sent events, ended by OpenAI's `[DONE]`. @param {import('node:http').ServerResponse} response */
export function openEventStream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  return {
    send: (/** @type {object} */ event) => response.write(`data: ${JSON.stringify(event)}\n\n`),
    end: () => response.end('data: [DONE]\n\n'),
  };
}
