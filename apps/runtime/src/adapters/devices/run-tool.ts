import { spawn } from 'node:child_process';

/** How a vendor's tool answered. */
export type ToolAnswer =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-slow'; readonly seconds: number }
  | { readonly kind: 'unusable'; readonly detail: string };

/** Runs a program with arguments, without a shell. */
export type RunTool = (program: string, args: readonly string[]) => Promise<ToolAnswer>;

const mostOutput = 16 * 1024 * 1024;

/**
 * Runs tools for at most so many seconds. A tool that hangs in its driver cannot even be killed, so its end is not
 * waited for.
 */
export function timeBoxedTools(seconds: number): RunTool {
  return async (program, args) =>
    await new Promise<ToolAnswer>((resolve) => {
      const tool = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      const give = (answer: ToolAnswer) => {
        clearTimeout(timer);
        resolve(answer);
        if (answer.kind !== 'ended') abandon(tool);
      };
      const timer = setTimeout(() => give({ kind: 'too-slow', seconds }), seconds * 1000);
      const tooMuch = () => give({ kind: 'unusable', detail: `${program} writes more than ${mostOutput} bytes` });
      const stdout = collect(tool.stdout, tooMuch);
      const stderr = collect(tool.stderr, tooMuch);
      tool.once('error', (error) => give(failureOf(error)));
      tool.once('close', (code) => give({ kind: 'ended', code, stdout: stdout(), stderr: stderr() }));
    });
}

function collect(stream: NodeJS.ReadableStream, tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > mostOutput) tooMuch();
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function failureOf(error: NodeJS.ErrnoException): ToolAnswer {
  return error.code === 'ENOENT' ? { kind: 'missing' } : { kind: 'unusable', detail: error.message };
}

function abandon(tool: ReturnType<typeof spawn>): void {
  tool.kill('SIGKILL');
  tool.stdout?.destroy();
  tool.stderr?.destroy();
  tool.unref();
}

/** Why a tool gave nothing to read, in plain words; null where it did. */
export function complaintAbout(program: string, answer: ToolAnswer): string | null {
  switch (answer.kind) {
    case 'missing':
      return `${program} is not installed`;
    case 'too-slow':
      return `${program} did not answer within ${answer.seconds} s`;
    case 'unusable':
      return `${program} cannot be used: ${answer.detail}`;
    case 'ended':
      return answer.code === 0 ? null : `${program} failed (${answer.code ?? 'killed'}): ${firstLine(answer)}`;
  }
}

/** Tools write what is wrong to either stream. */
function firstLine({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): string {
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim());
  return (lines.find((line) => line !== '') ?? 'it said nothing').slice(0, 300);
}
