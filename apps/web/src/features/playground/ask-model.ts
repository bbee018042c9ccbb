import { serverSentEvents } from '@enginehouse/client/browser';
import { ProblemError, type Problem } from '@enginehouse/contracts';
import { asSignedIn } from '../../api/client.js';
import { noServer } from './no-server.js';
import { noAnswer, withChunk, type AnswerProgress } from './answer-progress.js';

const path = '/openai/v1/chat/completions';

/** What an answer told beside its text. */
export interface Answered {
  /** Which instance answered. */
  readonly instance: string | undefined;
}

/** Asks a model and tells of every piece of its answer; rejects with a problem that holds the server's own words. */
export async function askModel(
  body: object,
  signal: AbortSignal,
  tell: (progress: AnswerProgress) => void,
): Promise<Answered> {
  const started = performance.now();
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const request = { method: 'POST', headers, body: JSON.stringify(body), signal };
  const answer = await asSignedIn(path, request).catch((error: unknown) => {
    throw signal.aborted ? error : new ProblemError(noServer(error));
  });
  if (!answer.ok || !answer.body) throw new ProblemError(await problemOfAnswer(answer));
  let progress = noAnswer;
  for await (const { data } of serverSentEvents(piecesOf(answer.body))) {
    if (data === '[DONE]') break;
    const chunk = JSON.parse(data) as Parameters<typeof withChunk>[1] & {
      readonly error?: { readonly message?: string };
    };
    if (chunk.error) throw new ProblemError(brokenOff(chunk.error.message ?? ''));
    progress = withChunk(progress, chunk, performance.now() - started);
    tell(progress);
  }
  if (progress.finish === undefined) throw new ProblemError(brokenOff(''));
  return { instance: answer.headers.get('x-enginehouse-instance') ?? undefined };
}

async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

/** Engines and the gateway answer errors as OpenAI does, our own server as problems. */
async function problemOfAnswer(answer: Response): Promise<Problem> {
  const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const retry = Number.isFinite(seconds) ? { retryAfterSeconds: seconds } : {};
  const text = await answer.text();
  const body = parsed(text);
  if (typeof body.detail === 'string' && typeof body.code === 'string') return { ...(body as Problem), ...retry };
  const {
    message = text,
    code,
    type,
    hint,
  } = (body.error ?? {}) as { message?: string; code?: string | null; type?: string; hint?: string };
  const named = code ?? type ?? 'engine-error';
  return {
    type: 'about:blank',
    title: '',
    status: answer.status,
    code: named,
    detail: message,
    ...(hint === undefined ? {} : { hint }),
    ...retry,
  };
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const brokenOff = (detail: string): Problem => ({
  type: 'about:blank',
  title: '',
  status: 0,
  code: 'broken-off',
  detail,
});
