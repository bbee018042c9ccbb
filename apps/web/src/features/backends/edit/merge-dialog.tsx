import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Chip from '@mui/material/Chip';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Typography from '@mui/material/Typography';
import { mergeDefinitions } from '@enginehouse/backend-spec';
import type { BackendDefinition, MergeDecision, MergeField } from '@enginehouse/contracts';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../../app/theme.js';
import type { Saved } from './save.js';

const pathText = (path: readonly string[]): string => path.join(' › ');

/** Three sides of what two people changed at once: what one started from, theirs now, and yours. */
export function MergeDialog(props: {
  readonly base: Saved;
  readonly theirs: Saved;
  readonly yours: BackendDefinition | undefined;
  readonly onUse: (merged: BackendDefinition) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const title = useId();
  const { base, theirs, yours } = props;
  const [decisions, setDecisions] = useState<readonly MergeDecision[]>([]);
  const outcome =
    yours &&
    mergeDefinitions({
      base: base.definition,
      upstream: theirs.definition,
      yours,
      decisions,
      inUse: () => [],
      mark: '',
    });
  const decide = (path: readonly string[], take: MergeDecision['take']) =>
    setDecisions((before) => [
      ...before.filter((each) => pathText(each.path) !== pathText(path)),
      { path: [...path], take },
    ]);
  const merged = outcome?.merged ?? undefined;
  return (
    <Dialog open onClose={props.onClose} aria-labelledby={title} maxWidth="lg" fullWidth>
      <DialogTitle id={title}>{t('backendEdit.merge.title')}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        <Typography variant="body2">
          {t('backendEdit.merge.hint', { base: base.revision, now: theirs.revision })}
        </Typography>
        {outcome ? (
          <Fields fields={outcome.fields} decisions={decisions} onDecide={decide} />
        ) : (
          <Alert severity="error">{t('backendEdit.merge.unreadable')}</Alert>
        )}
        {outcome && !merged && <Alert severity="info">{t('backendEdit.merge.choose')}</Alert>}
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onClose}>{t('actions.cancel')}</Button>
        <Button variant="contained" disabled={!merged} onClick={() => merged && props.onUse(merged)}>
          {t('backendEdit.merge.use')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Fields(props: {
  readonly fields: readonly MergeField[];
  readonly decisions: readonly MergeDecision[];
  readonly onDecide: (path: readonly string[], take: MergeDecision['take']) => void;
}) {
  const { t } = useTranslation();
  const conflicts = props.fields.filter(({ kind }) => kind === 'conflict');
  const others = props.fields.filter(({ kind }) => kind !== 'conflict');
  return (
    <>
      <Typography variant="h3">
        {conflicts.length > 0
          ? t('backendEdit.merge.conflicts', { count: conflicts.length })
          : t('backendEdit.merge.none')}
      </Typography>
      {conflicts.map((field) => (
        <Conflict
          key={pathText(field.path)}
          field={field}
          take={props.decisions.find(({ path }) => pathText(path) === pathText(field.path))?.take}
          onTake={(take) => props.onDecide(field.path, take)}
        />
      ))}
      {others.length > 0 && <Typography variant="h3">{t('backendEdit.merge.others')}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 0.75 }}>
        {others.map((field) => (
          <Box
            component="li"
            key={pathText(field.path)}
            sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}
          >
            <strong>{pathText(field.path)}</strong>
            <Chip
              size="small"
              label={t(`backendEdit.merge.kinds.${field.kind === 'conflict' ? 'same' : field.kind}`)}
            />
            <Value value={field.result} />
          </Box>
        ))}
      </Box>
    </>
  );
}

function Conflict(props: {
  readonly field: MergeField;
  readonly take: MergeDecision['take'] | undefined;
  readonly onTake: (take: MergeDecision['take']) => void;
}) {
  const { t } = useTranslation();
  const { field } = props;
  const name = useId();
  return (
    <Card sx={{ p: 2 }}>
      <Typography id={name} sx={{ fontWeight: 600, mb: 1 }}>
        {pathText(field.path)}
      </Typography>
      <Typography variant="body2" color="textSecondary" component="div" sx={{ mb: 1 }}>
        {t('backendEdit.merge.base')}: <Value value={field.base} />
      </Typography>
      <RadioGroup
        aria-labelledby={name}
        value={props.take ?? ''}
        onChange={(_event, take) => props.onTake(take as MergeDecision['take'])}
        sx={{ display: 'grid', gap: 1, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}
      >
        {(['upstream', 'yours'] as const).map((side) => (
          <FormControlLabel
            key={side}
            value={side}
            control={<Radio />}
            sx={{ alignItems: 'start', m: 0 }}
            label={
              <Box sx={{ pt: 1 }}>
                {t(`backendEdit.merge.${side}`)}
                <Value value={field[side]} block />
              </Box>
            }
          />
        ))}
      </RadioGroup>
    </Card>
  );
}

function Value({ value, block = false }: { readonly value: unknown; readonly block?: boolean }) {
  const { t } = useTranslation();
  if (value === undefined) return <em>{t('backendEdit.merge.nothing')}</em>;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, block ? 2 : undefined);
  return (
    <Box
      component={block ? 'pre' : 'code'}
      sx={{ m: 0, fontFamily: monospace, fontSize: 12.5, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
    >
      {text.length > 2000 ? `${text.slice(0, 2000)}…` : text}
    </Box>
  );
}
