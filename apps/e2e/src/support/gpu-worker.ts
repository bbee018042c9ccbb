import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unique } from './backends.js';
import { secondWorker, type SecondWorker } from './second-worker.js';
import { stack } from './stack.js';

const mib = 1024 * 1024;

/** A worker with GPUs that only its file of devices has, and with a model of so many MiB. */
export interface GpuWorker extends Pick<SecondWorker, 'name' | 'leave'> {
  /** The folder of the model. */
  readonly folder: string;
}

/** Joins a worker with two GPUs of 8 GiB each, which containers are given nothing of. */
export async function gpuWorker({ weightsMib }: { readonly weightsMib: number }): Promise<GpuWorker> {
  const folder = mkdtempSync(join(stack().dataDir, 'models-'));
  writeFileSync(join(folder, 'model.safetensors'), Buffer.alloc(weightsMib * mib));
  const gpu = { vendor: 'nvidia', name: 'test', framework: 'cuda', memoryMib: 8192, access: 'none' };
  const devices = [0, 1].map((index) => ({ ...gpu, index, uuid: unique('gpu') }));
  const devicesFile = join(folder, 'devices.json');
  writeFileSync(devicesFile, JSON.stringify({ devices }));
  const worker = await secondWorker({ DEVICES_FILE: devicesFile, MODEL_ROOTS: folder });
  return {
    name: worker.name,
    folder,
    leave: async () => {
      await worker.leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
