import { describe, expect, it } from 'vitest';
import { setOf } from '../testing/assignments.js';
import { acceptSet } from './assigned-set.js';

const me = { worker: 'w1', installation: setOf([]).installation };

describe('a set of assignments', () => {
  it('is accepted when it is the first', () => {
    expect(acceptSet({ worker: 'w1', installation: null }, null, setOf([]))).toEqual({ kind: 'accepted' });
  });

  it('is accepted with the same or a later epoch', () => {
    const held = setOf([], { epoch: 7 });
    expect(acceptSet(me, held, setOf([], { epoch: 7 })).kind).toBe('accepted');
    expect(acceptSet(me, held, setOf([], { epoch: 8 })).kind).toBe('accepted');
  });

  it('is refused with an older epoch, so that nothing that was moved comes back', () => {
    const refusal = acceptSet(me, setOf([], { epoch: 7 }), setOf([], { epoch: 6 }));
    expect(refusal).toMatchObject({ kind: 'refused', code: 'older-epoch' });
  });

  it('is accepted with an older epoch of a later life: the log was restored from a backup', () => {
    const held = setOf([], { epoch: 70, log: { logId: 'a', life: 1 } });
    expect(acceptSet(me, held, setOf([], { epoch: 6, log: { logId: 'a', life: 2 } })).kind).toBe('accepted');
    expect(acceptSet(me, held, setOf([], { epoch: 6, log: { logId: 'b', life: 1 } })).kind).toBe('accepted');
  });

  it('is refused from an earlier life, whatever its epoch', () => {
    const held = setOf([], { epoch: 6, log: { logId: 'a', life: 2 } });
    const refusal = acceptSet(me, held, setOf([], { epoch: 70, log: { logId: 'a', life: 1 } }));
    expect(refusal).toMatchObject({ kind: 'refused', code: 'older-epoch' });
    expect(acceptSet(me, held, setOf([], { epoch: 5, log: { logId: 'a', life: 2 } })).kind).toBe('refused');
  });

  it('counts as of the first life where the scheduler does not say', () => {
    const held = setOf([], { epoch: 7 });
    expect(acceptSet(me, held, setOf([], { epoch: 3, log: { logId: 'a', life: 1 } })).kind).toBe('refused');
    expect(acceptSet(me, held, setOf([], { epoch: 3, log: { logId: 'a', life: 2 } })).kind).toBe('accepted');
  });

  it('is refused from another installation, known from joining or from the set held', () => {
    const foreign = setOf([], { installation: 'other', epoch: 99 });
    expect(acceptSet(me, null, foreign)).toMatchObject({ code: 'other-installation' });
    expect(acceptSet({ worker: 'w1', installation: null }, setOf([]), foreign)).toMatchObject({
      code: 'other-installation',
    });
  });

  it('is refused when it is meant for another worker', () => {
    expect(acceptSet(me, null, setOf([], { worker: 'w2' }))).toMatchObject({ code: 'other-worker' });
  });
});
