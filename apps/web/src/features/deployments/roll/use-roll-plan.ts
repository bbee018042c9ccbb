import type { RollWish } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../../api/client.js';

/** What a roll would do, as things are now; made again whenever deployments or instances change. */
export const useRollPlan = (name: string, mode: RollWish['mode']) =>
  useQuery({
    queryKey: ['deployments', 'roll-plan', name, mode],
    queryFn: ({ signal }) =>
      valueOf(api.deployments.planRoll({ params: { name }, body: mode === undefined ? {} : { mode }, signal })),
    placeholderData: keepPreviousData,
    retry: false,
  });
