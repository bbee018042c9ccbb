import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.js';
import { place } from './place.js';
import type { PlacementAsk, WorkerSnapshot } from './placement-ask.js';
import { ask, gpu, holdGpu, holdMemory, option, worker } from './spec-builders.js';

const decide = (wish: Partial<PlacementAsk>, workers: readonly WorkerSnapshot[], ledger = new Ledger()) =>
  place(ask(wish), workers, ledger);

const placed = (...args: Parameters<typeof decide>) => {
  const outcome = decide(...args);
  if (!outcome.placed) throw new Error(outcome.explanation.text);
  return outcome;
};

const refusal = (...args: Parameters<typeof decide>) => {
  const outcome = decide(...args);
  if (outcome.placed) throw new Error(outcome.explanation.text);
  return outcome.explanation;
};

describe('a refusal', () => {
  it('says that no worker has joined', () => {
    expect(refusal({}, []).text).toBe('no worker has joined yet');
  });

  it('counts every worker at the first filter that rejects it, with its numbers', () => {
    const workers = [worker('w1'), worker('w2'), worker('w3', { devices: [gpu(0)] }, { cordoned: true })];
    expect(refusal({ options: [option('cuda')] }, workers)).toEqual({
      outcome: 'waiting',
      text: 'no worker with framework cuda: 3 workers, 1 cordoned (w3: cordoned), 2 without cuda (w1: has cpu; w2: has cpu)',
      strategy: 'spread',
      considered: 3,
      rejected: [
        { code: 'worker-cordoned', count: 1, workers: [{ worker: 'w3', detail: 'cordoned' }] },
        {
          code: 'framework-missing',
          count: 2,
          workers: [
            { worker: 'w1', detail: 'has cpu' },
            { worker: 'w2', detail: 'has cpu' },
          ],
        },
      ],
      candidates: [],
    });
  });

  it('names only the first workers of many', () => {
    const workers = Array.from({ length: 40 }, (_, index) => worker(`w${index}`));
    const explained = refusal({ options: [option('rocm')] }, workers);
    expect(explained.text).toContain('40 without rocm (w0: has cpu; w1: has cpu; w2: has cpu; 37 more)');
    expect(explained.rejected[0]?.workers).toHaveLength(5);
  });

  it.each<[string, Partial<PlacementAsk>, WorkerSnapshot, string]>([
    [
      'worker-not-ready',
      {},
      worker('w1', {}, { ready: false, notReadyReason: 'no heartbeat for 20 s' }),
      'no worker is ready: 1 worker, 1 not ready (w1: no heartbeat for 20 s)',
    ],
    [
      'worker-cordoned',
      {},
      worker('w1', {}, { cordoned: true }),
      'every worker that is ready is cordoned: 1 worker, 1 cordoned (w1: cordoned)',
    ],
    [
      'labels-mismatch',
      { placement: { strategy: 'spread', workerLabels: { zone: 'a', disk: 'ssd' } } },
      worker('w1', { labels: { zone: 'b' } }),
      'no worker with labels zone=a, disk=ssd: 1 worker, 1 with other labels (w1: has zone=b, no label disk)',
    ],
    [
      'not-chosen-by-user',
      { placement: { strategy: 'spread', workerLabels: {}, gpus: [{ worker: 'w9', index: 0 }] } },
      worker('w1'),
      'no worker with the chosen GPUs can be used: 1 worker, 1 not chosen (w1: none of its GPUs was chosen)',
    ],
    [
      'model-path-not-allowed',
      { modelPath: '/data/llama' },
      worker('w1'),
      'no worker offers the model path /data/llama: 1 worker, 1 without the model path (w1: offers /models)',
    ],
    [
      'profile-not-allowed',
      { profile: 'privileged' },
      worker('w1'),
      'no worker allows the security profile privileged: 1 worker, 1 without the profile (w1: allows baseline, restricted)',
    ],
    [
      'gpu-count',
      { options: [option('cuda')], resources: { gpus: 2 } },
      worker('w1', { devices: [gpu(0)] }),
      'no worker with 2 whole GPUs: 1 worker, 1 with too few GPUs (w1: has 1 cuda GPU)',
    ],
    [
      'gpu-count',
      { options: [option('cpu')], resources: { gpus: 1 } },
      worker('w1'),
      'no worker with 1 whole GPU: 1 worker, 1 with too few GPUs (w1: what runs on the cpu framework uses no GPU)',
    ],
    [
      'memory',
      { resources: { memoryMib: 30_720 } },
      worker('w1'),
      'no worker with 30.0 GiB of memory free: 1 worker, 1 with too little memory free (w1: 23.5 of 23.5 GiB free, 30.0 GiB needed)',
    ],
    [
      'cpus',
      { resources: { cpus: 12 } },
      worker('w1'),
      'no worker with 12 CPUs free: 1 worker, 1 with too few CPUs free (w1: 8 of 8 CPUs free, 12 needed)',
    ],
  ])('explains %s', (code, wish, onlyWorker, text) => {
    const explained = refusal(wish, [onlyWorker]);
    expect(explained.rejected.map((each) => each.code)).toEqual([code]);
    expect(explained.text).toBe(text);
  });

  it('says who holds the GPU that would have fitted', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, 4096, 'other-1');
    const explained = refusal({ options: [option('cuda')] }, [worker('w1', { devices: [gpu(0)] })], ledger);
    expect(explained.text).toBe(
      'no worker with 1 whole GPU free: 1 worker, 1 with too little GPU memory free (w1: GPU 0: 20.0 of 24.0 GiB free, held by other-1)',
    );
  });

  it('never takes a GPU of another framework for one that fits', () => {
    const mixed = worker('w1', { devices: [gpu(0, { framework: 'rocm' })], frameworks: ['rocm', 'cuda', 'cpu'] });
    expect(refusal({ options: [option('cuda')] }, [mixed]).rejected[0]?.code).toBe('gpu-count');
  });

  it('is not fooled by a path that climbs out of the model directory', () => {
    expect(refusal({ modelPath: '/models/../etc' }, [worker('w1')]).rejected[0]?.code).toBe('model-path-not-allowed');
    expect(refusal({ modelPath: '/models-other/x' }, [worker('w1')]).rejected[0]?.code).toBe('model-path-not-allowed');
  });
});

