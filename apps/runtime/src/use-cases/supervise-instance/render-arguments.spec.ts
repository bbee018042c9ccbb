import { describe, expect, it } from 'vitest';
import { planOf } from '../../testing/assignments.js';
import { renderArguments } from './render-arguments.js';

const side = { port: 40_001, workerIp: '0.0.0.0', gpuIds: [0, 1], env: { EXTRA: '--a 1', QUOTED: 'x y' } };
const device = { uuid: 'GPU-1', vendor: 'nvidia', claimMib: 1 };
const render = (plan: Parameters<typeof planOf>[0]) => renderArguments(planOf(plan), side);

describe('the arguments of a container', () => {
  it('have every placeholder filled with what is true in the container', () => {
    const rendered = render({
      command:
        'serve {{model_path}} --name "{{model_name}}" --host {{worker_ip}} --port {{port}} --n {{gpu_count}} --ids {{gpu_ids}} {{EXTRA}} "{{QUOTED}}"',
      model: { name: 'a b', hostPath: '/models/tiny', containerPath: '/models/tiny' },
      devices: [
        { ...device, index: 2 },
        { ...device, index: 3 },
      ],
    });
    const words = 'serve|/models/tiny|--name|a b|--host|0.0.0.0|--port|40001|--n|2|--ids|0,1|--a|1|x y';
    expect(rendered).toEqual({ ok: true, value: words.split('|') });
  });

  it('end with the parameters, which are no templates', () => {
    expect(render({ command: 'serve', parameters: ['--x', '{{port}}'] })).toEqual({
      ok: true,
      value: ['serve', '--x', '{{port}}'],
    });
  });

  it('are none where the plan has no command, so that the image’s own stays', () => {
    expect(render({ command: null })).toEqual({ ok: true, value: [] });
  });

  it.each(['serve {{unknown}}', 'serve "open'])('are refused: %s', (command) => {
    expect(render({ command })).toMatchObject({ ok: false, error: { code: 'command-invalid' } });
  });
});
