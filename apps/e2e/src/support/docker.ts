import { request } from 'node:http';
import { stack } from './stack.js';

/** What `docker inspect` says about a container, as far as tests look at it. */
export interface InspectedContainer {
  readonly Config: {
    readonly Image: string;
    readonly Entrypoint: readonly string[];
    readonly Cmd: readonly string[];
    readonly Env: readonly string[];
    readonly Labels: Readonly<Record<string, string>>;
  };
  readonly HostConfig: {
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly ShmSize: number;
    readonly PortBindings: Readonly<Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>>;
  };
  readonly Mounts: readonly { readonly Source: string; readonly Destination: string; readonly RW: boolean }[];
}

/** A container of the stack's Docker engine. */
export const inspectContainer = async (id: string): Promise<InspectedContainer> =>
  JSON.parse(await docker('GET', `/containers/${id}/json`)) as InspectedContainer;

/** Puts an image of the stack's Docker engine into a registry under another name. */
export async function pushImage(image: string, repository: string, tag: string): Promise<void> {
  await docker('POST', `/images/${encodeURIComponent(image)}/tag?repo=${repository}&tag=${tag}`);
  const said = await docker('POST', `/images/${repository}/push?tag=${tag}`);
  if (said.includes('"error"')) {
    throw new Error(`${repository}:${tag} could not be pushed: ${said}`);
  }
}

/** Takes a name away from an image of the stack's Docker engine; nothing happens where there is none. */
export async function forgetImage(name: string): Promise<void> {
  await docker('DELETE', `/images/${name}`).catch(() => undefined);
}

function docker(method: string, path: string): Promise<string> {
  const socketPath = stack().dockerHost.replace('unix://', '');
  const headers = { 'x-registry-auth': Buffer.from('{}').toString('base64') };
  return new Promise((done, fail) => {
    request({ socketPath, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode < 400) done(text);
        else fail(new Error(`${method} ${path}: ${statusCode} ${text}`));
      });
    })
      .on('error', fail)
      .end();
  });
}
