import Alert from '@mui/material/Alert';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { pathText } from './merge-view.js';
import type { Meanwhile } from './use-decisions.js';

/** Says what has changed in the meantime, and what became of the decisions that were made already. */
export function MeanwhileNotice({ notice: { refusal, kept, dropped } }: { readonly notice: Meanwhile }) {
  const { t } = useTranslation();
  return (
    <Alert severity="warning">
      <Typography variant="body2">{refusal ? t(`market.meanwhile.${refusal}`) : t('market.viewChanged')}</Typography>
      {kept.length > 0 && <Typography variant="body2">{t('market.decisionsKept', { count: kept.length })}</Typography>}
      {dropped.length > 0 && (
        <Typography variant="body2">
          {t('market.decisionsDropped', { count: dropped.length, fields: dropped.map(pathText).join(', ') })}
        </Typography>
      )}
    </Alert>
  );
}
