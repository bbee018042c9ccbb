import { engineFailure, type EngineFailure } from '../engine-failure.js';
import { failureRules, type EngineAction, type FailureRule } from './failure-rules.js';

/** What the engine was asked, so that a failure can name it. */
export interface Asked {
  readonly action: EngineAction;
  /** The image, container or engine it was about, as people know it. */
  readonly subject: string;
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ENOENT',
  'EACCES',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** Turns whatever a Docker call threw into a failure. */
export function toEngineFailure(error: unknown, asked: Asked): EngineFailure {
  const { code, statusCode, message } = fieldsOf(error);
  if (statusCode === undefined && code !== undefined && unreachableCodes.has(code)) return unreachable(code, message);
  return failureFromText(wordsOf(message), asked, statusCode);
}

/** Turns the engine's own words into a failure: those of a refused call, or of an error within a pull's progress. */
export function failureFromText(said: string, asked: Asked, status?: number): EngineFailure {
  const words = withoutCredentials(said);
  const rule = failureRules.find((candidate) => applies(candidate, words, asked.action, status));
  const more = { engineSaid: words, ...(status !== undefined && { status }) };
  if (rule === undefined) return engineFailure('engine-error', `The engine failed on ${asked.subject}: ${words}`, more);
  const match = rule.pattern.exec(words);
  const facts = rule.facts?.(match ?? []) ?? {};
  return engineFailure(rule.code, rule.detail(asked.subject, words), { ...more, ...facts });
}

function applies(rule: FailureRule, words: string, action: EngineAction, status: number | undefined): boolean {
  if (rule.during !== undefined && !rule.during.includes(action)) return false;
  if (rule.status !== undefined && rule.status !== status) return false;
  return rule.pattern.test(words);
}

function unreachable(code: string, message: string): EngineFailure {
  const detail =
    code === 'EACCES'
      ? 'This process may not use the Docker socket: run it as root or as a member of the group "docker".'
      : `The Docker engine cannot be reached (${code}): check that it runs and that DOCKER_HOST points to it.`;
  return engineFailure('engine-unreachable', detail, { engineSaid: message });
}

function fieldsOf(error: unknown): { code?: string; statusCode?: number; message: string } {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return {
    message: error.message,
    ...(typeof code === 'string' && { code }),
    ...(typeof statusCode === 'number' && { statusCode }),
  };
}

/** What dockerode puts around the engine's words: `(HTTP code 500) server error - words `. */
const wordsOf = (message: string): string => message.replace(/^\(HTTP code \d+\) .*? - /s, '').trim();

const withoutCredentials = (text: string): string => text.replace(/:\/\/[^/\s@"]+@/g, '://***@');
