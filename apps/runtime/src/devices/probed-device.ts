import type { ContainerDevice } from '@enginehouse/container-engine';
import type { WorkerDevice } from '@enginehouse/contracts';

/** A device as it was found, with what handing it to a container takes. */
export interface ProbedDevice extends WorkerDevice {
  /** What the container engine is to hand over; null where nothing is (a pretended device). */
  readonly access: ContainerDevice | null;
}

/** What looking for one kind of device found. */
export interface Detection {
  readonly devices: readonly ProbedDevice[];
  /** What somebody should look at, in plain words; the same words as long as nothing changes. */
  readonly warnings: readonly string[];
  /** False where the vendor's tool did not answer in time: it says nothing about the devices. */
  readonly answered: boolean;
}

/** Looks for one kind of device. It never fails: what is wrong is a warning. */
export interface DeviceDetector {
  readonly kind: string;
  detect(): Promise<Detection>;
}

/** Nothing there, nothing wrong. */
export const nothingFound: Detection = { devices: [], warnings: [], answered: true };

/** The part of a device that the scheduler is told. */
export const asWorkerDevice = ({ index, uuid, vendor, name, framework, memoryMib }: ProbedDevice): WorkerDevice => ({
  index,
  uuid,
  vendor,
  name,
  framework,
  memoryMib,
});
