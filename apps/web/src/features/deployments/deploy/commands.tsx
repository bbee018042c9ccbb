import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { isSecretName } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../../ui/code-text.js';
import { asCli, asCurl } from './as-commands.js';
import type { DraftInput } from './deploy-form.js';
import { Titled } from './titled.js';

/** The same deployment for a shell. */
export function Commands({ spec }: { readonly spec: DraftInput }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'curl' | 'cli'>();
  const text = shown === 'curl' ? asCurl(window.location.origin, spec) : asCli(spec);
  const hasSecrets = Object.keys(spec.env ?? {}).some(isSecretName);
  return (
    <Titled title={t('deployments.deploy.preview.commands')}>
      <Box sx={{ display: 'flex', gap: 1, mb: 1 }}>
        {(['curl', 'cli'] as const).map((each) => (
          <Button
            key={each}
            size="small"
            variant={shown === each ? 'contained' : 'outlined'}
            aria-pressed={shown === each}
            onClick={() => setShown(shown === each ? undefined : each)}
          >
            {t(`deployments.deploy.preview.${each}`)}
          </Button>
        ))}
      </Box>
      {shown && <CodeBlock label={t(`deployments.deploy.preview.${shown}`)} text={text} />}
      {shown && hasSecrets && <Typography variant="caption">{t('deployments.deploy.preview.secrets')}</Typography>}
    </Titled>
  );
}
