import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { MergeField } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { DataTable } from '../../../ui/data-table.js';
import { StateChip } from '../../../ui/state-chip.js';
import { keyOf, pathText, shownValue } from './merge-view.js';

const moods = { upstream: 'busy', yours: 'idle', same: 'idle', conflict: 'bad' } as const;
const sides = ['base', 'upstream', 'yours', 'result'] as const;

/** The differences that need no decision: upstream then, upstream now, yours, and what becomes of it. */
export function FieldList({ fields }: { readonly fields: readonly MergeField[] }) {
  const { t } = useTranslation();
  const columns = [
    {
      key: 'field',
      heading: t('market.field'),
      cell: (field: MergeField) => (
        <>
          <Box sx={{ minWidth: 140, mb: 0.5 }}>
            <Code>{pathText(field)}</Code>
          </Box>
          <StateChip mood={moods[field.kind]} label={t(`market.kinds.${field.kind}`)} />
          {field.note && (
            <Typography variant="caption" component="div" sx={{ mt: 0.5 }}>
              {field.note}
            </Typography>
          )}
        </>
      ),
    },
    ...sides.map((side) => ({
      key: side,
      heading: t(`market.sides.${side}`),
      cell: (field: MergeField) => <Value value={field[side]} />,
    })),
  ];
  return (
    <Box component="section">
      <Typography variant="h2" sx={{ mb: 1.5 }}>
        {t('market.otherFields')}
      </Typography>
      <DataTable label={t('market.otherFields')} columns={columns} rows={fields} keyOf={keyOf} />
    </Box>
  );
}

function Value({ value }: { readonly value: unknown }) {
  const { t } = useTranslation();
  const text = shownValue(value);
  if (text === undefined) {
    return (
      <Typography variant="body2" color="textSecondary" sx={{ fontStyle: 'italic' }}>
        {t('market.absent')}
      </Typography>
    );
  }
  return (
    <Box sx={{ minWidth: 140, maxWidth: 420, maxHeight: 200, overflow: 'auto', whiteSpace: 'pre-wrap' }} tabIndex={0}>
      <Code>{text === '' ? '""' : text}</Code>
    </Box>
  );
}
