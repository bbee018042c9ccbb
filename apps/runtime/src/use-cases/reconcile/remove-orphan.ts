import type { Action } from '../../domain/diff.js';
import { fencedGraceSeconds } from '../supervise-instance/grace.js';
import type { SupervisorTools } from '../supervise-instance/instance-supervisor.js';

/** Takes away one of this worker's own containers that nothing is assigned to. Answers whether it is gone. */
export async function removeOrphan(
  { host, facts }: SupervisorTools,
  { container, report }: Extract<Action, { do: 'remove' }>,
): Promise<boolean> {
  const { id, instance, generation } = container;
  const log = host.logger.child({ instance, generation, containerId: id });
  log.info('removing a container that nothing is assigned to');
  const stopped = await host.engine.stop(id, { graceSeconds: fencedGraceSeconds });
  const removed = stopped.ok || stopped.error.code === 'container-gone' ? await host.engine.remove(id) : stopped;
  if (!removed.ok) {
    log.warn({ code: removed.error.code }, removed.error.detail);
    return false;
  }
  if (report) {
    await facts.send(facts.write({ instance, generation }, { type: 'ContainerRemoved', data: { containerId: id } }));
  }
  return true;
}
