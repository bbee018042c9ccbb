// @ts-check
/** Makes this host a worker of a control plane that runs elsewhere: in the foreground, or as a systemd service. */
import fs from 'node:fs';
import path from 'node:path';
import { prepareCheckout } from './checkout/prepare.mjs';
import { eventText } from './cli/event-text.mjs';
import { Progress } from './cli/progress.mjs';
import { JOIN_HELP, addressTowards, readJoinSettings, runtimeEnvironment } from './join/settings.mjs';
import { serviceFiles } from './join/service-files.mjs';
import { askForRootInTime, findOrStartDocker } from './services/docker.mjs';
import { ROOT } from './stack/context.mjs';
import { Resources } from './stack/resources.mjs';
import { launchService } from './stack/service.mjs';
import { State } from './stack/state.mjs';
import { Supervised } from './stack/supervised.mjs';
import { LauncherError } from './system/launcher-error.mjs';
import { runCommand } from './system/run-command.mjs';

/** @typedef {import('./join/settings.mjs').JoinSettings} JoinSettings */

const SERVICE_TOKEN_FILE = '/etc/enginehouse/join-token';

try {
  const settings = readJoinSettings(process.argv.slice(2));
  if (settings) await join(settings);
  else console.log(JOIN_HELP);
} catch (error) {
  console.error(error instanceof LauncherError ? error.message : error);
  process.exit(1);
}

/** @param {JoinSettings} settings */
async function join(settings) {
  const progress = new Progress();
  const address = settings.address ?? (await addressTowards(settings.api));
  progress.line(`This host is ${settings.name} at ${address}`);
  if (!settings.service) {
    takeDirectory(settings.dataDir);
    await askForRootInTime(process.env);
  }
  await prepareCheckout(progress).built;
  if (settings.service) await installService({ ...settings, address }, progress);
  else await stayInForeground({ ...settings, address }, progress);
}

/** A second one would end the first one's Docker engine. @param {string} dataDir */
function takeDirectory(dataDir) {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  new State(dataDir).take();
}

/** @param {JoinSettings & { address: string }} settings @param {Progress} progress */
async function installService(settings, progress) {
  if (process.getuid?.() !== 0) throw new LauncherError('--service writes below /etc: run this with sudo.');
  const environment = runtimeEnvironment({ ...settings, tokenFile: SERVICE_TOKEN_FILE });
  const { token } = settings;
  const files = serviceFiles({
    checkout: ROOT,
    node: process.execPath,
    environment,
    token,
    tokenFile: SERVICE_TOKEN_FILE,
  });
  for (const { path: file, content, mode } of files) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, content, { mode });
    progress.line(`Written: ${file}`);
  }
  await runCommand('systemctl', ['daemon-reload']);
  await runCommand('systemctl', ['enable', 'enginehouse-runtime.service']);
  // Not "enable --now": one that runs shall take the new settings.
  await runCommand('systemctl', ['restart', 'enginehouse-runtime.service']);
  progress.line('The worker runs, now and after every start of this host: journalctl -fu enginehouse-runtime');
}

/** @param {JoinSettings & { address: string }} settings @param {Progress} progress */
async function stayInForeground(settings, progress) {
  const { dataDir, token } = settings;
  const resources = new Resources();
  const state = new State(dataDir);
  await resources.add(async () => state.give());
  const tokenFile = path.join(dataDir, 'join-token');
  if (token) fs.writeFileSync(tokenFile, `${token}\n`, { mode: 0o600 });
  const dockerHost = process.env.DOCKER_HOST ?? (await ownDocker(dataDir, resources, progress));
  if (process.env.DOCKER_HOST) progress.line(`Docker at ${dockerHost}`);
  const env = { ...process.env, ...runtimeEnvironment({ ...settings, dockerHost, tokenFile }) };
  const logFile = path.join(dataDir, 'runtime.log');
  /** @type {(value?: unknown) => void} */
  let end = Boolean;
  const stopped = new Promise((resolve) => {
    end = resolve;
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, resolve);
  });
  const worker = new Supervised({
    name: 'runtime',
    logFile,
    launch: async () => launchService({ root: ROOT, name: 'runtime', env, logFile }),
    onEvent: (event) => {
      progress.line(eventText(event));
      if (event.type !== 'misconfigured') return;
      process.exitCode = 1;
      end();
    },
  });
  await worker.start();
  await resources.add(() => worker.stop());
  progress.line(`The worker runs; its log is ${logFile}. Ctrl-C ends it.`);
  await stopped;
  await resources.release();
  process.exit();
}

/** @param {string} dataDir @param {Resources} resources @param {Progress} progress */
async function ownDocker(dataDir, resources, progress) {
  const done = progress.step('Docker');
  const docker = await findOrStartDocker({
    dataDir: path.join(dataDir, 'docker'),
    cacheDir: path.join(ROOT, '.enginehouse', 'cache'),
    logFile: path.join(dataDir, 'docker.log'),
  });
  await resources.add(() => docker.stop());
  done(
    docker.ours
      ? 'Docker engine of our own: no other answers here. It has images and containers of its own, and ends with this program.'
      : `Docker at ${docker.host}`,
  );
  return docker.host;
}
