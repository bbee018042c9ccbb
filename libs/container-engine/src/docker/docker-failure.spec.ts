import { describe, expect, it } from 'vitest';
import type { EngineFailureCode } from '../engine-failure.js';
import { failureFromText, toEngineFailure } from './docker-failure.js';
import type { EngineAction } from './failure-rules.js';

type Case = readonly [code: EngineFailureCode, action: EngineAction, status: number | undefined, said: string];

/** Words of engines from 20.10 to 29, recorded or from their sources. */
const cases: readonly Case[] = [
  ['image-not-found', 'create', 404, 'No such image: nope/none:1'],
  ['image-not-found', 'pull', 404, 'manifest for 127.0.0.1:5000/x:nope not found: manifest unknown: manifest unknown'],
  ['image-not-found', 'pull', 500, 'manifest unknown: manifest unknown'],
  [
    'image-not-found',
    'pull',
    404,
    "pull access denied for x, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
  ],
  [
    'image-not-found',
    'pull',
    500,
    'failed to resolve reference "docker.io/library/x:1": docker.io/library/x:1: not found',
  ],
  [
    'image-not-found',
    'pull',
    undefined,
    'pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed',
  ],
  ['registry-unauthorized', 'pull', 500, 'Head "http://127.0.0.1:5000/v2/x/manifests/1": no basic auth credentials'],
  ['registry-unauthorized', 'pull', 500, 'Get "https://r.example/v2/": unauthorized: incorrect username or password'],
  ['registry-unauthorized', 'pull', 500, 'error pulling image: unauthorized: authentication required'],
  [
    'registry-unauthorized',
    'pull',
    500,
    'failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://r.example/token: 401 Unauthorized',
  ],
  [
    'registry-unauthorized',
    'pull',
    500,
    'unexpected status from HEAD request to https://r.example/v2/x/manifests/1: 403 Forbidden',
  ],
  ['registry-unauthorized', 'pull', 500, 'Head "https://ghcr.example/v2/x/y/manifests/1": denied'],
  [
    'registry-limited',
    'pull',
    500,
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
  ],
  [
    'registry-limited',
    'pull',
    500,
    'unexpected status from HEAD request to https://r.example/v2/x/manifests/1: 429 Too Many Requests',
  ],
  [
    'registry-unreachable',
    'pull',
    500,
    'Get "http://127.0.0.1:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused',
  ],
  [
    'registry-unreachable',
    'pull',
    500,
    'Get "https://none.invalid/v2/": dial tcp: lookup none.invalid on 10.0.0.1:53: no such host',
  ],
  [
    'registry-unreachable',
    'pull',
    500,
    'Get "https://r.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
  ],
  ['registry-unreachable', 'pull', 500, 'Get "https://r.example/v2/": x509: certificate signed by unknown authority'],
  [
    'registry-unreachable',
    'pull',
    500,
    'Get "https://127.0.0.1:5000/v2/": http: server gave HTTP response to HTTPS client',
  ],
  ['registry-unreachable', 'pull', 500, 'received unexpected HTTP status: 503 Service Unavailable'],
  [
    'registry-unreachable',
    'pull',
    undefined,
    'failed to resolve reference "docker.io/x/y:1": failed to authorize: failed to fetch anonymous token: Get "https://auth.docker.io/token": EOF',
  ],
  [
    'registry-unreachable',
    'pull',
    undefined,
    'failed to copy: httpReadSeeker: failed open: failed to do request: Get "https://r.example/blob": read: connection reset by peer',
  ],
  ['invalid-image', 'pull', 400, 'invalid reference format: repository name must be lowercase'],
  ['invalid-image', 'pull', undefined, 'no matching manifest for linux/arm64/v8 in the manifest list entries'],
  [
    'disk-full',
    'pull',
    undefined,
    'failed to register layer: Error processing tar file(exit status 1): write /usr/lib/x.so: no space left on device',
  ],
  ['disk-full', 'start', 500, 'mkdir /var/lib/docker/overlay2/x/merged: no space left on device'],
  [
    'name-taken',
    'create',
    409,
    'Conflict. The container name "/a" is already in use by container "ba92213e88bd6fd1d31230a329482989d6a7765818732f1f8d868d3fd0346fc6". You have to remove (or rename) that container to be able to reuse that name.',
  ],
  [
    'program-not-found',
    'start',
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "serve": executable file not found in $PATH: unknown',
  ],
  [
    'program-not-found',
    'start',
    400,
    'failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/usr/bin/serve": stat /usr/bin/serve: no such file or directory: unknown',
  ],
  [
    'program-not-found',
    'start',
    400,
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "/bin": permission denied: unknown',
  ],
  [
    'port-taken',
    'start',
    500,
    'driver failed programming external connectivity on endpoint a (a9): Bind for 127.0.0.1:45991 failed: port is already allocated',
  ],
  [
    'port-taken',
    'start',
    500,
    'driver failed programming external connectivity on endpoint a (bf): Error starting userland proxy: listen tcp4 127.0.0.1:45991: bind: address already in use',
  ],
  [
    'port-taken',
    'start',
    500,
    'failed to set up container networking: driver failed programming external connectivity on endpoint a (d5): failed to bind host port for 0.0.0.0:45991:172.18.0.2:7148/tcp: address already in use',
  ],
  [
    'port-taken',
    'start',
    500,
    'failed to set up container networking: driver failed programming external connectivity on endpoint a (2a): failed to bind host port 0.0.0.0:45991/tcp: address already in use',
  ],
  [
    'no-gpu-runtime',
    'start',
    500,
    'could not select device driver "nvidia" with capabilities: [[gpu compute utility]]',
  ],
  ['no-gpu-runtime', 'create', 400, 'Unknown runtime specified nvidia'],
  ['no-gpu-runtime', 'start', 500, 'failed to discover GPU vendor from CDI: no known GPU vendor found'],
  ['no-gpu-runtime', 'start', 500, 'CDI device injection failed: unresolvable CDI devices nvidia.com/gpu=0'],
  [
    'no-gpu-runtime',
    'start',
    500,
    'OCI runtime create failed: nvidia-container-cli: initialization error: load library failed: libnvidia-ml.so.1: cannot open shared object file: no such file or directory: unknown',
  ],
  [
    'device-unavailable',
    'start',
    500,
    'OCI runtime create failed: nvidia-container-cli: device error: GPU-1234: unknown device: unknown',
  ],
  [
    'device-unavailable',
    'start',
    500,
    'error gathering device information while adding custom device "/dev/kfd": no such file or directory',
  ],
  ['invalid-spec', 'create', 400, 'invalid mount config for type "bind": bind source path does not exist: /nope/x'],
  ['invalid-spec', 'create', 400, 'Minimum memory limit allowed is 6MB'],
  ['invalid-spec', 'create', 400, 'Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available'],
  ['invalid-spec', 'start', 500, 'unable to find user nosuch: no matching entries in passwd file'],
  [
    'invalid-spec',
    'start',
    500,
    'Error starting userland proxy: listen tcp4 203.0.113.9:45993: bind: cannot assign requested address',
  ],
  ['container-gone', 'start', 404, 'No such container: abc'],
  ['container-gone', 'start', 409, 'container is marked for removal and cannot be started'],
  [
    'engine-unreachable',
    'start',
    500,
    'connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
  ],
  ['engine-error', 'start', 500, 'something nobody has seen before'],
];

