import type { WorkerView } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../ui/state-chip.js';

const moods = { ready: 'good', unreachable: 'bad', left: 'idle' } as const;
const drainMoods = { draining: 'busy', stuck: 'warning', drained: 'idle' } as const;

/** How a worker is, and whether it takes anything new. */
export function WorkerState({ worker: { state, cordoned, drain } }: { readonly worker: WorkerView }) {
  const { t } = useTranslation();
  return (
    <>
      <StateChip mood={moods[state]} label={t(`workers.states.${state}`)} />
      {drain && <StateChip mood={drainMoods[drain.state]} label={t(`workers.drain.states.${drain.state}`)} />}
      {cordoned && !drain && <StateChip mood="warning" label={t('workers.states.cordoned')} />}
    </>
  );
}
