import { newHeader } from '@enginehouse/service-kit';
import { expect, it } from 'vitest';
import type { Usage } from '../ports.js';

/** Who knows the deployments, and what a test does to it from the other side. */
export interface UsageHarness {
  readonly usage: Usage;
  readonly use: (deployment: string, backend: string, version: string) => void;
  readonly setAway: (away: boolean) => void;
}

const header = newHeader('user:ada');
const definition = { backend_name: 'MinerU', versions: [] };

/** What everybody who knows the deployments tells; run it inside a `describe`. */
export function usageContract(harness: () => UsageHarness): void {
  it('tells how many deployments use each backend, by its name in lower case', async () => {
    const { usage, use } = harness();
    use('ocr', 'MinerU', '1.0');
    use('papers', 'MinerU', '2.0');
    use('chat', 'Other', '1.0');
    const counts = await usage.counts(header);
    if (!counts.ok) throw new Error(counts.error.detail);
    expect(Object.fromEntries(counts.value)).toEqual({ mineru: 2, other: 1 });
  });

  it('tells who uses a version', async () => {
    expect(await harness().usage.ofVersion('mineru', '2.0', header)).toEqual({ ok: true, value: ['papers'] });
    expect(await harness().usage.ofVersion('MinerU', '3.0', header)).toEqual({ ok: true, value: [] });
  });

  it('tells what a change would mean to each of them', async () => {
    const impact = await harness().usage.impact(definition, header);
    expect(impact).toMatchObject({ ok: true, value: [{ deployment: 'ocr' }, { deployment: 'papers' }] });
    const nobody = await harness().usage.impact({ ...definition, backend_name: 'Unused' }, header);
    expect(nobody).toEqual({ ok: true, value: [] });
  });

  it('says that it is away', async () => {
    const { usage, setAway } = harness();
    setAway(true);
    const away = { error: { code: 'unavailable' } };
    expect(await usage.counts(header)).toMatchObject(away);
    expect(await usage.ofVersion('MinerU', '1.0', header)).toMatchObject(away);
    expect(await usage.impact(definition, header)).toMatchObject(away);
    setAway(false);
  });
}
