// @ts-check
import { Resources } from '../stack/resources.mjs';
import { askForRootInTime } from '../services/docker.mjs';
import { missingModelRoots } from '../stack/services.mjs';
import { startStack } from '../stack/start-stack.mjs';
import { LauncherError } from '../system/launcher-error.mjs';
import { prepareCheckout } from '../checkout/prepare.mjs';
import { eventText } from './event-text.mjs';
import { HELP, readOptions } from './options.mjs';
import { Progress } from './progress.mjs';

/** @typedef {import('../index.d.mts').Stack} Stack */
/** @typedef {import('../index.d.mts').StackEvent} StackEvent */
/** @typedef {{ dataDir: string, dockerHost: Promise<string>, progress: Progress }} Alongside */
/** @typedef {{ stack: Stack, progress: Progress, stay: () => Promise<void>, once: boolean }} Running */

/**
 * What `start` and `demo` have in common: options, Ctrl-C, the stack, and an orderly end whatever happens.
 *
 * @param {object} program
 * @param {string} program.title
 * @param {(running: Running) => Promise<void>} program.use ends when everything shall end
 * @param {(context: Alongside) => void} [program.alongside]
 *   called before the stack starts, for what can be made meanwhile
 */
export async function run({ title, use, alongside }) {
  const progress = new Progress();
  const resources = new Resources();
  const ending = new Ending(resources, progress);
  try {
    const { dataDir, host, worker, once, help } = readOptions(process.argv.slice(2));
    if (help) {
      console.log(HELP);
      return;
    }
    console.log(`${title}. ${once ? 'It ends after the answer.' : 'Ctrl-C ends it.'}\n`);
    for (const folder of missingModelRoots(process.env)) {
      progress.line(`${folder}, of MODEL_ROOTS, does not exist: nothing can be mounted from there until it does.`);
    }
    await askForRootInTime(process.env);
    const docker = deferred();
    alongside?.({ dataDir, dockerHost: docker.promise, progress });
    const stack = await startStack({
      ...prepareCheckout(progress),
      dataDir,
      host,
      ...(worker ? {} : { worker: null }),
      resources,
      onDocker: docker.resolve,
      onStep: (label) => progress.step(label),
      onEvent: (event) => tell(event, progress, ending),
    });
    await Promise.race([use({ stack, progress, once, stay: () => ending.asked }), ending.asked]);
    await ending.end();
  } catch (error) {
    await ending.end();
    if (!ending.wasAsked) fail(error);
  }
  process.exit();
}

function deferred() {
  /** @type {(host: string) => void} */
  let resolve = Boolean;
  const promise = new Promise((/** @type {(host: string) => void} */ answer) => (resolve = answer));
  return { promise, resolve };
}

/** The one end of a run, by Ctrl-C, by `npm run stop`, by a failure, or because all is done. */
class Ending {
  wasAsked = false;
  /** @type {(value?: unknown) => void} */
  #ask = Boolean;
  asked = new Promise((/** @type {(value: any) => void} */ resolve) => (this.#ask = resolve));

  /** @param {Resources} resources @param {Progress} progress */
  constructor(resources, progress) {
    this.resources = resources;
    this.progress = progress;
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => this.#onSignal());
    }
  }

  #onSignal() {
    if (this.wasAsked) return;
    this.wasAsked = true;
    console.log('');
    this.progress.line('Stopping ...');
    this.#ask();
    // In the middle of the start nobody waits for `asked`: the start fails because its parts end.
    void this.end();
  }

  async end() {
    const { hasAny } = this.resources;
    await this.resources.release().catch((error) => fail(error));
    if (hasAny) this.progress.line('Everything that was started has ended.');
  }
}

/** @param {StackEvent} event @param {Progress} progress @param {Ending} ending */
function tell(event, progress, ending) {
  if (event.type !== 'misconfigured') {
    progress.line(eventText(event));
    return;
  }
  fail(new LauncherError(eventText(event)));
  void ending.end().then(() => process.exit());
}

/** @param {unknown} error */
function fail(error) {
  process.exitCode = 1;
  if (error instanceof LauncherError) {
    const cause = error.cause instanceof Error ? `\n(${error.cause.message})` : '';
    console.error(`\n${error.message}${cause}`);
  } else {
    console.error(error);
  }
}
