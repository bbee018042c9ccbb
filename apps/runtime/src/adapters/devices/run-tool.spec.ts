import { describe, expect, it } from 'vitest';
import { complaintAbout, timeBoxedTools } from './run-tool.js';

const run = timeBoxedTools(0.3);
const node = (code: string) => timeBoxedTools(10)(process.execPath, ['-e', code]);

describe('running a tool', () => {
  it('gives what it wrote and how it ended', async () => {
    const answer = await node(`console.log('out'); console.error('err'); process.exitCode = 9`);
    expect(answer).toEqual({ kind: 'ended', code: 9, stdout: 'out\n', stderr: 'err\n' });
    expect(complaintAbout('tool', answer)).toBe('tool failed (9): err');
  });

  it('passes arguments on as they are, without a shell', async () => {
    const args = ['-e', 'console.log(JSON.stringify(process.argv.slice(1)))', '--', '$(touch /x); "a b"'];
    const answer = await timeBoxedTools(10)(process.execPath, args);
    expect(answer).toMatchObject({ stdout: `${JSON.stringify(['$(touch /x); "a b"'])}\n` });
  });

  it('does not wait for a tool that hangs, even one that ignores signals', async () => {
    const started = performance.now();
    const answer = await run(process.execPath, ['-e', `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)`]);
    expect(answer).toEqual({ kind: 'too-slow', seconds: 0.3 });
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('says when there is no such tool', async () => {
    const answer = await run('no-such-tool-here', []);
    expect(answer).toEqual({ kind: 'missing' });
    expect(complaintAbout('no-such-tool-here', answer)).toBe('no-such-tool-here is not installed');
  });

  it('says when a tool may not be run', async () => {
    expect(await run('/etc', [])).toMatchObject({ kind: 'unusable' });
  });

  it('gives up on a tool that never stops writing', async () => {
    const answer = await node(`const line = 'x'.repeat(1 << 20); for (let i = 0; i < 64; i++) console.log(line)`);
    expect(answer).toMatchObject({ kind: 'unusable' });
  });
});
