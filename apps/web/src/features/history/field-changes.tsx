import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../ui/code-text.js';
import { hidden, isLong, isSecretChange, placeOf, valueText, type FieldChange } from './change-text.js';
import { TextDiff } from './text-diff.js';

/** Fields that differ, each with what it was and what it is. */
export function FieldChanges({ changes }: { readonly changes: readonly FieldChange[] }) {
  if (changes.length === 0) return null;
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      {changes.map((change) => (
        <li key={JSON.stringify(change.path)}>
          <OneChange change={change} />
        </li>
      ))}
    </Box>
  );
}

function OneChange({ change }: { readonly change: FieldChange }) {
  const { t } = useTranslation();
  const [revealed, setRevealed] = useState(false);
  const shown = revealed ? change : hidden(change);
  const [before, after] = [valueText(shown.before), valueText(shown.after)];
  return (
    <Paper variant="outlined" sx={{ p: 1.5 }}>
      <Typography variant="body2" sx={{ fontWeight: 600, mb: 0.75, overflowWrap: 'anywhere' }}>
        {placeOf(change.path)}
      </Typography>
      {isLong(before, after) ? (
        <TextDiff before={before} after={after} />
      ) : (
        <Box
          component="dl"
          sx={{ m: 0, display: 'grid', gridTemplateColumns: 'max-content minmax(0, 1fr)', columnGap: 2, rowGap: 0.5 }}
        >
          <Side name={t('history.before')} text={before} />
          <Side name={t('history.after')} text={after} />
        </Box>
      )}
      {isSecretChange(change) && (
        <Button size="small" onClick={() => setRevealed(!revealed)}>
          {revealed ? t('secrets.hide') : t('secrets.reveal')}
        </Button>
      )}
    </Paper>
  );
}

function Side({ name, text }: { readonly name: string; readonly text: string | undefined }) {
  const { t } = useTranslation();
  return (
    <Box sx={{ display: 'contents' }}>
      <Typography component="dt" variant="body2" color="textSecondary">
        {name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, minWidth: 0 }}>
        {text === undefined ? <em>{t('history.nothing')}</em> : <Code>{text === '' ? "''" : text}</Code>}
      </Typography>
    </Box>
  );
}
