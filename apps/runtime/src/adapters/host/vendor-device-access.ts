import { err, ok, type AssignedDevice, type Result } from '@enginehouse/contracts';
import type { ContainerDevice } from '@enginehouse/container-engine';
import type { StartFailure } from '../../domain/start-failure.js';
import type { DeviceAccess } from '../../ports.js';

/** By vendor: NVIDIA through its container runtime, AMD through its device files. */
export const vendorDeviceAccess: DeviceAccess = {
  accessTo(devices): Result<readonly ContainerDevice[], StartFailure> {
    const unknown = devices.find((device) => !(device.vendor.toLowerCase() in vendors));
    return unknown
      ? err({ code: 'device-unavailable', detail: `this worker cannot hand over devices of vendor ${unknown.vendor}` })
      : ok(devices.flatMap((device) => vendors[device.vendor.toLowerCase()]?.(device) ?? []));
  },
};

const vendors: Readonly<Record<string, (device: AssignedDevice) => readonly ContainerDevice[]>> = {
  cpu: () => [],
  nvidia: ({ index, uuid }) => [{ kind: 'nvidia', index, ...(uuid.startsWith('GPU-') ? { uuid } : {}) }],
  amd: ({ index }) => [{ kind: 'files', paths: ['/dev/kfd', `/dev/dri/renderD${128 + index}`] }],
};
