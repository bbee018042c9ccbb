import type { ContainerState, LogLine } from '@enginehouse/container-engine';
import type { Effect, Ending, Input } from '../../domain/instance-inputs.js';
import { untilEngineAnswers } from './engine-patience.js';
import { stopGraceSeconds } from './grace.js';
import type { EffectContext } from './instance-context.js';
import { secretFilter } from './plain-environment.js';
import { lastLines } from './read-logs.js';

const archivedLines = 2000;
const toldLines = 20;
const toldLineLength = 2000;

/** Ends the container where it still runs, learns how it ended, keeps what it wrote, and takes it away. */
export async function collectExit(at: EffectContext, effect: Extract<Effect, { do: 'collect' }>): Promise<Input> {
  const { containerId } = effect.run;
  if (containerId === '') {
    return ended(vanished);
  }
  if (effect.kill) {
    await untilEngineAnswers(at, () => at.engine.stop(containerId, { graceSeconds: stopGraceSeconds }));
  }
  const found = await untilEngineAnswers(at, () => at.engine.inspect(containerId));
  if (!found?.ok) {
    return ended(vanished);
  }
  if (isRunning(found.value.state) && !effect.kill) {
    return { type: 'still-running' };
  }
  const lines = await archiveLogs(at, containerId);
  // Where this fails the container is found again, and removed, before the next one is made.
  await at.engine.remove(containerId);
  return ended({ ...endOf(found.value.state), lastLogLines: lines.slice(-toldLines).map(told) });
}

/** Keeps the container's last lines, without its secrets, for when it is gone. */
export async function archiveLogs(at: EffectContext, containerId: string): Promise<readonly LogLine[]> {
  const clean = secretFilter(at.assignment.plan.env, at.secretsKey);
  const lines = await lastLines(at.engine, containerId, archivedLines);
  const shown = lines.map((line) => ({ ...line, line: clean(line.line) }));
  await at.archive.save(at.assignment.instance, shown).catch((error: unknown) => {
    at.logger.error({ err: error, instance: at.assignment.instance }, 'the last log lines could not be kept');
  });
  return shown;
}

const vanished: Ending = { exitCode: null, oomKilled: false, lastLogLines: [] };
const ended = (ending: Ending): Input => ({ type: 'ended', ending });
const isRunning = ({ status }: ContainerState) => status === 'running' || status === 'paused';
const told = ({ line }: LogLine) => line.slice(0, toldLineLength);

function endOf(state: ContainerState): Pick<Ending, 'exitCode' | 'oomKilled' | 'engineError'> {
  if (state.status !== 'exited') {
    return { exitCode: null, oomKilled: false };
  }
  const { exitCode, oomKilled, error } = state.exit;
  return { exitCode, oomKilled, ...(error ? { engineError: error } : {}) };
}
