import type { Assignment, Observation, RuntimeFact } from '@enginehouse/contracts';
import type { ObservedContainer } from '../../domain/container-labels.js';
import type { Supervised } from '../../domain/diff.js';
import type { Effect, Input } from '../../domain/instance-inputs.js';
import { step } from '../../domain/instance-machine.js';
import { observedPhase, type InstanceState, type Phase, type Run } from '../../domain/instance-state.js';
import type { InstancePolicy, Step } from '../../domain/instance-step.js';
import type { InstanceRecords } from '../../ports.js';
import type { FactDesk } from '../deliver-facts/fact-desk.js';
import { fencedGraceSeconds, stopGraceSeconds } from './grace.js';
import type { HostTools } from './instance-context.js';
import { recordOf, remember } from './instance-memory.js';
import { performEffect } from './perform-effect.js';

/** What taking care of instances needs beside the host. */
export interface SupervisorTools {
  readonly host: HostTools;
  readonly policy: InstancePolicy;
  readonly records: InstanceRecords;
  readonly facts: FactDesk;
  /** The phase of an instance has changed. */
  readonly onPhase: (instance: string, phase: Phase) => void;
}

const surprisePauseMs = 5000;

/**
 * Takes care of one assignment: feeds what happens to the state machine, one input at a time, and carries out the
 * effect it asks for. A new effect overtakes the old one, which is told to end and waited for, so that no two of them
 * ever act on the instance's containers at once.
 */
export class InstanceSupervisor {
  private state: InstanceState = { phase: 'new' };
  private readonly inputs: Input[] = [];
  private handling = false;
  private working: Promise<void> = Promise.resolve();
  private released = false;
  private underway: Promise<void> = Promise.resolve();
  private overtaken = new AbortController();
  private lastFactId: string | null = null;
  private savedAs = '';

  constructor(
    readonly assignment: Assignment,
    private readonly tools: SupervisorTools,
  ) {}

  /** Starts from the container that was found, and from what is remembered. */
  async begin(container: ObservedContainer | null): Promise<void> {
    const { records, host } = this.tools;
    const record = records.get(this.assignment.instance);
    const remembered = remember(record, this.assignment, host.clock.now());
    this.lastFactId = remembered ? (record?.lastFactId ?? null) : null;
    await this.send(record?.untold ?? []);
    if (container) {
      await host.leases.adopt(this.assignment.instance, container.port).catch((error: unknown) => {
        this.log().error({ err: error }, 'the lease of a port could not be written to disk');
      });
    }
    if (this.assignment.desired === 'stopped' && remembered?.kind !== 'gone') {
      this.stop({ fenced: false });
      return;
    }
    const found = container && { containerId: container.id, port: container.port, state: container.state };
    this.post({ type: 'begun', found, remembered });
  }

  /** `fenced`: it was given away, and another worker may be starting it already. */
  stop(options: { readonly fenced: boolean }): void {
    this.post({ type: 'stop', graceSeconds: options.fenced ? fencedGraceSeconds : stopGraceSeconds });
  }

  /** Makes sure that the container runs. Old news about one that does is no harm. */
  async look(): Promise<void> {
    const run = this.run();
    if (!run) {
      return;
    }
    const found = await this.tools.host.engine.inspect(run.containerId);
    const runs = found.ok && (found.value.state.status === 'running' || found.value.state.status === 'paused');
    const unknown = !found.ok && found.error.code !== 'container-gone';
    if (!runs && !unknown && this.run()?.containerId === run.containerId) {
      this.post({ type: 'died' });
    }
  }

  /** Leaves everything as it is: this process ends, the container does not. Returns when the engine has answered what it was asked. */
  async letGo(): Promise<void> {
    this.released = true;
    this.inputs.length = 0;
    this.overtaken.abort();
    await Promise.all([this.underway, this.working]);
  }

  run(): Run | null {
    return 'run' in this.state && this.state.run.containerId ? this.state.run : null;
  }

  /** Where its engine answers on this host. */
  target(): { readonly host: string; readonly port: number } | null {
    const run = this.run();
    return run && { host: this.tools.host.reach.targetHost(this.assignment.plan.profile), port: run.port };
  }

  phase(): Phase {
    return this.state.phase;
  }

  supervised(): Supervised {
    const { instance, generation, planDigest } = this.assignment;
    return {
      instance,
      generation,
      planDigest,
      stage: stages[this.state.phase],
      containerId: this.run()?.containerId ?? null,
    };
  }

  observation(): Observation | null {
    const phase = observedPhase(this.state.phase);
    if (phase === null) {
      return null;
    }
    const { instance, generation } = this.assignment;
    const url = this.state.phase === 'ready' ? { url: this.urlOf(this.state.run.port) } : {};
    return { instance, generation, phase, ...url, ...(this.lastFactId ? { lastFactId: this.lastFactId } : {}) };
  }

