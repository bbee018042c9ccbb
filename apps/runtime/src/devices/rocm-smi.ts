import { z } from 'zod';
import type { AmdGpu } from './amd-gpu.js';

/** What to ask `rocm-smi`, the tool before amd-smi; `parseRocmSmi` reads the answer. */
export const rocmSmiQuery = [
  '--showproductname',
  '--showuniqueid',
  '--showbus',
  '--showmeminfo',
  'vram',
  '--json',
] as const;

const cards = z.record(z.string(), z.record(z.string(), z.union([z.string(), z.number()])));
const mebibyte = 1_048_576;

/** Reads rocm-smi's answer; null where it is none. Warnings of the tool may stand before the JSON. */
export function parseRocmSmi(text: string): AmdGpu[] | null {
  const answer = cards.safeParse(jsonIn(text));
  if (!answer.success) return null;
  return Object.entries(answer.data).flatMap(([card, fields]) => {
    const index = /^card(\d+)$/.exec(card)?.[1];
    return index === undefined ? [] : [gpuOf(Number(index), fields)];
  });
}

/** The names of fields changed their case between releases. */
function gpuOf(index: number, fields: Readonly<Record<string, string | number>>): AmdGpu {
  const known = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const field = (name: string) => (known.get(name) === 'N/A' ? undefined : known.get(name));
  const bytes = Number(field('vram total memory (b)'));
  return {
    index,
    uuid: field('unique id') ?? null,
    name: field('card series') ?? field('device name') ?? 'AMD GPU',
    memoryMib: Number.isFinite(bytes) ? Math.floor(bytes / mebibyte) : null,
    bus: field('pci bus')?.toLowerCase() ?? null,
  };
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.slice(text.indexOf('{')));
  } catch {
    return null;
  }
}