describe('a claim', () => {
  it('is 1 GiB of memory for a cpu version that asked for nothing', () => {
    expect(placed({}, [worker('w1')]).claim).toEqual({ gpus: [], memoryMib: 1024, cpus: 0 });
  });

  it('is one whole GPU for a GPU version that asked for nothing', () => {
    const { claim } = placed({ options: [option('cuda')] }, [worker('w1', { devices: [gpu(0), gpu(1)] })]);
    expect(claim).toEqual({
      gpus: [{ index: 0, uuid: 'GPU-0', vendor: 'nvidia', claimMib: 24_576 }],
      memoryMib: 0,
      cpus: 0,
    });
  });

  it('is a share of each GPU where GPU memory was asked for', () => {
    const wish = { options: [option('cuda')], resources: { gpus: 2, gpuMemoryMib: 8192 } };
    const { claim } = placed(wish, [worker('w1', { devices: [gpu(0), gpu(1)] })]);
    expect(claim.gpus.map((each) => [each.index, each.claimMib])).toEqual([
      [0, 8192],
      [1, 8192],
    ]);
  });

  it('checks the share on each GPU, not the sum over them', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, 20_000, 'other-1');
    const wish = { options: [option('cuda')], resources: { gpus: 2, gpuMemoryMib: 8192 } };
    expect(refusal(wish, [worker('w1', { devices: [gpu(0), gpu(1)] })], ledger).rejected[0]?.code).toBe('gpu-memory');
  });

  it('takes only the devices that the user chose', () => {
    const gpus = [{ worker: 'w1', index: 1 }];
    const wish = { options: [option('cuda')], placement: { strategy: 'spread' as const, workerLabels: {}, gpus } };
    expect(placed(wish, [worker('w1', { devices: [gpu(0), gpu(1)] })]).claim.gpus[0]?.index).toBe(1);
  });
});

