import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { waitUntil } from '@enginehouse/testing';
import type { ChildOrders } from './marketplace-child.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const script = fileURLToPath(new URL('../../dist/testing/marketplace-child.js', import.meta.url));

/** What a child runs has to be compiled. */
export function compileChild(): void {
  execFileSync(`${root}node_modules/.bin/tsc`, ['-b', `${root}apps/marketplace`], { stdio: 'inherit' });
}

/** Starts the service as a process of its own, and waits until it is up. */
export async function startChild(orders: ChildOrders): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, JSON.stringify(orders)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await waitUntil(() => said.includes('up'), { what: 'the service', timeout: 40_000 });
  return child;
}

/** SIGKILL, and waits for the end. */
export async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
