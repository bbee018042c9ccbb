// @ts-check
/** llama.cpp behind OpenAI's protocol: `node server.mjs --model FILE --alias NAME --host ADDRESS --port PORT`. */
import http from 'node:http';
import { BadRequest, readJson, sendError, sendJson } from './http.mjs';
import { loadModel } from './llama.mjs';
import { chatCompletions, completions, embeddings } from './openai.mjs';
import { readSettings } from './settings.mjs';

/** @type {Readonly<Record<string, (call: import('./openai.mjs').Call) => Promise<void>>>} */
const POSTS = {
  '/v1/chat/completions': chatCompletions,
  '/v1/completions': completions,
  '/v1/embeddings': embeddings,
};
const STOP_GRACE = 5_000;

const settings = settingsOrExit();
/** @type {import('./openai.mjs').Model | undefined} */
let model;
let stopping = false;
const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => sendError(response, error));
});
server.listen(settings.port, settings.host, () => console.log(`listening on ${settings.host}:${settings.port}`));
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);

const started = performance.now();
model = await loadModel(settings);
console.log(`${settings.modelName} is ready after ${Math.round(performance.now() - started)} ms`);

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
async function answer(request, response) {
  const { pathname } = new URL(request.url ?? '/', 'http://engine');
  if (!model || stopping) throw new BadRequest(null, stopping ? 'the engine stops' : 'the model is loading', 503);
  if (pathname === '/health') return sendJson(response, 200, { status: 'ok' });
  const name = settings.modelName;
  if (pathname === '/v1/models') {
    return sendJson(response, 200, {
      object: 'list',
      data: [{ id: name, object: 'model', created: 0, owned_by: 'demo' }],
    });
  }
  const handler = POSTS[pathname];
  if (!handler) throw new BadRequest(null, `there is no ${pathname}`, 404);
  if (request.method !== 'POST') throw new BadRequest(null, `${pathname} wants POST`, 405);
  return handler({ model, name, body: await readJson(request), response });
}

/** Lets running answers end. */
function stop() {
  stopping = true;
  server.close(() => process.exit(0));
  setTimeout(() => process.exit(0), STOP_GRACE).unref();
}

function settingsOrExit() {
  try {
    return readSettings(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(2);
  }
}
