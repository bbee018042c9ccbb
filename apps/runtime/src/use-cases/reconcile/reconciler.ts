import type { Assignment, AssignmentSet, Observation } from '@enginehouse/contracts';
import type { ContainerSummary } from '@enginehouse/container-engine';
import { ownLabels, readLabels, type ObservedContainer } from '../../domain/container-labels.js';
import { diff, type Action } from '../../domain/diff.js';
import type { Phase } from '../../domain/instance-state.js';
import { InstanceSupervisor, type SupervisorTools } from '../supervise-instance/instance-supervisor.js';
import { removeOrphan } from './remove-orphan.js';

const stopMomentMs = 3000;

/**
 * Brings what runs here to what is assigned: lists this worker's containers, compares, acts on the difference, and is
 * ready to do it again. Only one comparison runs at a time; what happens meanwhile leads to another one after it.
 */
export class Reconciler {
  private readonly supervisors = new Map<string, InstanceSupervisor>();
  private readonly removing = new Set<string>();
  private readonly tools: SupervisorTools;
  private assigned: AssignmentSet | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private stopped = false;

  constructor(tools: Omit<SupervisorTools, 'onPhase'>) {
    this.tools = { ...tools, onPhase: (instance, phase) => this.onPhase(instance, phase) };
  }

  /** The set to work towards, from now on. */
  assign(set: AssignmentSet): void {
    this.assigned = set;
    this.wake();
  }

  /** Compares soon: something has changed, or it is time. */
  wake(): void {
    this.again = true;
    this.running ??= this.run();
  }

  /** An engine's event about one of our containers. */
  onContainerEvent(containerId: string): void {
    const supervisor = [...this.supervisors.values()].find((one) => one.run()?.containerId === containerId);
    void supervisor?.look();
  }

  supervisor(instance: string): InstanceSupervisor | null {
    return this.supervisors.get(instance) ?? null;
  }

  assignment(instance: string): Assignment | null {
    return this.assigned?.assignments.find((one) => one.instance === instance) ?? null;
  }

  observations(): readonly Observation[] {
    return [...this.supervisors.values()].flatMap((one) => one.observation() ?? []);
  }

  phases(): readonly Phase[] {
    return [...this.supervisors.values()].map((one) => one.phase());
  }

  /** Stops acting; containers stay as they are. Calls to the engine that are under way get a moment to end. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
    const ends = [...this.supervisors.values()].map((one) => one.letGo());
    const enough = new AbortController();
    await Promise.race([Promise.all(ends), this.tools.host.clock.sleep(stopMomentMs, enough.signal)]);
    enough.abort();
  }

  private async run(): Promise<void> {
    while (this.again && !this.stopped) {
      this.again = false;
      await this.compare().catch((error: unknown) => {
        this.tools.host.logger.error({ err: error }, 'assignments could not be compared with containers');
      });
    }
    this.running = null;
  }

  private async compare(): Promise<void> {
    if (!this.assigned) {
      return;
    }
    const { engine, me, logger } = this.tools.host;
    const listed = await engine.list({ labels: ownLabels(me) });
    if (!listed.ok) {
      logger.warn({ code: listed.error.code }, listed.error.detail);
      return;
    }
    const containers = listed.value.flatMap(observed);
    const supervised = [...this.supervisors.values()].map((one) => one.supervised());
    for (const action of diff(this.assigned.assignments, containers, supervised)) {
      await (this.stopped ? undefined : this.act(action));
    }
    await this.forgetOthers();
  }

  /** What is remembered of instances that went while this runtime did not run. */
  private async forgetOthers(): Promise<void> {
    const known = new Set([
      ...this.supervisors.keys(),
      ...(this.assigned?.assignments ?? []).map((one) => one.instance),
    ]);
    for (const { instance, untold } of this.tools.records.all().filter((record) => !known.has(record.instance))) {
      await Promise.all(untold.map((fact) => this.tools.facts.send(fact)));
      await this.forget(instance);
    }
  }

  private async act(action: Action): Promise<void> {
    switch (action.do) {
      case 'supervise':
        await this.supervise(action.assignment, action.container);
        return;
      case 'stop':
        this.supervisors.get(action.instance)?.stop(action);
        return;
      case 'look':
        await this.supervisors.get(action.instance)?.look();
        return;
      case 'forget':
        await this.forget(action.instance);
        return;
      case 'remove':
        this.remove(action);
    }
  }

  private async supervise(assignment: Assignment, container: ObservedContainer | null): Promise<void> {
    const supervisor = new InstanceSupervisor(assignment, this.tools);
    this.supervisors.set(assignment.instance, supervisor);
    await supervisor.begin(container);
  }

  private async forget(instance: string): Promise<void> {
    this.supervisors.delete(instance);
    await this.tools.host.leases.release(instance);
    await this.tools.records.delete(instance);
    await this.tools.host.archive.delete(instance);
  }

  private remove(action: Extract<Action, { do: 'remove' }>): void {
    const { id } = action.container;
    if (this.removing.has(id)) {
      return;
    }
    this.removing.add(id);
    void this.removeOnce(action);
  }

  /** Only success leads to another comparison at once; a failure waits for the next one that is due. */
  private async removeOnce(action: Extract<Action, { do: 'remove' }>): Promise<void> {
    const removed = await removeOrphan(this.tools, action);
    this.removing.delete(action.container.id);
    if (removed) {
      this.wake();
    }
  }

  private onPhase(_instance: string, phase: Phase): void {
    if (phase === 'gone') {
      this.wake();
    }
  }
}

function observed(container: ContainerSummary): readonly ObservedContainer[] {
  const labels = readLabels(container.labels);
  return labels && container.status !== 'removing'
    ? [{ ...labels, id: container.id, state: states[container.status] }]
    : [];
}

const states = { created: 'created', running: 'running', paused: 'running', exited: 'ended' } as const;
