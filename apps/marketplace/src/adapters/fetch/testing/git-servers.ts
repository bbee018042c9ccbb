import { spawn } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import { freePort, waitUntil } from '@enginehouse/testing';
import { serve, type Served } from './serve.js';

/** `git daemon` over the repositories of a folder. */
export async function gitDaemon(folder: string): Promise<Served> {
  const port = await freePort();
  const args = ['daemon', '--reuseaddr', '--listen=127.0.0.1', `--port=${port}`, `--base-path=${folder}`];
  const daemon = spawn('git', [...args, '--export-all', '--informative-errors', folder], {
    detached: true,
    stdio: 'ignore',
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder, ...trustsFolder },
  });
  await waitUntil(() => isListening(port), { what: 'git daemon to listen' });
  const { pid } = daemon;
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  const close = async () => {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    await ended;
  };
  return { url: `git://127.0.0.1:${port}`, port, close };
}

/** Tests may run as root over folders that belong to nobody in particular. */
const trustsFolder = { GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'safe.directory', GIT_CONFIG_VALUE_0: '*' };

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** `git http-backend` over the repositories of a folder; `before` may answer a request itself. */
export async function gitOverHttp(
  folder: string,
  before: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
): Promise<Served> {
  const backend = backendOf(folder);
  return await serve((request, response) => {
    if (!before(request, response)) backend(request, response);
  });
}

/** Answers requests by `git http-backend`. */
export function backendOf(folder: string): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        ...trustsFolder,
        GIT_PROJECT_ROOT: folder,
        GIT_HTTP_EXPORT_ALL: '1',
        REQUEST_METHOD: request.method,
        PATH_INFO: decodeURIComponent(pathname),
        QUERY_STRING: searchParams.toString(),
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        HTTP_GIT_PROTOCOL: (request.headers['git-protocol'] as string | undefined) ?? '',
        REMOTE_ADDR: '127.0.0.1',
      },
    });
    backend.stdin.on('error', () => undefined);
    request.pipe(backend.stdin);
    answerFrom(backend.stdout, response);
  };
}

/** What a CGI program writes: headers, an empty line, the body. */
function answerFrom(output: NodeJS.ReadableStream, response: ServerResponse): void {
  let head = Buffer.alloc(0);
  output.on('data', (part: Buffer) => {
    if (response.headersSent) return response.write(part);
    head = Buffer.concat([head, part]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const headers = new Map(
      head
        .toString('latin1', 0, end)
        .split('\r\n')
        .map((line) => line.split(/:\s*/, 2) as [string, string]),
    );
    const status = Number.parseInt(headers.get('Status') ?? '200', 10);
    headers.delete('Status');
    response.writeHead(status, Object.fromEntries(headers));
    response.write(head.subarray(end + 4));
  });
  output.once('end', () => response.end());
}
