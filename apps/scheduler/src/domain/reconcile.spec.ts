import { describe, expect, it } from 'vitest';
import { cudaDefinition, gpu } from '../testing/builders.js';
import { TestLog } from '../testing/test-log.js';
import {
  deleteDeployment,
  deleteInstance,
  scaleDeployment,
  startDeployment,
  stopDeployment,
} from './deployment.decisions.js';
import type { Decided } from './deployment.decisions.js';
import { reconcile } from './reconcile.js';
import { cordonWorker, workerLeaves } from './worker.decisions.js';

const accepted = (decided: Decided) => {
  if (!decided.ok) throw new Error(decided.error.detail);
  return decided.value;
};

describe('a new deployment', () => {
  it('gets its instances placed over the workers', () => {
    const log = new TestLog().worker('w1').worker('w2').deployment({ replicas: 3 });
    expect(log.summary()).toEqual(['demo-1: placed on w1', 'demo-2: placed on w2', 'demo-3: placed on w1']);
  });

  it('waits with an explanation where nothing fits, once', () => {
    const log = new TestLog().worker('w1').deployment({}, cudaDefinition());
    expect(log.summary()).toEqual(['demo-1: waiting']);
    expect(log.state.instance('demo-1')).toMatchObject({
      explanation: { text: 'no worker with framework cuda: 1 worker, 1 without cuda (w1: has cpu)' },
    });
    expect(reconcile(log.state)).toEqual([]);
  });

  it('records version, claim and plan with the placement', () => {
    const log = new TestLog().worker('w1').deployment({ env: { MODE: 'fast' }, parameters: ['--ctx 4096'] });
    expect(log.state.instance('demo-1')).toMatchObject({
      generation: 1,
      placement: {
        worker: 'w1',
        claim: { gpus: [], memoryMib: 1024, cpus: 0 },
        backend: 'echo-custom',
        revision: 7,
        version: '1.0',
        versionReason: 'newest version of echo-custom for cpu',
        plan: {
          image: 'echo:1.0',
          command: 'serve --port {{port}}',
          parameters: ['--ctx', '4096'],
          env: { MODE: 'fast' },
          health: { path: '/v1/models', startupTimeoutSeconds: 600 },
          shmMib: 10_240,
        },
        planDigest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      },
    });
  });
});

describe('capacity that comes free', () => {
  it('goes to who waits, without another question', () => {
    const log = new TestLog().deployment({}, cudaDefinition()).worker('w1', { devices: [gpu(0)] });
    expect(log.summary()).toEqual(['demo-1: placed on w1']);
  });

  it('goes to who waits longest', () => {
    const log = new TestLog()
      .deployment({ name: 'a', replicas: 1 }, cudaDefinition())
      .deployment({ name: 'b', replicas: 1 }, cudaDefinition())
      .worker('w1', { devices: [gpu(0)] });
    expect(log.summary()).toEqual(['a-1: placed on w1', 'b-1: waiting']);
    log.settle(accepted(deleteDeployment(log.state, { name: 'a' })));
    expect(log.summary()).toEqual(['a-1: stopping on w1', 'b-1: waiting']);
    log.fact('a-1', 'ContainerRemoved', { containerId: null });
    expect(log.summary()).toEqual(['b-1: placed on w1']);
  });

  it('comes with a worker that is opened again', () => {
    const log = new TestLog().worker('w1');
    log.settle(accepted(cordonWorker(log.state, { name: 'w1', cordoned: true }))).deployment();
    expect(log.summary()).toEqual(['demo-1: waiting']);
    log.settle(accepted(cordonWorker(log.state, { name: 'w1', cordoned: false })));
    expect(log.summary()).toEqual(['demo-1: placed on w1']);
  });
});

describe('who waits', () => {
  it('hears again only when other workers are in the way, or for other reasons', () => {
    const log = new TestLog().worker('w1').deployment({}, cudaDefinition());
    const before = log.events.length;
    log.deployment({ name: 'small' });
    expect(log.since(before).filter((each) => each.startsWith('InstanceWaiting'))).toEqual([]);
    log.worker('w2');
    expect(log.since(before)).toContain('InstanceWaiting instance:demo-1');
  });
});

