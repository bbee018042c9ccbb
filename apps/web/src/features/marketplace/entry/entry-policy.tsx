import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import type { EntryView, UpdatePolicy } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { useMay } from '../../../api/session.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';
import { useAction } from '../../../ui/use-action.js';
import { PolicyFields } from '../policy-fields.js';
import { sentPolicy } from '../policy-values.js';
import { usePolicyText } from '../use-policy-text.js';

/** What happens by itself when upstream changes the entry. */
export function EntryPolicy({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  const text = usePolicyText();
  const isOperator = useMay('operator');
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2, alignItems: 'start' }}>
      <Typography>{t('market.policyEffective', { policy: text(entry.effectivePolicy) })}</Typography>
      {!entry.enabled && <Typography color="textSecondary">{t('market.policyNeedsEnabled')}</Typography>}
      {entry.enabled && isOperator && <PolicyForm key={`${entry.source}/${entry.name}`} entry={entry} />}
    </Box>
  );
}

function PolicyForm({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  const { source, name } = entry;
  const [isOwn, setIsOwn] = useState(entry.policy !== null);
  const [policy, setPolicy] = useState<UpdatePolicy>(entry.policy ?? entry.effectivePolicy);
  const save = useAction({
    run: () =>
      valueOf(api.entries.setPolicy({ params: { source, name }, body: { policy: isOwn ? sentPolicy(policy) : null } })),
    changes: ['entries'],
    said: () => t('market.policySaved'),
  });
  return (
    <>
      <RadioGroup
        aria-label={t('market.policyWhich', { name })}
        value={isOwn ? 'own' : 'source'}
        onChange={(event) => setIsOwn(event.target.value === 'own')}
      >
        <FormControlLabel value="source" control={<Radio />} label={t('market.policyOfSource', { source })} />
        <FormControlLabel value="own" control={<Radio />} label={t('market.policyOwn')} />
      </RadioGroup>
      {isOwn && (
        <Box sx={{ pl: 4 }}>
          <PolicyFields value={policy} onChange={setPolicy} />
        </Box>
      )}
      {save.error && <ProblemAlert error={save.error} />}
      <Button variant="contained" loading={save.isPending} onClick={() => save.mutate(undefined)}>
        {t('actions.save')}
      </Button>
    </>
  );
}
