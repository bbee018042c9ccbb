import Docker from 'dockerode';

/** Certificates for an engine that is reached over TLS, as PEM texts. */
export interface DockerTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const defaultSocket = '/var/run/docker.sock';

/**
 * A client for an engine's address: `unix:///path`, `tcp://host:port` or `https://host:port`. Every option is given,
 * because docker-modem fills what is missing from the environment, and only a service's configuration may read that.
 *
 * @throws where the address cannot be read
 */
export function dockerClient(host: string | undefined, tls: DockerTls | undefined): Docker {
  const address = host ?? `unix://${defaultSocket}`;
  if (address.startsWith('unix://')) return new Docker(socketOptions(address.slice('unix://'.length)));
  const url = parseAddress(address);
  const secure = tls !== undefined || url.protocol === 'https:';
  return new Docker({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (secure ? '2376' : '2375'),
    protocol: secure ? 'https' : 'http',
    socketPath: undefined,
    ca: tls?.ca,
    cert: tls?.cert,
    key: tls?.key,
    timeout: undefined,
  });
}

const socketOptions = (socketPath: string): Docker.DockerOptions => ({
  socketPath: socketPath || defaultSocket,
  host: undefined,
  port: undefined,
  protocol: 'http',
  ca: undefined,
  cert: undefined,
  key: undefined,
  timeout: undefined,
});

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url !== null && ['tcp:', 'http:', 'https:'].includes(url.protocol) && url.hostname !== '') return url;
  throw new Error(`"${address}" is no Docker address: write unix:///path, tcp://host:port or https://host:port.`);
}
