import { z } from 'zod';
import { frameworks, plainIssues } from '@enginehouse/contracts';
import type { Detection, ProbedDevice } from './probed-device.js';

const access = z.union([
  z.literal('none'),
  z.literal('nvidia'),
  z.strictObject({
    paths: z.array(z.string().regex(/^\/dev\/[^.][^\0]*$/, 'a device file below /dev')).min(1),
    groupIds: z.array(z.number().int().min(0)).optional(),
  }),
]);

const device = z.strictObject({
  index: z.number().int().min(0).max(1023),
  uuid: z.string().min(1).max(200).optional(),
  vendor: z.string().min(1),
  name: z.string().min(1),
  framework: z.enum(frameworks),
  memoryMib: z.number().int().positive().max(16_777_216),
  access,
});

const repeated = (values: readonly (string | number)[]) => values.find((value, at) => values.indexOf(value) !== at);

/** What a file of declared devices holds: accelerators that no tool here can find, with how to hand each of them over. */
export const devicesFile = z
  .strictObject({ devices: z.array(device).max(1024) })
  .refine(({ devices }) => repeated(devices.map(({ index }) => index)) === undefined, 'two devices have one index')
  .refine(({ devices }) => repeated(devices.map(uuidOf)) === undefined, 'two devices have one uuid');

type DeclaredDevice = z.output<typeof device>;

/** Reads a file of declared devices. What is wrong with it is a warning that names the place. */
export function parseDeclaredDevices(text: string, file: string): Detection {
  const parsed = devicesFile.safeParse(jsonOf(text), plainIssues());
  if (parsed.success) return { devices: parsed.data.devices.map(probed), warnings: [], answered: true };
  const problems = parsed.error.issues.map(({ path, message }) => [...path, message].join(': '));
  return { devices: [], warnings: [`the devices file ${file} cannot be used: ${problems.join('; ')}`], answered: true };
}

function uuidOf({ uuid, vendor, index }: Pick<DeclaredDevice, 'uuid' | 'vendor' | 'index'>): string {
  return uuid ?? `${vendor}-${index}`;
}

function probed(declared: DeclaredDevice): ProbedDevice {
  return { ...declared, uuid: uuidOf(declared), access: accessOf(declared) };
}

function accessOf({ access: how, index, uuid }: DeclaredDevice): ProbedDevice['access'] {
  if (how === 'none') return null;
  if (how === 'nvidia') return { kind: 'nvidia', index, ...(uuid !== undefined && { uuid }) };
  return { kind: 'files', ...how };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
