import Box from '@mui/material/Box';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import FormHelperText from '@mui/material/FormHelperText';
import FormLabel from '@mui/material/FormLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import type { UpdatePolicy, UpdateWindow } from '@enginehouse/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { localZone, weekDays, weekend } from './policy-values.js';

const modes = ['notify', 'add-versions'] as const;

/** What happens by itself when upstream changes, and when it may. */
export function PolicyFields(props: {
  readonly value: UpdatePolicy;
  readonly onChange: (policy: UpdatePolicy) => void;
}) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const title = useId();
  const window = value.window;
  return (
    <Box role="group" aria-labelledby={title} sx={{ display: 'flex', flexDirection: 'column', gap: 1 }}>
      <FormLabel id={title} component="span">
        {t('market.policy.title')}
      </FormLabel>
      <RadioGroup
        value={value.mode}
        aria-labelledby={title}
        onChange={(event) => onChange({ ...value, mode: event.target.value as UpdatePolicy['mode'] })}
      >
        {modes.map((mode) => (
          <FormControlLabel
            key={mode}
            value={mode}
            control={<Radio size="small" />}
            label={t(`market.policy.modes.${mode}`)}
          />
        ))}
      </RadioGroup>
      <FormHelperText>{t('market.policy.help')}</FormHelperText>
      {value.mode === 'add-versions' && (
        <FormControlLabel
          control={<Checkbox size="small" checked={window !== undefined} />}
          label={t('market.policy.window')}
          onChange={(_event, checked) =>
            onChange({ mode: value.mode, ...(checked ? { window: weekend(localZone()) } : {}) })
          }
        />
      )}
      {value.mode === 'add-versions' && window && (
        <WindowFields value={window} onChange={(next) => onChange({ ...value, window: next })} />
      )}
    </Box>
  );
}

function WindowFields(props: { readonly value: UpdateWindow; readonly onChange: (window: UpdateWindow) => void }) {
  const { value, onChange } = props;
  const { t } = useTranslation();
  const zones = useId();
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <ToggleButtonGroup
        size="small"
        value={value.days}
        aria-label={t('market.policy.days')}
        sx={{ flexWrap: 'wrap' }}
        onChange={(_event, days: UpdateWindow['days']) =>
          days.length > 0 && onChange({ ...value, days: weekDays.filter((day) => days.includes(day)) })
        }
      >
        {weekDays.map((day) => (
          <ToggleButton key={day} value={day} sx={{ textTransform: 'none', px: 1.25 }}>
            {t(`market.policy.dayNames.${day}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
        {(['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            type="time"
            label={t(`market.policy.${end}`)}
            value={value[end]}
            slotProps={{ inputLabel: { shrink: true } }}
            onChange={(event) => onChange({ ...value, [end]: event.target.value })}
          />
        ))}
        <TextField
          label={t('market.policy.timeZone')}
          value={value.timeZone}
          sx={{ flex: '1 1 180px' }}
          slotProps={{ htmlInput: { list: zones } }}
          onChange={(event) => onChange({ ...value, timeZone: event.target.value })}
        />
        <datalist id={zones}>
          {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
      </Box>
    </Box>
  );
}