describe('scaling', () => {
  it('makes the missing instances, whose numbers go on', () => {
    const log = new TestLog().worker('w1').deployment();
    log.settle(accepted(scaleDeployment(log.state, { name: 'demo', replicas: 3 })));
    expect(log.summary()).toEqual(['demo-1: placed on w1', 'demo-2: placed on w1', 'demo-3: placed on w1']);
  });

  it('ends what serves nobody first, then the newest', () => {
    const log = new TestLog().worker('w1').deployment({ replicas: 4 }).ready('demo-1').ready('demo-2').ready('demo-4');
    log.settle(accepted(scaleDeployment(log.state, { name: 'demo', replicas: 2 })));
    expect(log.summary()).toEqual([
      'demo-1: ready on w1',
      'demo-2: ready on w1',
      'demo-3: stopping on w1',
      'demo-4: stopping on w1',
    ]);
  });

  it('prefers to end what waits', () => {
    const log = new TestLog().worker('w1', { devices: [gpu(0)] }).deployment({ replicas: 2 }, cudaDefinition());
    log.settle(accepted(scaleDeployment(log.state, { name: 'demo', replicas: 1 })));
    expect(log.summary()).toEqual(['demo-1: placed on w1']);
  });
});

describe('stopping, starting and deleting', () => {
  it('ends a placed instance only when its container is gone', () => {
    const log = new TestLog().worker('w1').deployment().ready('demo-1');
    log.settle(accepted(stopDeployment(log.state, { name: 'demo' })));
    expect(log.summary()).toEqual(['demo-1: stopping on w1']);
    expect(log.state.ledger.usageOf('w1').memoryMib).toBe(1024);
    log.fact('demo-1', 'ContainerRemoved', { containerId: 'c1' });
    expect(log.summary()).toEqual([]);
    expect(log.state.ledger.usageOf('w1').memoryMib).toBe(0);
  });

  it('starts with fresh instances', () => {
    const log = new TestLog().worker('w1').deployment();
    log.settle(accepted(stopDeployment(log.state, { name: 'demo' })));
    log.settle(accepted(startDeployment(log.state, { name: 'demo' })));
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: placed on w1']);
  });

  it('ends a waiting instance at once', () => {
    const log = new TestLog().deployment();
    log.settle(accepted(deleteDeployment(log.state, { name: 'demo' })));
    expect(log.summary()).toEqual([]);
    expect(log.state.activeDeployments()).toEqual([]);
  });

  it('lets a name come back without ever repeating the name of an instance', () => {
    const log = new TestLog().worker('w1').deployment();
    log.settle(accepted(deleteDeployment(log.state, { name: 'demo' }))).deployment();
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: placed on w1']);
  });

  it('replaces an instance that was deleted alone', () => {
    const log = new TestLog().worker('w1').deployment().ready('demo-1');
    log.settle(accepted(deleteInstance(log.state, { id: 'demo-1', actor: 'user:ada' })));
    expect(log.summary()).toEqual(['demo-1: stopping on w1', 'demo-2: placed on w1']);
  });
});

describe('a worker that leaves', () => {
  it('hands its instances on, with a new generation', () => {
    const log = new TestLog().worker('w1').deployment().ready('demo-1').worker('w2');
    log.settle(workerLeaves(log.state, 'w1', 'decommissioned'));
    expect(log.summary()).toEqual(['demo-1: placed on w2']);
    expect(log.state.instance('demo-1')).toMatchObject({ generation: 2, seen: { url: null } });
  });

  it('takes what was stopping there with it', () => {
    const log = new TestLog().worker('w1').deployment();
    log.settle(accepted(deleteDeployment(log.state, { name: 'demo' })));
    log.settle(workerLeaves(log.state, 'w1', 'decommissioned'));
    expect(log.summary()).toEqual([]);
  });
});

describe('an instance that was given up', () => {
  it('keeps its place until somebody decides: it may hold what its last logs are read from', () => {
    const log = new TestLog().worker('w1').deployment();
    log.fact('demo-1', 'InstanceFailed', {
      code: 'exit',
      detail: 'exited with code 1',
      exitCode: 1,
      oomKilled: false,
      lastLogLines: [],
    });
    expect(log.summary()).toEqual(['demo-1: failed on w1']);
  });
});
