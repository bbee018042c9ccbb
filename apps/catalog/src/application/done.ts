import { ok, type Problem, type Result } from '@enginehouse/contracts';
import type { CommandResult } from './backend-commands.js';

/** The answer of most commands. */
export function done(result: Result<CommandResult, Problem>): Result<{ revision: number; changed: boolean }, Problem> {
  if (!result.ok) return result;
  const { revision, events } = result.value;
  return ok({ revision, changed: events.length > 0 });
}
