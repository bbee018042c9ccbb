// @ts-check
import { firstFreePort, freePort } from '../system/free-port.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { waitUntil } from '../system/wait-until.mjs';
import { launchService } from './service.mjs';
import { EXIT_ADDRESS_TAKEN, Supervised } from './supervised.mjs';
import { lastLines } from '../system/log-excerpt.mjs';

/** @typedef {import('../index.d.mts').ServiceHandle} ServiceHandle */
/** @typedef {import('../index.d.mts').StackEvent} StackEvent */

const READY_WITHIN = 60_000;

/**
 * Starts one of our services, waits until it is ready, and keeps it running.
 *
 * @param {import('./context.mjs').Context} context
 * @param {object} what
 * @param {string} what.name
 * @param {string} what.id tells several of one service apart
 * @param {number} [what.preferredPort]
 * @param {(port: number) => NodeJS.ProcessEnv} what.environment
 * @returns {Promise<ServiceHandle>}
 */
export async function startManagedService(context, { name, id, preferredPort, environment }) {
  const { state, resources, root } = context;
  const done = context.step(id);
  const port = await choosePort(context, { id, preferredPort });
  const logFile = context.logFile(id);
  const misconfigured = signal();
  const supervised = new Supervised({
    name: id,
    logFile,
    launch: async () => {
      await port.chooseAgain();
      const running = launchService({ root, name, id, env: environment(port.value), logFile });
      state.rememberProcess(running.record);
      return running;
    },
    onEvent: (event) => {
      if (event.type === 'misconfigured') misconfigured.raise();
      if (!port.changesAfter(event)) context.onEvent(event);
    },
  });
  await supervised.start();
  await resources.add(async () => {
    await supervised.stop();
    state.forgetProcess(id);
  });
  const handle = handleOf(supervised, () => `http://${environment(port.value).HTTP_HOST}:${port.value}`);
  await Promise.race([handle.ready(), misconfigured.raised.then(() => refuse(handle))]);
  port.keep();
  done(`${id} on ${handle.url}`);
  return handle;
}

/**
 * A port that was free a moment ago may be taken when the service gets there. Until it was ready nobody knows its
 * address, and another port does as well; from then on it is waited for. The preferred port is tried at every start,
 * then the one of last time.
 *
 * @param {import('./context.mjs').Context} context @param {{ id: string, preferredPort?: number }} what
 */
async function choosePort({ state, host, onEvent }, { id, preferredPort }) {
  let value = await firstFreePort([preferredPort, state.port(id)], host);
  let [wanting, kept, changed] = [false, false, false];
  // Only what was taken instead of the preferred one: that one is known.
  const remember = () => void (value !== preferredPort && state.rememberPort(id, value));
  remember();
  return {
    get value() {
      return value;
    },
    /** Whether it ended, or runs again, for nothing but another port, which is told when it is known. @param {StackEvent} event */
    changesAfter: (event) => {
      if (event.type === 'ended') changed = wanting = event.code === EXIT_ADDRESS_TAKEN && !kept;
      return changed && (event.type === 'ended' || event.type === 'restarted');
    },
    keep: () => {
      kept = true;
      if (preferredPort === undefined || value === preferredPort) return;
      onEvent({ type: 'port-taken', name: id, wanted: preferredPort, port: value });
    },
    chooseAgain: async () => {
      if (!wanting) return;
      wanting = false;
      value = await freePort(0, host);
      remember();
    },
  };
}

/** @param {Supervised} supervised @param {() => string} url @returns {ServiceHandle} */
function handleOf(supervised, url) {
  return {
    name: supervised.name,
    get url() {
      return url();
    },
    logFile: supervised.logFile,
    get pid() {
      return supervised.pid;
    },
    ready: () => untilReady(supervised, url),
    start: () => supervised.start(),
    stop: () => supervised.stop(),
    kill: () => supervised.kill(),
    restart: () => supervised.restart(),
  };
}

/** @param {Supervised} supervised @param {() => string} url */
async function untilReady(supervised, url) {
  const { name, logFile } = supervised;
  let answer = 'nobody answers';
  const ready = async () => {
    const response = await fetch(`${url()}/readyz`, { signal: AbortSignal.timeout(2_000) });
    const text = await response.text();
    const stranger = isStranger(text, supervised.pid);
    answer = stranger ? 'another process has taken the port' : `${response.status} ${text}`;
    return response.ok && !stranger;
  };
  try {
    await waitUntil(ready, { timeout: READY_WITHIN, interval: 50 });
  } catch (cause) {
    const waited = `${name} was not ready within ${READY_WITHIN / 1000} s; ${url()}/readyz: ${answer}`;
    throw new LauncherError(`${waited}. The end of ${logFile}:\n${lastLines(logFile)}`, { cause });
  }
}

/** Whether another process than ours answered: a port that was free a moment ago may be somebody else's now. @param {string} text @param {number | undefined} pid */
function isStranger(text, pid) {
  try {
    const answer = JSON.parse(text);
    return pid !== undefined && typeof answer.pid === 'number' && answer.pid !== pid;
  } catch {
    return true;
  }
}

/** @param {ServiceHandle} handle @returns {never} */
function refuse({ name, logFile }) {
  throw new LauncherError(`${name} cannot use its configuration. The end of ${logFile}:\n${lastLines(logFile)}`);
}

function signal() {
  /** @type {(value?: unknown) => void} */
  let raise = Boolean;
  const raised = new Promise((resolve) => {
    raise = resolve;
  });
  return { raise, raised };
}
