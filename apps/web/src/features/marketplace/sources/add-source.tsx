import Button from '@mui/material/Button';
import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { newSource } from '@enginehouse/contracts';
import { api, valueOf } from '../../../api/client.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { SidePanel } from '../../../ui/side-panel.js';
import { useAction } from '../../../ui/use-action.js';
import { SourceFields } from './source-fields.js';
import { emptySource, newSourceOf, type FieldProblems } from './source-form-values.js';

/** Adds a source; its first sync begins at once. */
export function AddSource({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const form = useId();
  const [input, setInput] = useState(emptySource);
  const [problems, setProblems] = useState<FieldProblems>({});
  const add = useAction({
    run: (body: z.output<typeof newSource>) => valueOf(api.sources.add({ body })),
    changes: ['sources', 'entries'],
    said: (_added, { name }) => t('market.sources.form.added', { name }),
    onDone: onClose,
  });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const checked = newSourceOf(input);
    setProblems(checked.ok ? {} : checked.problems);
    if (checked.ok) add.mutate(checked.value);
  };
  return (
    <SidePanel
      open
      title={t('market.sources.form.addTitle')}
      isDirty={input !== emptySource}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('actions.cancel')}</Button>
          <Button type="submit" form={form} variant="contained" loading={add.isPending}>
            {t('market.sources.form.add')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate>
        <SourceFields input={input} problems={problems} isNew onChange={setInput} />
        {add.error && <ProblemAlert error={add.error} />}
      </form>
    </SidePanel>
  );
}
