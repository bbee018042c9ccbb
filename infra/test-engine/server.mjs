// @ts-check
/**
 * An OpenAI-style server without a model, for tests of everything that can go wrong with an engine. Every flag has a
 * variable of the same name (`--ready-after 3` is READY_AFTER=3), so that either the command or the environment of a
 * backend can ask for it. Seconds are counted from the start of the process.
 */
import http from 'node:http';
import { parseArgs } from 'node:util';

const FLAGS = /** @type {const} */ ({
  host: '0.0.0.0',
  port: '8000',
  model: 'test-model',
  /** What the chat answers; `{{prompt}}` is the last message. */
  answer: 'You said: {{prompt}}',
  /** Milliseconds between two streamed words. */
  'word-delay': '0',
  /** The port opens after so many seconds. */
  'listen-after': '0',
  /** Answers 503 to everything until so many seconds have passed. */
  'ready-after': '0',
  /** Answers 503 to everything, always. */
  'never-ready': 'false',
  /** Accepts requests and answers none of them. */
  hang: 'false',
  /** Prints `last-words` and ends with this status after `exit-after` seconds. */
  'exit-code': '',
  'exit-after': '0',
  'last-words': 'test engine: exiting as asked',
  /** Takes this many MiB of memory, and keeps it. */
  allocate: '0',
  /** Breaks the connection after this many streamed words. */
  'break-after': '',
  /** Prints a numbered line every so many milliseconds. */
  tick: '0',
  /** Takes no notice of SIGTERM. */
  'ignore-term': 'false',
});

const settings = readSettings();
const started = performance.now();
const seconds = () => (performance.now() - started) / 1000;
/** @type {Buffer[]} */
const held = [];

console.log(`test engine: starting with ${JSON.stringify(process.argv.slice(2))}`);
let ticks = 0;
if (settings.tick > 0) setInterval(() => console.log(`tick ${(ticks += 1)}`), settings.tick);
process.on('SIGTERM', () => {
  console.log('test engine: SIGTERM');
  if (!settings['ignore-term']) process.exit(0);
});
if (settings['exit-code'] !== undefined) setTimeout(exitAsAsked, settings['exit-after'] * 1000);
else setTimeout(start, settings['listen-after'] * 1000);

function start() {
  allocate(settings.allocate);
  http.createServer(answerRequest).listen(settings.port, settings.host, () => {
    console.log(`test engine: listening on ${settings.host}:${settings.port}`);
  });
}

function exitAsAsked() {
  console.error(settings['last-words']);
  process.exit(settings['exit-code']);
}

/** Touched page by page, else the kernel only promises it. @param {number} mebibytes */
function allocate(mebibytes) {
  for (let done = 0; done < mebibytes; done += 16) held.push(Buffer.alloc(16 << 20, 1));
}

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
function answerRequest(request, response) {
  if (settings.hang) return;
  if (settings['never-ready'] || seconds() < settings['ready-after']) {
    sendJson(response, 503, { error: { message: 'still loading', type: 'server_error' } });
    return;
  }
  const path = new URL(request.url ?? '/', 'http://engine').pathname;
  if (path === '/health') sendJson(response, 200, { status: 'ok' });
  else if (path === '/v1/models')
    sendJson(response, 200, { object: 'list', data: [{ id: settings.model, object: 'model' }] });
  else if (path === '/v1/chat/completions' && request.method === 'POST') void chat(request, response);
  else sendJson(response, 404, { error: { message: `no ${path} here`, type: 'invalid_request_error' } });
}

/** @param {http.IncomingMessage} request @param {http.ServerResponse} response */
async function chat(request, response) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const { messages = [], stream = false } = JSON.parse(text);
  const answer = settings.answer.replace('{{prompt}}', String(messages.at(-1)?.content ?? ''));
  const base = { id: 'chatcmpl-test', created: 0, model: settings.model };
  if (stream) {
    await streamWords(response, base, answer.split(/(?<= )/));
    return;
  }
  const choice = { index: 0, message: { role: 'assistant', content: answer }, finish_reason: 'stop' };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  sendJson(response, 200, { ...base, object: 'chat.completion', choices: [choice], usage });
}

/** @param {http.ServerResponse} response @param {object} base @param {readonly string[]} words */
async function streamWords(response, base, words) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (/** @type {object} */ delta, /** @type {string | null} */ reason) => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    response.write(`data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices })}\n\n`);
  };
  for (const [index, word] of words.entries()) {
    if (index === settings['break-after']) {
      response.destroy();
      return;
    }
    send({ content: word }, null);
    if (settings['word-delay'] > 0) await new Promise((resolve) => setTimeout(resolve, settings['word-delay']));
  }
  send({}, 'stop');
  response.end('data: [DONE]\n\n');
}

/** @param {http.ServerResponse} response @param {number} status @param {object} body */
function sendJson(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function readSettings() {
  const options = Object.fromEntries(
    Object.keys(FLAGS).map((name) => [name, { type: /** @type {const} */ ('string') }]),
  );
  const { values } = parseArgs({ options, strict: false });
  const setting = (/** @type {keyof typeof FLAGS} */ name) =>
    String(values[name] ?? process.env[name.toUpperCase().replaceAll('-', '_')] ?? FLAGS[name]);
  const number = (/** @type {keyof typeof FLAGS} */ name) => Number(setting(name));
  const given = (/** @type {keyof typeof FLAGS} */ name) => (setting(name) === '' ? undefined : number(name));
  const yes = (/** @type {keyof typeof FLAGS} */ name) => setting(name) === 'true';
  return {
    host: setting('host'),
    port: number('port'),
    model: setting('model'),
    answer: setting('answer'),
    'word-delay': number('word-delay'),
    'listen-after': number('listen-after'),
    'ready-after': number('ready-after'),
    'never-ready': yes('never-ready'),
    hang: yes('hang'),
    'exit-code': given('exit-code'),
    'exit-after': number('exit-after'),
    'last-words': setting('last-words'),
    allocate: number('allocate'),
    tick: number('tick'),
    'break-after': given('break-after'),
    'ignore-term': yes('ignore-term'),
  };
}
