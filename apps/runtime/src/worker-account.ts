import { readFileSync } from 'node:fs';
import type { BusOptions } from '@enginehouse/messaging';
import { inboxOf } from './adapters/bus/inbox-of.js';
import type { RuntimeConfig } from './config.js';
import type { WorkerIdentity } from './ports.js';

/** Under what name and with what keys this worker works. */
export interface WorkerAccount {
  /** Null until the control plane has said. */
  readonly installation: string | null;
  readonly secretsKey: string | null;
  readonly bus: () => BusOptions;
}

/** The account of a worker that has joined. */
export function joinedAccount(config: RuntimeConfig, identity: WorkerIdentity): WorkerAccount {
  const { jwt, seed, installation, secretsKey } = identity;
  const service = inboxOf(jwt) ?? defaultInbox(config);
  const url = config.NATS_URL ?? identity.natsUrl;
  return { installation, secretsKey, bus: () => ({ url, service, creds: { jwt, seed } }) };
}

/** The account of a worker that was given its credentials; its file is read anew for every connection. */
export function givenAccount(config: RuntimeConfig): WorkerAccount {
  const { NATS_URL: url = '', NATS_CREDS_FILE: credsFile } = config;
  return {
    installation: config.INSTALLATION_ID ?? null,
    secretsKey: config.SECRETS_KEY_FILE ?? null,
    bus: () => {
      const inbox = credsFile ? inboxOf(readFileSync(credsFile, 'utf8')) : null;
      return { url, service: inbox ?? defaultInbox(config), credsFile };
    },
  };
}

const defaultInbox = (config: RuntimeConfig) => `w-${config.WORKER_NAME}`;
