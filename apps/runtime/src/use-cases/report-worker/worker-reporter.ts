import { freemem } from 'node:os';
import type { WorkerReport } from '@enginehouse/contracts';
import type { ContainerEngine, EngineInfo } from '@enginehouse/container-engine';
import type { Logger } from '@enginehouse/service-kit';
import type { Clock, ControlPlane, DeviceProbe, HostFacts } from '../../ports.js';

/** The part of a worker's report that its configuration decides. */
export type ConfiguredReport = Pick<
  WorkerReport,
  'name' | 'address' | 'version' | 'labels' | 'modelRoots' | 'securityProfiles'
>;

/** What reporting needs. */
export interface ReportTools {
  readonly configured: ConfiguredReport;
  /** What the container engine is, for people. */
  readonly engineName: string;
  readonly devices: DeviceProbe;
  readonly engine: ContainerEngine;
  readonly controlPlane: Pick<ControlPlane, 'state' | 'report' | 'heartbeat'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly session: string;
  readonly onInstallation: (installation: string) => void;
  /** This process was stopped or starved for a while; what it believes may be old. */
  readonly onGap: () => void;
}

const heartbeatMs = 5000;
const gapMs = 15_000;
const lookAgainMs = 60_000;
const afterFailureMs = 3000;
const mib = 1024 * 1024;

/** Tells the scheduler what this worker is and has, whenever it connects or something changes; and that it lives, every 5 s. */
export class WorkerReporter {
  private reported = '';
  private facts: HostFacts | null = null;
  private engine: EngineInfo | null = null;
  private nudge = new AbortController();
  private readonly ending = new AbortController();
  private refusal: string | null = null;

  constructor(private readonly tools: ReportTools) {}

  /** Reports now, changed or not. */
  wake(): void {
    this.reported = '';
    this.nudge.abort();
  }

  refused(): string | null {
    return this.refusal;
  }

  stop(): void {
    this.ending.abort();
    this.nudge.abort();
  }

  async run(): Promise<void> {
    await Promise.all([this.reportForEver(), this.beatForEver()]);
  }

  private async reportForEver(): Promise<void> {
    while (!this.ending.signal.aborted) {
      this.nudge = new AbortController();
      const told = await this.reportIfChanged().catch((error: unknown) => {
        this.tools.logger.error({ err: error }, 'the report of this worker could not be made');
        return false;
      });
      await this.tools.clock.sleep(told ? lookAgainMs : afterFailureMs, this.nudge.signal);
    }
  }

  private async reportIfChanged(): Promise<boolean> {
    this.facts = await this.tools.devices.probe();
    const report = await this.report(this.facts);
    if (!report) {
      return false;
    }
    const key = JSON.stringify({ ...report, disk: { ...report.disk, freeMib: 0 } });
    return key === this.reported ? true : this.send(report, key);
  }

  /** Null until the engine has answered once: a worker without one can run nothing, so nobody is told of it. */
  private async report(facts: HostFacts): Promise<WorkerReport | null> {
    const info = await this.tools.engine.info();
    this.engine = info.ok ? info.value : this.engine;
    if (!this.engine) {
      return null;
    }
    const { version, warnings } = this.engine;
    const silent = info.ok ? [] : [`the container engine does not answer: ${info.error.detail}`];
    return {
      ...this.tools.configured,
      ...facts,
      devices: [...facts.devices],
      frameworks: [...facts.frameworks],
      engine: { name: this.tools.engineName, version },
      warnings: [...silent, ...facts.warnings, ...warnings],
    };
  }

  private async send(report: WorkerReport, key: string): Promise<boolean> {
    const { controlPlane, logger, onInstallation } = this.tools;
    const answer = await controlPlane.report(report);
    if (!answer.ok) {
      const { code, detail, hint } = answer.error;
      // What only a person can mend is told, once.
      if (code === 'worker-removed' && this.refusal !== detail) logger.warn({ code, hint }, detail);
      this.refusal = detail;
      logger.debug({ code }, `not reported: ${detail}`);
      return false;
    }
    this.refusal = answer.value.accepted ? null : 'the scheduler does not accept this worker';
    this.reported = key;
    onInstallation(answer.value.installation);
    logger.info({ accepted: answer.value.accepted }, 'reported to the scheduler');
    this.beat();
    return true;
  }

  private async beatForEver(): Promise<void> {
    let last = this.tools.clock.monotonicMs();
    while (!this.ending.signal.aborted) {
      const now = this.tools.clock.monotonicMs();
      if (now - last > gapMs) {
        this.tools.logger.warn({ seconds: Math.round((now - last) / 1000) }, 'this process stood still for a while');
        this.tools.onGap();
      }
      last = now;
      this.beat();
      await this.tools.clock.sleep(heartbeatMs, this.ending.signal);
    }
  }

  private beat(): void {
    const { configured, session, controlPlane } = this.tools;
    if (this.facts) {
      const diskFreeMib = this.facts.disk.freeMib;
      controlPlane.heartbeat({
        worker: configured.name,
        session,
        memoryFreeMib: Math.floor(freemem() / mib),
        diskFreeMib,
      });
    }
  }
}
