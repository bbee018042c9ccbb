import { err, ok, type AssignedDevice, type Result } from '@enginehouse/contracts';
import type { ContainerDevice } from '@enginehouse/container-engine';
import { asWorkerDevice, type Detection, type DeviceDetector, type ProbedDevice } from '../../devices/probed-device.js';
import type { StartFailure } from '../../domain/start-failure.js';
import type { DeviceAccess, DeviceProbe, HostFacts } from '../../ports.js';
import { amdDeviceFiles } from './amd-device-files.js';
import { AmdDetector } from './amd-detector.js';
import { DeclaredDetector } from './declared-detector.js';
import { diskOf, hostResources } from './host-resources.js';
import { NvidiaDetector } from './nvidia-detector.js';
import { timeBoxedTools, type RunTool } from './run-tool.js';
import { unusedGpus } from './unused-gpus.js';

/** What looking at a host needs. */
export interface HostDeviceOptions {
  /** The directory whose disk is reported. */
  readonly diskPath: string;
  /** A file of declared devices; where given, no vendor's tool is asked. */
  readonly devicesFile?: string;
  /** In tests, how tools answer and where the kernel shows its devices. */
  readonly run?: RunTool;
  readonly dev?: string;
  readonly sys?: string;
}

const toolSeconds = 20;

/** What this host has, and how its devices are handed to containers. */
export class HostDeviceProbe implements DeviceProbe, DeviceAccess {
  private readonly detectors: readonly DeviceDetector[];
  private readonly seen = new Map<string, readonly ProbedDevice[]>();
  private readonly sys: string;

  private constructor(private readonly options: HostDeviceOptions) {
    this.sys = options.sys ?? '/sys';
    this.detectors = detectorsFor(options, this.sys);
  }

  /** Looks around once, so that devices can be handed out from the beginning. */
  static async open(options: HostDeviceOptions): Promise<HostDeviceProbe> {
    const probe = new HostDeviceProbe(options);
    await probe.probe();
    return probe;
  }

  async probe(): Promise<HostFacts> {
    const found = await Promise.all(this.detectors.map((detector) => this.look(detector)));
    const devices = found.flatMap((detection) => detection.devices);
    const { cpus, memoryMib, warnings } = hostResources(this.sys);
    return {
      cpus,
      memoryMib,
      disk: await diskOf(this.options.diskPath),
      devices: devices.map(asWorkerDevice),
      frameworks: [...new Set([...devices.map(({ framework }) => framework), 'cpu'])],
      warnings: [...warnings, ...found.flatMap((detection) => detection.warnings), ...this.unused(devices)],
    };
  }

  accessTo(assigned: readonly AssignedDevice[]): Result<readonly ContainerDevice[], StartFailure> {
    const known = [...this.seen.values()].flat();
    const accelerators = assigned.filter(({ vendor }) => vendor.toLowerCase() !== 'cpu');
    const matches = accelerators.map(({ uuid }) => known.find((device) => device.uuid === uuid));
    const missing = accelerators.find((_, at) => matches[at] === undefined);
    if (missing !== undefined) return err(gone(missing));
    return ok(matches.flatMap((device) => (device?.access ? [device.access] : [])));
  }

  /** A tool that does not answer says nothing about the devices, so those seen before stay. */
  private async look(detector: DeviceDetector): Promise<Detection> {
    const detection = await detector.detect();
    if (!detection.answered) return { ...detection, devices: this.seen.get(detector.kind) ?? [] };
    this.seen.set(detector.kind, detection.devices);
    return detection;
  }

  private unused(devices: readonly ProbedDevice[]): string[] {
    if (this.options.devicesFile !== undefined) return [];
    return unusedGpus(this.sys, new Set(devices.map(({ vendor }) => vendor)));
  }
}

function detectorsFor(options: HostDeviceOptions, sys: string): DeviceDetector[] {
  if (options.devicesFile !== undefined) return [new DeclaredDetector(options.devicesFile)];
  const run = options.run ?? timeBoxedTools(toolSeconds);
  const places = { dev: options.dev ?? '/dev', sys };
  return [
    new NvidiaDetector(run, () => hostResources(sys).memoryMib),
    new AmdDetector(run, (gpu) => amdDeviceFiles(gpu, places)),
  ];
}

const gone = ({ vendor, index, uuid }: AssignedDevice): StartFailure => ({
  code: 'device-unavailable',
  detail: `the ${vendor} device ${index} (${uuid}) is not on this worker: look at the worker's warnings`,
});
