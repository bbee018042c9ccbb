import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from './code-text.js';
import { maskedYaml } from './masked-yaml.js';

/** YAML to look at: secret values stay hidden until somebody asks for them. */
export function SecretYaml({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const [revealed, setRevealed] = useState(false);
  const masked = maskedYaml(text);
  return (
    <Box sx={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 1, minWidth: 0 }}>
      <CodeBlock label={label} text={revealed ? text : masked} />
      {masked !== text && (
        <Button size="small" sx={{ justifySelf: 'start' }} onClick={() => setRevealed(!revealed)}>
          {revealed ? t('secrets.hide') : t('secrets.reveal')}
        </Button>
      )}
    </Box>
  );
}
