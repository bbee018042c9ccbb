import { deploymentDraft, type Preview } from '@enginehouse/contracts';
import { useQuery } from '@tanstack/react-query';
import { api, valueOf } from '../../../api/client.js';
import { useSettled } from '../../../ui/use-settled.js';
import type { DraftInput } from './deploy-form.js';

const waitMs = 350;

/** What would run, again after every pause of typing and whenever workers or instances change. */
export interface Previewed {
  readonly preview: Preview | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** What is typed now cannot be previewed: `preview` is of what was typed before. */
  readonly isOld: boolean;
}

/** Asks first without the registry, which may take long or not answer, and then with it. */
export function usePreview(spec: DraftInput, backendRevision: number | undefined): Previewed {
  const key = useSettled(JSON.stringify(spec), waitMs);
  const wish = JSON.parse(key) as DraftInput;
  const isComplete = canBeShown(wish);
  const quick = useOne(key, true, isComplete, backendRevision);
  const full = useOne(key, false, isComplete && quick.isSuccess && !quick.isPlaceholderData, backendRevision);
  return {
    preview: full.data ?? quick.data,
    error: isComplete ? quick.error : null,
    isLoading: isComplete && quick.isFetching && !quick.data,
    isOld: !isComplete,
  };
}

/** `Custom` is nothing without an image and a command. */
export const isUnfinishedCustom = ({ backend, imageName, runCommand }: DraftInput): boolean =>
  backend === 'Custom' && (imageName === undefined || runCommand === undefined);

/** Without a backend there is nothing to show. */
function canBeShown(wish: DraftInput): boolean {
  if (wish.backend === undefined || isUnfinishedCustom(wish)) return false;
  return deploymentDraft.safeParse(wish).success;
}

function useOne(key: string, offline: boolean, enabled: boolean, revision: number | undefined) {
  return useQuery<Preview>({
    queryKey: ['instances', 'preview', key, revision ?? 0, offline],
    queryFn: ({ signal }) =>
      valueOf(api.deployments.preview({ body: { deployment: JSON.parse(key) as DraftInput, offline }, signal })),
    enabled,
    retry: false,
    gcTime: 60_000,
    placeholderData: (before) => (offline ? before : undefined),
  });
}
