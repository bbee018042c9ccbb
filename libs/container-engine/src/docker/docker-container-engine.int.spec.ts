import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDocker } from '@enginehouse/testing';
import { containerEngineContract } from '../container-engine.contract.js';
import { dockerHarness, nodeProgram } from '../test-support/docker-harness.js';
import {
  linesOf,
  removeAll,
  specFor,
  started,
  valueOf,
  waitUntil,
  type EngineHarness,
} from '../test-support/engine-harness.js';
import { longestLogLine } from './log-frames.js';

let harness: EngineHarness;
beforeAll(async () => {
  harness = await dockerHarness(await testDocker());
});
afterEach(() => removeAll(harness));

describe('the Docker engine', () => {
  containerEngineContract(() => harness);
});

async function ended(id: string): Promise<void> {
  const isOver = async () => valueOf(await harness.engine.inspect(id)).state.status === 'exited';
  await waitUntil(isOver, 'the container to end');
}

describe('logs of a Docker container', () => {
  it('puts a long line together again and cuts it where it is too long', async () => {
    const code = `console.log('é'.repeat(15000) + '!'); console.log('after'); console.log('x'.repeat(7000))`;
    const id = await started(harness, specFor(harness, 'serve', nodeProgram(code)));
    await ended(id);
    const [long, after, short] = await linesOf(harness.engine, id);
    expect(long).toMatchObject({ line: 'é'.repeat(longestLogLine / 2), cut: true });
    expect(after).toMatchObject({ line: 'after' });
    expect(short).toMatchObject({ line: 'x'.repeat(7000) });
  });

  it('reads a megabyte without losing a line', async () => {
    const code = `for (let i = 0; i < 20000; i++) console.log('line ' + i + ' '.repeat(50))`;
    const id = await started(harness, specFor(harness, 'serve', nodeProgram(code)));
    await ended(id);
    const lines = await linesOf(harness.engine, id);
    expect(lines.map(({ line }) => Number(line.split(' ')[1]))).toEqual(Array.from({ length: 20_000 }, (_, i) => i));
  });
});

describe('what a Docker container gets', () => {
  it('has the environment of its spec, and no words of it are split', async () => {
    const env = { PLAIN: 'value', ODD: 'a=b "c" $HOME\nnext' };
    const code = `console.log(JSON.stringify([process.env.PLAIN, process.env.ODD, process.argv.slice(1)]))`;
    const argv = ['-e', code, '--', '$(touch /x)', ';', 'two words'];
    const id = await started(harness, specFor(harness, 'serve', { entrypoint: ['/usr/bin/node'], argv, env }));
    await ended(id);
    const [line] = await linesOf(harness.engine, id);
    expect(JSON.parse(line?.line ?? '')).toEqual([env.PLAIN, env.ODD, ['$(touch /x)', ';', 'two words']]);
  });

  it("keeps the image's own program when the spec names none", async () => {
    const config = valueOf(await harness.engine.imageConfig(harness.image));
    const spec = specFor(harness, 'serve', { entrypoint: null, argv: ['--exit-code', '5'] });
    const id = await started(harness, spec);
    await ended(id);
    const details = valueOf(await harness.engine.inspect(id));
    expect(details.argv).toEqual([...(config.entrypoint ?? []), '--exit-code', '5']);
    expect(details.state).toMatchObject({ exit: { exitCode: 5 } });
  });

  it('serves on the published port', async () => {
    const publish = { containerPort: 8000, hostPort: await harness.freePort(), hostAddress: '127.0.0.1' };
    const code = `require('http').createServer((q, s) => s.end('hello')).listen(8000, () => console.log('ready'))`;
    await started(harness, specFor(harness, 'serve', { ...nodeProgram(code), publish }));
    const answer = async () => await fetch(`http://127.0.0.1:${publish.hostPort}/`).then((response) => response.text());
    expect(await waitUntil(() => answer().catch(() => ''), 'an answer')).toBe('hello');
  });
});
