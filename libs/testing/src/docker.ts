import net from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { ensureTestEngineImage } from '@enginehouse/launcher';
import { sharedService } from './shared-services.js';

/** The Docker engine that the test run shares: DOCKER_HOST, else one that answers here, else one of its own. */
export interface TestDocker {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** Path of its socket; undefined where DOCKER_HOST is not a unix socket. */
  readonly socketPath: string | undefined;
  /**
   * Tag of an image whose program speaks OpenAI's protocol and fails on demand; infra/test-engine/server.mjs lists its
   * flags. Built at the first call, in about a second.
   */
  engineImage(): Promise<string>;
}

/** The shared engine, started when the first test asks for it. Tests name and remove what they make there. */
export async function testDocker(): Promise<TestDocker> {
  const runDirectory = await sharedService('runDirectory');
  // The engine must outlive the worker that asks first, so the main process owns it and hands out its address.
  const answer = JSON.parse(await text(net.connect(dockerDoor(runDirectory)))) as { host: string } | { error: string };
  if ('error' in answer) throw new Error(answer.error);
  const { host } = answer;
  return {
    host,
    socketPath: host.startsWith('unix://') ? host.slice('unix://'.length) : undefined,
    engineImage: () => ensureTestEngineImage({ host, scratchDir: path.join(runDirectory, 'images') }),
  };
}

/** Where the main process of a run answers the question for a Docker engine. */
export const dockerDoor = (runDirectory: string): string => path.join(runDirectory, 'docker-door.sock');