describe('the version on a worker', () => {
  it('is the first of the options whose framework the worker has', () => {
    const options = [option('cuda', '2.0'), option('rocm', '1.9'), option('cpu', '1.8')];
    const amd = worker('w1', { devices: [gpu(0, { framework: 'rocm' })] });
    expect(placed({ options }, [amd]).option.version).toBe('1.9');
    expect(placed({ options }, [worker('w2')]).option.version).toBe('1.8');
  });

  it('is a cpu image only where no worker with an accelerator has room', () => {
    const workers = [worker('a-cpu'), worker('b-gpu', { devices: [gpu(0)] })];
    const wish = { options: [option('cuda'), option('cpu')] };
    expect(placed(wish, workers).worker).toBe('b-gpu');
    const ledger = new Ledger();
    holdGpu(ledger, 'b-gpu', 0, 1, 'other-1');
    expect(placed(wish, workers, ledger).worker).toBe('a-cpu');
  });
});

describe('spread', () => {
  it('goes to the worker with the fewest replicas of the deployment, however loaded it is', () => {
    const ledger = new Ledger();
    holdMemory(ledger, 'w1', 1024, 'demo-1', 'demo');
    holdMemory(ledger, 'w2', 20_000, 'other-1');
    expect(placed({}, [worker('w1'), worker('w2')], ledger).worker).toBe('w2');
  });

  it('then goes to the least loaded worker, and names the terms', () => {
    const ledger = new Ledger();
    holdMemory(ledger, 'w1', 12_032, 'other-1');
    const { worker: chosen, explanation } = placed({}, [worker('w1'), worker('w2')], ledger);
    expect(chosen).toBe('w2');
    expect(explanation.candidates).toEqual([
      { worker: 'w2', score: 0, terms: { replicas: 0, load: 0 }, chosen: true },
      { worker: 'w1', score: -50, terms: { replicas: 0, load: -50 }, chosen: false },
    ]);
  });

  it('takes the emptiest device', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 0, 4096, 'other-1');
    const wish = { options: [option('cuda')], resources: { gpuMemoryMib: 1024 } };
    expect(placed(wish, [worker('w1', { devices: [gpu(0), gpu(1)] })], ledger).claim.gpus[0]?.index).toBe(1);
  });

  it('says in one sentence where it goes and why', () => {
    const ledger = new Ledger();
    holdMemory(ledger, 'w1', 11_776, 'other-1');
    expect(placed({}, [worker('w1')], ledger).explanation.text).toBe(
      'placed on w1: cpu framework, 12.0 of 23.5 GiB memory free, no other replica of demo there',
    );
  });
});

describe('binpack', () => {
  const packing = { strategy: 'binpack' as const, workerLabels: {} };

  it('goes to the fullest worker that fits', () => {
    const ledger = new Ledger();
    holdMemory(ledger, 'w2', 20_000, 'other-1');
    expect(placed({ placement: packing }, [worker('w1'), worker('w2')], ledger).worker).toBe('w2');
    const big = { placement: packing, resources: { memoryMib: 8192 } };
    expect(placed(big, [worker('w1'), worker('w2')], ledger).worker).toBe('w1');
  });

  it('takes the fullest device that fits', () => {
    const ledger = new Ledger();
    holdGpu(ledger, 'w1', 1, 4096, 'other-1');
    const wish = { options: [option('cuda')], resources: { gpuMemoryMib: 1024 }, placement: packing };
    const outcome = placed(wish, [worker('w1', { devices: [gpu(0), gpu(1)] })], ledger);
    expect(outcome.claim.gpus[0]?.index).toBe(1);
    expect(outcome.explanation.text).toBe(
      'placed on w1: cuda framework, GPU 1 (1.0 GiB), the fullest worker that fits',
    );
  });
});

describe('a tie', () => {
  it('goes to the first name, whatever the order of the workers', () => {
    const workers = [worker('w2'), worker('w1'), worker('w3')];
    expect(placed({}, workers).worker).toBe('w1');
    expect(placed({}, workers.toReversed()).worker).toBe('w1');
  });
});
