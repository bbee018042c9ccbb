import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import type { SourceView } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../api/session.js';
import { TrustKey } from './trust-key.js';

/** Says that a source was signed with a key that nobody has trusted, and lets an administrator decide. */
export function OfferedKey({ source }: { readonly source: SourceView }) {
  const { t } = useTranslation();
  const isAdmin = useMay('admin');
  const [open, setOpen] = useState(false);
  if (!source.offeredKey) return null;
  return (
    <>
      <Alert
        severity="warning"
        action={
          isAdmin && (
            <Button color="inherit" size="small" onClick={() => setOpen(true)}>
              {t('market.sources.reviewKey')}
            </Button>
          )
        }
      >
        <AlertTitle>{t('market.sources.offered')}</AlertTitle>
        {t('market.sources.offeredText')}
      </Alert>
      {open && <TrustKey source={source} offered={source.offeredKey} onClose={() => setOpen(false)} />}
    </>
  );
}
