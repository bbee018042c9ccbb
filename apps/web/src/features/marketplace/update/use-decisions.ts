import type { EntryUpdate, MergeDecision, MergeField } from '@enginehouse/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import { useAction } from '../../../ui/use-action.js';
import { entryPath } from '../entry-path.js';
import { fitting, type Choices } from './merge-view.js';

const refusals = ['entry-changed', 'stale-revision', 'update-conflicts'] as const;
type Refusal = (typeof refusals)[number];

/** What happened to the view while somebody looked at it, and what became of the decisions. */
export interface Meanwhile {
  readonly refusal: Refusal | undefined;
  readonly kept: readonly MergeField[];
  readonly dropped: readonly MergeField[];
}

/** The decisions about the conflicts of an update, which outlive the view that they were made on; and applying them. */
export function useDecisions(update: EntryUpdate) {
  const { t } = useTranslation();
  const { source, name, contentHash, catalogRevision } = update;
  const navigate = useNavigate();
  const [choices, setChoices] = useState<Choices>({});
  const [changed, setChanged] = useState(false);
  const apply = useAction({
    run: (decisions: readonly MergeDecision[]) => {
      const body = { contentHash, catalogRevision, decisions: [...decisions] };
      return valueOf(api.entries.update({ params: { source, name }, body }));
    },
    changes: ['entries', 'backends', 'sources', 'history'],
    said: ({ catalogRevision: revision }) => t('market.applied', { name, revision }),
    onDone: () => void navigate({ to: entryPath({ source, name }) }),
  });
  useWhenOther(update, () => setChanged(true));
  const refusal = refusals.find((code) => apply.error !== null && problemIn(apply.error).code === code);
  useEffect(() => {
    if (refusal) void queryClient.invalidateQueries({ queryKey: ['entries'] });
  }, [refusal, apply.submittedAt]);
  const notice: Meanwhile | undefined = refusal || changed ? { refusal, ...fitting(choices, update) } : undefined;
  return { choices, setChoices, apply, notice, failure: refusal ? undefined : apply.error };
}

/** Calls back where the view is of another upstream or another revision than the one before it. */
function useWhenOther({ contentHash, catalogRevision }: EntryUpdate, tell: () => void): void {
  const seen = useRef(`${contentHash} ${catalogRevision}`);
  useEffect(() => {
    const now = `${contentHash} ${catalogRevision}`;
    if (seen.current === now) return;
    seen.current = now;
    tell();
  });
}
