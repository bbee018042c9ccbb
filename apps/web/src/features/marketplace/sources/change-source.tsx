import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import type { SourceChanges, SourceView } from '@enginehouse/contracts';
import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../../api/client.js';
import { queryClient } from '../../../api/query-client.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { SidePanel } from '../../../ui/side-panel.js';
import { useAction } from '../../../ui/use-action.js';
import { SourceFacts } from './source-facts.js';
import { SourceFields } from './source-fields.js';
import { changesOf, inputOf, type FieldProblems } from './source-form-values.js';

/**
 * Changes a source. Where somebody changed it meanwhile, what it is now is shown beside the input, and saving again
 * sets only what was changed here on top of that.
 */
export function ChangeSource({ source, onClose }: { readonly source: SourceView; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const form = useId();
  const { name } = source;
  const [before] = useState(() => inputOf(source));
  const [revision, setRevision] = useState(source.revision);
  const [input, setInput] = useState(before);
  const [problems, setProblems] = useState<FieldProblems>({});
  const change = useAction({
    run: (body: SourceChanges) => valueOf(api.sources.change({ params: { source: name }, body, ifMatch: revision })),
    changes: ['sources', 'entries'],
    said: () => t('market.sources.form.changed', { name }),
    onDone: onClose,
  });
  const isStale = change.error !== null && problemIn(change.error).code === 'stale-revision';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const checked = changesOf(input, before);
    setProblems(checked.ok ? {} : checked.problems);
    if (!checked.ok) return;
    change.mutate(checked.value, {
      onError: (error) => {
        setRevision(problemIn(error).currentRevision ?? revision);
        void queryClient.invalidateQueries({ queryKey: ['sources'] });
      },
    });
  };
  return (
    <SidePanel
      open
      title={t('market.sources.form.changeTitle', { name })}
      isDirty={input !== before}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" form={form} variant="contained" loading={change.isPending}>
            {t('actions.save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        {isStale && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            {t('market.sources.form.stale')} {source.address}
            <SourceFacts source={source} />
          </Alert>
        )}
        <SourceFields input={input} problems={problems} isNew={false} onChange={setInput} />
        {change.error && !isStale && <ProblemAlert error={change.error} />}
      </form>
    </SidePanel>
  );
}
