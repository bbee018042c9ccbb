import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import type { MergeDecision, MergeField } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import {
  allChosen,
  choiceFor,
  chosen,
  keyOf,
  outcomeOf,
  pathText,
  type Choices,
  type Outcome,
  type Planned,
} from './merge-view.js';
import { SideValue } from './side-value.js';

type Side = MergeDecision['take'];

/** What you and upstream have both changed, to be decided one by one or all at once. */
export function ConflictList(props: {
  readonly fields: readonly MergeField[];
  readonly choices: Choices;
  readonly planned: Planned;
  /** Left out where one may only look. */
  readonly onChange: ((choices: Choices) => void) | undefined;
}) {
  const { fields, choices, planned, onChange } = props;
  const { t } = useTranslation();
  if (fields.length === 0) return null;
  const decideAll = (take: Side) => onChange?.({ ...choices, ...allChosen({ fields: [...fields] }, take) });
  return (
    <Box component="section">
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 1.5 }}>
        <Box sx={{ flex: '1 1 260px' }}>
          <Typography variant="h2">{t('market.conflicts')}</Typography>
          <Typography variant="body2" color="textSecondary">
            {t('market.conflictsHelp')}
          </Typography>
        </Box>
        {onChange && fields.length > 1 && (
          <>
            <Button size="small" variant="outlined" onClick={() => decideAll('upstream')}>
              {t('market.allUpstream')}
            </Button>
            <Button size="small" variant="outlined" onClick={() => decideAll('yours')}>
              {t('market.allYours')}
            </Button>
          </>
        )}
      </Box>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'grid', gap: 2 }}>
        {fields.map((field) => (
          <Conflict
            key={keyOf(field)}
            field={field}
            take={choiceFor(choices, field)}
            outcome={outcomeOf(field, choiceFor(choices, field), planned)}
            onTake={onChange && ((take) => onChange(chosen(choices, field, take)))}
          />
        ))}
      </Box>
    </Box>
  );
}

function Conflict(props: {
  readonly field: MergeField;
  readonly take: Side | undefined;
  readonly outcome: Outcome;
  readonly onTake: ((take: Side) => void) | undefined;
}) {
  const { field, take, outcome, onTake } = props;
  const { t } = useTranslation();
  const note = (outcome.status === 'known' && !outcome.isOld ? outcome.note : undefined) ?? field.note;
  return (
    <Card component="li" sx={{ p: 2, display: 'grid', gap: 1.5 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <Typography variant="h3" sx={{ flex: '1 1 200px', minWidth: 0 }}>
          <Code>{pathText(field)}</Code>
        </Typography>
        {onTake && (
          <ToggleButtonGroup
            exclusive
            size="small"
            color="primary"
            value={take ?? null}
            aria-label={t('market.decide', { field: pathText(field) })}
            onChange={(_event, side: Side | null) => side && onTake(side)}
          >
            <ToggleButton value="upstream" sx={{ textTransform: 'none' }}>
              {t('market.takeUpstream')}
            </ToggleButton>
            <ToggleButton value="yours" sx={{ textTransform: 'none' }}>
              {t('market.keepYours')}
            </ToggleButton>
          </ToggleButtonGroup>
        )}
      </Box>
      {note && <Typography variant="body2">{note}</Typography>}
      <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: { xs: '1fr', md: 'repeat(4, minmax(0, 1fr))' } }}>
        <SideValue label={t('market.sides.base')} value={field.base} />
        <SideValue label={t('market.sides.upstream')} value={field.upstream} chosen={take === 'upstream'} />
        <SideValue label={t('market.sides.yours')} value={field.yours} chosen={take === 'yours'} />
        <Result outcome={outcome} />
      </Box>
    </Card>
  );
}

/** What becomes of it, or why that is not known. */
function Result({ outcome }: { readonly outcome: Outcome }) {
  const { t } = useTranslation();
  const label = t('market.sides.result');
  if (outcome.status === 'known') return <SideValue label={label} value={outcome.value} isOld={outcome.isOld} />;
  const instead = { text: t(`market.outcomes.${outcome.status}`), isFault: outcome.status !== 'asked' };
  return <SideValue label={label} value={undefined} instead={instead} />;
}
