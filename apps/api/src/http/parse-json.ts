import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';

const deepest = 64;

/** Parses a JSON body. Keys that would reach an object's prototype and absurd nesting are refused. */
export function parseJson(text: string): Result<unknown, Problem> {
  const parsed = parse(text);
  if (!parsed.ok) {
    return parsed;
  }
  if (isDeeperThan(parsed.value, deepest)) {
    return err(problemOf('malformed-body', `the body is nested more than ${deepest} levels deep`));
  }
  return parsed;
}

function parse(text: string): Result<unknown, Problem> {
  let poisoned = false;
  const watch = (key: string, value: unknown) => {
    poisoned ||= key === '__proto__';
    return value;
  };
  try {
    const mayBePoisoned = /__proto__|\\u/i.test(text);
    const value: unknown = mayBePoisoned ? JSON.parse(text, watch) : JSON.parse(text);
    return poisoned ? err(problemOf('malformed-body', 'the key "__proto__" is not allowed')) : ok(value);
  } catch (error) {
    return err(malformed(error));
  }
}

function malformed(error: unknown): Problem {
  // V8 quotes the text around the mistake, and that may hold a secret.
  const position = error instanceof SyntaxError ? /position (\d+)/.exec(error.message)?.[1] : undefined;
  const where = position === undefined ? '' : ` at position ${position}`;
  return problemOf('malformed-body', `the body is not JSON${where}`, {
    hint: 'Check the quotes, commas and brackets.',
  });
}

/** Level by level and not by recursion, which the input could exhaust. */
function isDeeperThan(value: unknown, limit: number): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) {
      return true;
    }
    level = level.flatMap(childrenOf);
  }
  return false;
}

const childrenOf = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null ? Object.values(value).filter(isContainer) : [];
const isContainer = (value: unknown) => typeof value === 'object' && value !== null;
