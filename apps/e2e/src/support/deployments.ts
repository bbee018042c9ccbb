import type { DeploymentView, InstanceView } from '@enginehouse/contracts';
import { waitUntil } from '@enginehouse/testing';
import { api } from './api.js';
import { unique } from './backends.js';

/** Creates a deployment for one test and answers its name. */
export async function deploy(spec: Readonly<Record<string, unknown>>): Promise<string> {
  const name = unique('dep');
  const answer = await api('POST', '/v1/deployments', { json: { name, resources: { memoryMib: 64 }, ...spec } });
  if (answer.status >= 300) {
    throw new Error(`the deployment was refused: ${JSON.stringify(answer.body)}`);
  }
  return name;
}

/** The deployment as the API shows it. */
export const deployment = async (name: string): Promise<DeploymentView> =>
  (await api<DeploymentView>('GET', `/v1/deployments/${name}`)).body;

/** Its first instance. */
export async function firstInstance(name: string): Promise<InstanceView> {
  const [instance] = (await deployment(name)).instances;
  if (!instance) {
    throw new Error(`${name} has no instance`);
  }
  return instance;
}

/** Waits until the first instance is in a state, and answers it. */
export async function instanceIn(name: string, state: InstanceView['state'], timeout = 60_000): Promise<InstanceView> {
  let last = 'nothing yet';
  try {
    await waitUntil(
      async () => {
        const [instance] = (await deployment(name)).instances ?? [];
        last = `${instance?.state}: ${instance?.reason}`;
        return instance?.state === state;
      },
      { what: `${name} to be ${state}`, timeout, interval: 50 },
    );
  } catch (error) {
    throw new Error(`${name} did not become ${state}; last seen ${last}`, { cause: error });
  }
  return firstInstance(name);
}

/** Deletes a deployment and waits until nothing of it is left. */
export async function remove(name: string): Promise<void> {
  await api('DELETE', `/v1/deployments/${name}`);
  await waitUntil(async () => (await api('GET', `/v1/deployments/${name}`)).status === 404, {
    what: `${name} to be gone`,
    timeout: 60_000,
  });
}

/** Deletes whatever is deployed, of earlier tests too, and waits until nothing of it is left. */
export async function removeAll(): Promise<void> {
  const { items } = (await api<{ items: DeploymentView[] }>('GET', '/v1/deployments')).body;
  await Promise.all(items.map(({ name }) => remove(name)));
}
