import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import type { WebhookFilters } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';

const most = 4;

/** Which events a webhook is told of, as short marks. */
export function FilterWords({ filters, all = false }: { readonly filters: WebhookFilters; readonly all?: boolean }) {
  const { t } = useTranslation();
  const words = [...filters.logs.map((log) => t(`events.logs.${log}`)), ...filters.types, ...filters.subjects];
  if (words.length === 0) return t('webhooks.everything');
  const shown = all ? words : words.slice(0, most);
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {shown.map((word) => (
        <Chip key={word} size="small" variant="outlined" label={word} />
      ))}
      {shown.length < words.length && <Chip size="small" label={`+${words.length - shown.length}`} />}
    </Box>
  );
}
