import Card from '@mui/material/Card';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslation } from 'react-i18next';
import { isInRange, ranges, type ChatSettings } from './chat-request.js';

const numbers = ['temperature', 'maxTokens', 'topP'] as const;

/** How answers are asked for. */
export function ChatSettingsPanel(props: {
  readonly settings: ChatSettings;
  readonly onChange: (settings: ChatSettings) => void;
}) {
  const { t } = useTranslation();
  const { settings, onChange } = props;
  return (
    <Card component="section" aria-label={t('playground.settings')} sx={{ p: 2, display: 'grid', gap: 2 }}>
      <Typography variant="h2">{t('playground.settings')}</Typography>
      <TextField
        label={t('playground.system')}
        helperText={t('playground.systemHelp')}
        multiline
        minRows={3}
        maxRows={10}
        value={settings.system}
        onChange={(event) => onChange({ ...settings, system: event.target.value })}
      />
      {numbers.map((name) => {
        const isFine = isInRange(name, settings[name]);
        const [from, to] = ranges[name];
        return (
          <TextField
            key={name}
            label={t(`playground.${name}`)}
            error={!isFine}
            helperText={isFine ? t('playground.ownDefault') : t('playground.notNumber', { from, to })}
            value={settings[name]}
            onChange={(event) => onChange({ ...settings, [name]: event.target.value })}
            slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          />
        );
      })}
    </Card>
  );
}
