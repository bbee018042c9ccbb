import Chip from '@mui/material/Chip';
import type { BackendSource } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';

const colours = { built_in: 'primary', community: 'secondary', custom: 'default' } as const;

/** Where a backend comes from. */
export function SourceTag({ source }: { readonly source: BackendSource }) {
  const { t } = useTranslation();
  return (
    <Chip size="small" variant="outlined" color={colours[source]} label={t(`source.${source}`)} sx={{ height: 20 }} />
  );
}
