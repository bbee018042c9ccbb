import fs from 'node:fs';
import path from 'node:path';
import type { AmdDeviceFiles, AmdGpu } from '../../devices/amd-gpu.js';

/** Where the kernel shows its devices; another place in tests. */
export interface DevicePlaces {
  readonly dev: string;
  readonly sys: string;
}

/**
 * The device files of one GPU: the driver's, which all share, and the GPU's own render node, found by its PCI address
 * because nodes are not numbered like the GPUs. Null where one of them is not there.
 */
export function amdDeviceFiles({ bus }: Pick<AmdGpu, 'bus'>, places: DevicePlaces): AmdDeviceFiles | null {
  if (bus === null || !/^[0-9a-f:.]+$/.test(bus)) return null;
  const nodes = namesIn(path.join(places.sys, 'bus/pci/devices', bus, 'drm'));
  const render = nodes.find((name) => /^renderD\d+$/.test(name));
  if (render === undefined) return null;
  const files = [path.join(places.dev, 'kfd'), path.join(places.dev, 'dri', render)];
  if (!files.every((file) => fs.existsSync(file))) return null;
  const groups = files.map((file) => fs.statSync(file).gid).filter((gid) => gid !== 0);
  return { paths: files, groupIds: [...new Set(groups)] };
}

function namesIn(directory: string): readonly string[] {
  return fs.existsSync(directory) ? fs.readdirSync(directory) : [];
}
