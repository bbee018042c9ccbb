import fs from 'node:fs/promises';
import { parseDeclaredDevices } from '../../devices/declared-devices.js';
import type { Detection, DeviceDetector } from '../../devices/probed-device.js';

/** Reads the accelerators from a file, for those that no tool here can find. The file is read again each time. */
export class DeclaredDetector implements DeviceDetector {
  readonly kind = 'declared';

  constructor(private readonly file: string) {}

  async detect(): Promise<Detection> {
    try {
      return parseDeclaredDevices(await fs.readFile(this.file, 'utf8'), this.file);
    } catch (error) {
      const warning = `the devices file ${this.file} cannot be read: ${(error as Error).message}`;
      return { devices: [], warnings: [warning], answered: true };
    }
  }
}
