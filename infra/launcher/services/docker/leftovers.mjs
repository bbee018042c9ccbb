// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import { tryCommand } from '../../system/run-command.mjs';
import { waitUntil } from '../../system/wait-until.mjs';
import { hasEnded } from '../../system/background-process.mjs';

/**
 * After a crash an engine of ours may still run, or only its containerd; either would refuse a second one on the same
 * data. A pid file counts only when the process it names was started with our folder.
 *
 * @param {{ runDir: string, dataRoot: string }} where
 */
export async function clearLeftovers({ runDir, dataRoot }) {
  await endProcess(path.join(runDir, 'dockerd.pid'), dataRoot);
  await endProcess(path.join(runDir, 'exec', 'containerd', 'containerd.pid'), runDir);
  fs.rmSync(path.join(runDir, 'dockerd.pid'), { force: true });
  fs.rmSync(path.join(runDir, 'docker.sock'), { force: true });
}

/**
 * Docker leaves the network namespace of containers on the host's network mounted; a folder with a mount in it cannot
 * be removed.
 *
 * @param {string} directory
 */
export async function unmountBelow(directory) {
  const points = fs
    .readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '');
  const below = points.filter((point) => point.startsWith(`${directory}/`));
  for (const point of below.toReversed()) await tryCommand('umount', [point]);
}

/** @param {string} pidFile @param {string} mark */
async function endProcess(pidFile, mark) {
  const pid = fs.existsSync(pidFile) ? Number(fs.readFileSync(pidFile, 'utf8')) : 0;
  if (!pid || hasEnded(pid) || !fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark)) return;
  process.kill(pid, 'SIGTERM');
  await waitUntil(() => hasEnded(pid), { timeout: 30_000, what: `the process ${pid} of an earlier run to end` });
}