  private post(input: Input): void {
    if (this.released) {
      return;
    }
    this.inputs.push(input);
    if (!this.handling) {
      this.working = this.handleAll();
    }
  }

  private async handleAll(): Promise<void> {
    this.handling = true;
    for (let input = this.inputs.shift(); input; input = this.inputs.shift()) {
      await this.handle(input).catch((error: unknown) => {
        this.log().error({ err: error, input: input.type }, 'an input could not be handled');
      });
    }
    this.handling = false;
  }

  private async handle(input: Input): Promise<void> {
    const { host, policy } = this.tools;
    const before = this.state.phase;
    const next = step(this.state, input, {
      plan: this.assignment.plan,
      policy,
      now: host.clock.monotonicMs(),
      urlOf: (port) => this.urlOf(port),
    });
    this.state = next.state;
    await this.remember(next);
    if (next.effect && !this.released) {
      this.start(next.effect);
    }
    if (before !== this.state.phase && this.state.phase === 'probing') {
      void this.look();
    }
    if (before !== this.state.phase) {
      this.tools.onPhase(this.assignment.instance, this.state.phase);
    }
  }

  /**
   * The facts go into the record together with the state, and only then to the outbox: cut off anywhere, the next
   * process finds the step either not made or made, and tells of it under the same ids.
   */
  private async remember({ facts: drafts }: Step): Promise<void> {
    const facts = drafts.map((draft) => this.tools.facts.write(this.assignment, draft));
    this.lastFactId = facts.at(-1)?.id ?? this.lastFactId;
    await this.save(facts);
    if (facts.length > 0) {
      await this.send(facts);
      await this.save([]);
    }
  }

  private async send(facts: readonly RuntimeFact[]): Promise<void> {
    for (const fact of facts) {
      await this.tools.facts.send(fact);
      this.log().info({ fact: fact.type, ...summary(fact.data) }, `${this.assignment.instance}: ${fact.type}`);
    }
  }

  private async save(untold: readonly RuntimeFact[]): Promise<void> {
    const { instance, generation, planDigest } = this.assignment;
    const { host, records } = this.tools;
    const about = { instance, generation, planDigest, lastFactId: this.lastFactId, untold };
    const key = JSON.stringify(recordOf(this.state, about, new Date(0)));
    if (key === this.savedAs) {
      return;
    }
    this.savedAs = key;
    await records.save(recordOf(this.state, about, host.clock.now())).catch((error: unknown) => {
      this.savedAs = '';
      this.log().error({ err: error }, 'the state of the instance could not be written to disk');
    });
  }

  private start(effect: Effect): void {
    this.overtaken.abort();
    const overtaken = new AbortController();
    this.overtaken = overtaken;
    const before = this.underway;
    this.underway = before.then(() => this.perform(effect, overtaken.signal));
  }

  private async perform(effect: Effect, signal: AbortSignal): Promise<void> {
    const say = (input: Input) => {
      if (!signal.aborted) {
        this.post(input);
      }
    };
    while (!signal.aborted) {
      try {
        say(await performEffect(effect, { ...this.tools.host, assignment: this.assignment, signal, say }));
        return;
      } catch (error) {
        this.log().error({ err: error, effect: effect.do }, 'something unexpected went wrong; trying again');
        if (isStart(effect)) {
          say({
            type: 'start-failed',
            failure: { code: 'unexpected', detail: `unexpected on this worker: ${words(error)}` },
          });
          return;
        }
        await this.tools.host.clock.sleep(surprisePauseMs, signal);
      }
    }
  }

  private urlOf(port: number): string {
    const { instance, plan } = this.assignment;
    return this.tools.host.reach.url({ instance, port, profile: plan.profile });
  }

  private log() {
    const { instance, generation } = this.assignment;
    return this.tools.host.logger.child({ instance, generation });
  }
}

const stages: Readonly<Record<Phase, Supervised['stage']>> = {
  new: 'busy',
  pulling: 'busy',
  creating: 'busy',
  starting: 'busy',
  probing: 'live',
  ready: 'live',
  unhealthy: 'live',
  ending: 'busy',
  'backing-off': 'busy',
  failed: 'busy',
  stopping: 'stopping',
  gone: 'gone',
};

const isStart = (effect: Effect): boolean => effect.do === 'pull' || effect.do === 'create' || effect.do === 'start';

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Log lines of a container belong to its user, not into ours. */
function summary(data: object): object {
  return Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'lastLogLines' && name !== 'argv'));
}
