import type { PullProgress } from '../container-engine.js';

/** One message of a pull, as the engine sends it. */
export interface PullMessage {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number; readonly units?: string };
  readonly error?: string;
  readonly errorDetail?: { readonly message?: string };
}

interface Layer {
  readonly phase: 'waiting' | 'downloading' | 'downloaded' | 'extracting' | 'done';
  readonly downloaded: number;
  readonly size: number | null;
  readonly extracted: number;
}

/** What is known of a pull so far. */
export interface PullState {
  readonly layers: ReadonlyMap<string, Layer>;
  readonly digest: string | null;
  readonly percent: number;
}

/** A pull of which nothing is known yet. */
export const emptyPull: PullState = { layers: new Map(), digest: null, percent: 0 };

/** How much of a layer's work its download is; the rest is unpacking. */
const downloadShare = 0.7;
const unknownLayer: Layer = { phase: 'waiting', downloaded: 0, size: null, extracted: 0 };

/** The pull's state after one more message. */
export function foldPull(state: PullState, message: PullMessage): PullState {
  const digest = /^Digest: (sha\d+:[0-9a-f]+)$/.exec(message.status ?? '')?.[1] ?? state.digest;
  if (message.id === undefined) return { ...state, digest, percent: isLast(message) ? 100 : state.percent };
  const next = layerAfter(state.layers.get(message.id), message);
  if (next === null) return { ...state, digest };
  const layers = new Map(state.layers).set(message.id, next);
  return { layers, digest, percent: Math.max(state.percent, percentOf(layers)) };
}

/** `Status: Downloaded newer image for x`, or `Image is up to date` */
const isLast = ({ status }: PullMessage): boolean => status?.startsWith('Status: ') ?? false;

const phases: ReadonlyMap<string, Layer['phase']> = new Map(
  Object.entries({
    'Pulling fs layer': 'waiting',
    Waiting: 'waiting',
    Downloading: 'downloading',
    'Verifying Checksum': 'downloaded',
    'Download complete': 'downloaded',
    Extracting: 'extracting',
    'Pull complete': 'done',
    'Already exists': 'done',
  } as const),
);

function layerAfter(layer: Layer = unknownLayer, { status = '', progressDetail }: PullMessage): Layer | null {
  const phase = phases.get(status);
  return phase === undefined ? null : { ...layer, phase, ...measured(phase, layer, progressDetail) };
}

type Progress = NonNullable<PullMessage['progressDetail']>;

function measured(phase: Layer['phase'], layer: Layer, progress: Progress = {}): Partial<Layer> {
  switch (phase) {
    case 'waiting':
      return {};
    case 'downloading':
      return { downloaded: progress.current ?? 0, size: progress.total ?? layer.size };
    case 'downloaded':
      return { downloaded: layer.size ?? layer.downloaded };
    case 'extracting':
      return { extracted: extractedShare(progress, layer) };
    case 'done':
      return { downloaded: layer.size ?? 0, size: layer.size ?? 0 };
  }
}

/** Docker's classic store counts bytes; containerd's counts the seconds it has been at it, which say nothing. */
function extractedShare(progress: Progress, layer: Layer): number {
  if (progress.units === 's' || !progress.total) return layer.extracted;
  return Math.min(1, (progress.current ?? 0) / progress.total);
}

/** What to tell about a pull. */
export function progressOf(state: PullState): PullProgress {
  const layers = [...state.layers.values()];
  return {
    percent: state.percent,
    downloadedBytes: sum(layers.map((layer) => layer.downloaded)),
    totalBytes: sum(layers.map((layer) => layer.size ?? 0)),
    layers: { done: layers.filter((layer) => layer.phase === 'done').length, total: layers.length },
  };
}

/**
 * Weighs layers by size; one whose size is not known yet counts like the average of the others, one that was there
 * before counts nothing. Below 100 to the end: the engine names the layers one by one, and more may come.
 */
function percentOf(layers: ReadonlyMap<string, Layer>): number {
  const all = [...layers.values()];
  const sizes = all.flatMap((layer) => (layer.size === null || layer.size === 0 ? [] : [layer.size]));
  const typical = sizes.length === 0 ? 1 : sum(sizes) / sizes.length;
  const weights = all.map((layer) => layer.size ?? typical);
  const total = sum(weights);
  if (total === 0) return 0;
  const done = sum(all.map((layer, index) => (weights[index] ?? 0) * shareOf(layer)));
  return Math.min(99, Math.floor((done / total) * 100));
}

function shareOf(layer: Layer): number {
  switch (layer.phase) {
    case 'waiting':
      return 0;
    case 'downloading':
      return layer.size === null || layer.size === 0 ? 0 : downloadShare * Math.min(1, layer.downloaded / layer.size);
    case 'downloaded':
      return downloadShare;
    case 'extracting':
      return downloadShare + (1 - downloadShare) * layer.extracted;
    case 'done':
      return 1;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
