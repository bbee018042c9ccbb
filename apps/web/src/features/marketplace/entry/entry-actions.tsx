import Button from '@mui/material/Button';
import type { EntryView } from '@enginehouse/contracts';
import { Link as RouterLink } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { entryPath } from '../entry-path.js';
import { DisableEntry } from './disable-entry.js';
import { EnableEntry } from './enable-entry.js';

/** What can be done with an entry; what one may not do is not offered. */
export function EntryActions({ entry }: { readonly entry: EntryView }) {
  const { t } = useTranslation();
  const isOperator = useMay('operator');
  const [asking, setAsking] = useState<'enable' | 'disable'>();
  const close = () => setAsking(undefined);
  return (
    <>
      {entry.enabled && !entry.withdrawn && (
        <Button
          variant={entry.updatable ? 'contained' : 'outlined'}
          component={RouterLink}
          to={`${entryPath(entry)}/update`}
        >
          {entry.updatable ? t('market.update') : t('market.compare')}
        </Button>
      )}
      {isOperator && entry.enabled && (
        <Button variant="outlined" color="error" onClick={() => setAsking('disable')}>
          {t('market.disable')}
        </Button>
      )}
      {isOperator && !entry.enabled && (
        <Button variant="contained" disabled={entry.clash !== null} onClick={() => setAsking('enable')}>
          {t('market.enable')}
        </Button>
      )}
      {isOperator && <EnableEntry entry={entry} open={asking === 'enable'} onClose={close} />}
      {isOperator && <DisableEntry entry={entry} open={asking === 'disable'} onClose={close} />}
    </>
  );
}
