import type { FieldError, Problem } from '@enginehouse/contracts';
import type { Paint } from './colors.js';
import { fieldText, isOfUpdate, quoted } from './field-text.js';
import { safeText } from './safe-text.js';

/** A problem for people: code and detail, every field at fault with its place, and what to do next. */
export function problemText(problem: Problem, paint: Paint): string {
  const { code, detail, errors = [], currentRevision, retryAfterSeconds, correlationId } = problem;
  const rest = [
    ...errors.filter((error) => !isTold(error, problem)).flatMap((error) => fieldLines(error, problem)),
    ...diffLines(problem.extra?.['diff']),
    ...listed('deployments', untold(problem)),
    ...listed('applied', problem.extra?.['applied']),
    ...listed('not applied', problem.extra?.['notApplied']),
    ...(currentRevision === undefined ? [] : [`  current revision: ${currentRevision}`]),
    ...hintsOf(problem).map((each) => `hint: ${each}`),
    ...(retryAfterSeconds === undefined ? [] : [`Try again in ${retryAfterSeconds} s.`]),
    ...(code === 'internal' && correlationId ? [`correlation id: ${correlationId}`] : []),
  ];
  const first = `${paint('red', `error: ${safeText(code)}`)}: ${safeText(detail)}`;
  return [first, ...rest.map(safeText)].map((line) => `${line}\n`).join('');
}

/** Where one field is at fault and the detail says so already, saying it again helps nobody. */
function isTold({ path, code, detail, line }: FieldError, problem: Problem): boolean {
  const alone = problem.errors?.length === 1 && line === undefined;
  const named = code === problem.code || problem.detail.startsWith(`${path.join('.')}: `);
  return alone && named && problem.detail.includes(detail.replace(/\.$/, ''));
}

/** Each hint once, that of a field whose line is left out included; those of the other fields stand below these. */
function hintsOf(problem: Problem): readonly string[] {
  const { errors = [], detail } = problem;
  const below = errors.filter((error) => !isTold(error, problem)).map(({ hint }) => hint);
  const hints = [...errors.filter((error) => isTold(error, problem)).map(({ hint }) => hint), problem.hint];
  return [...new Set(hints)].filter(
    (hint) => hint !== undefined && !detail.includes(hint) && !below.includes(hint),
  ) as string[];
}

function fieldLines({ path, code, detail, hint, line, column }: FieldError, problem: Problem): string[] {
  const place = line === undefined ? '' : `${line}:${column ?? 1}: `;
  const name = isOfUpdate(problem) ? quoted(fieldText({ path })) : pathText(path);
  const field = path.length > 0 ? `${name}: ` : '';
  return [`  ${place}${field}${detail} [${code}]`, ...(hint === undefined ? [] : [`    hint: ${hint}`])];
}

/** `version_configs."1.10".env.LEVEL`: keys with dots in quotes, list positions in brackets. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${/^[\w-]+$/.test(part) ? part : JSON.stringify(part)}`))
    .join('')
    .replace(/^\./, '');
}

function diffLines(diff: unknown): string[] {
  if (!Array.isArray(diff) || diff.length === 0) return [];
  return ['  changed since then:', ...(diff as readonly unknown[]).map(changeLine)];
}

/** One field of a difference: what it was and what it is. */
export function changeLine(change: unknown): string {
  const { path, before, after } = change as { path?: readonly string[]; before?: unknown; after?: unknown };
  return `    ${pathText(path ?? [])}: ${shown(before)} -> ${shown(after)}`;
}

const shown = (value: unknown): string => (value === undefined ? '(none)' : JSON.stringify(value));

/** The deployments in question, unless the detail names each of them. */
function untold({ detail, extra }: Problem): unknown {
  const deployments = extra?.['deployments'];
  const names = Array.isArray(deployments) ? (deployments as readonly unknown[]).map(String) : [];
  const words = new Set(detail.split(/[^\w-]+/));
  return names.every((name) => words.has(name)) ? undefined : deployments;
}

const listed = (name: string, value: unknown): string[] =>
  Array.isArray(value) && value.length > 0 ? [`  ${name}: ${(value as readonly unknown[]).join(', ')}`] : [];