describe("the engine's words", () => {
  it.each(cases)('mean %s on %s (%s): %s', (code, action, status, said) => {
    const failure = failureFromText(said, { action, subject: 'thing-1' }, status);
    expect(failure.code).toBe(code);
    expect(failure.engineSaid).toBe(said);
    expect(failure.detail).toContain('thing-1');
    expect(failure.status).toBe(status);
  });

  it('name the port that is taken', () => {
    const ports = cases
      .filter(([code]) => code === 'port-taken')
      .map(([, action, status, said]) => failureFromText(said, { action, subject: 'a' }, status));
    expect(ports.map((failure) => failure.code === 'port-taken' && failure.port)).toEqual(ports.map(() => 45_991));
  });

  it('name the container that has the name', () => {
    const [, action, status, said] = cases.find(([code]) => code === 'name-taken') ?? cases[0]!;
    expect(failureFromText(said, { action, subject: 'a' }, status)).toMatchObject({
      containerId: 'ba92213e88bd6fd1d31230a329482989d6a7765818732f1f8d868d3fd0346fc6',
    });
  });

  it('name the program that is missing', () => {
    const said = 'unable to start container process: exec: "serve": executable file not found in $PATH: unknown';
    const failure = failureFromText(said, { action: 'start', subject: 'container a' }, 400);
    expect(failure.detail).toBe(
      'The image of container a has no program it could run: "serve": executable file not found in $PATH.',
    );
  });

  it('do not mean a registry when no pull was asked for', () => {
    const failure = failureFromText('dial tcp 10.0.0.1:1: connection refused', { action: 'start', subject: 'a' }, 500);
    expect(failure.code).toBe('engine-error');
  });

  it.each([
    ['enginehouse/demo-engine:1', 'This host has no image "enginehouse/demo-engine:1", and Docker Hub'],
    ['demo-engine', 'This host has no image "demo-engine", and Docker Hub'],
    ['localhost/engine:1', 'The registry of "localhost/engine:1" cannot be reached'],
    ['r.example/engine:1', 'The registry of "r.example/engine:1" cannot be reached'],
    ['host:5000/engine', 'The registry of "host:5000/engine" cannot be reached'],
  ])('of an unreachable registry say of %s: %s', (subject, beginning) => {
    const said = 'Get "https://somewhere/v2/": dial tcp: lookup somewhere: no such host';
    expect(failureFromText(said, { action: 'pull', subject }, 500).detail).toContain(beginning);
  });

  it('are kept without credentials', () => {
    const said = 'Get "https://user:hunter2@r.example/v2/": dial tcp: i/o timeout';
    const failure = failureFromText(said, { action: 'pull', subject: 'r.example/x' }, 500);
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });
});

describe('what a call throws', () => {
  it("loses dockerode's frame", () => {
    const error = Object.assign(new Error('(HTTP code 404) no such container - No such container: abc '), {
      statusCode: 404,
    });
    const failure = toEngineFailure(error, { action: 'other', subject: 'abc' });
    expect(failure).toMatchObject({ code: 'container-gone', status: 404, engineSaid: 'No such container: abc' });
  });

  it('says who may use the socket when this process may not', () => {
    const error = Object.assign(new Error('connect EACCES /var/run/docker.sock'), { code: 'EACCES' });
    const failure = toEngineFailure(error, { action: 'other', subject: 'the engine' });
    expect(failure.code).toBe('engine-unreachable');
    expect(failure.detail).toContain('group "docker"');
  });

  it('is an engine error when it is something else', () => {
    expect(toEngineFailure('odd', { action: 'other', subject: 'x' }).code).toBe('engine-error');
  });
});
