import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Preview } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { monospace } from '../../../app/theme.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { Titled } from './titled.js';

/** Entrypoint and arguments, each word in a box of its own: that is how the engine gets them. */
export function PreviewArguments({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const { entrypoint, argv, shellCommand } = preview;
  const words = [
    ...(entrypoint ?? []).map((text) => ({ text, first: true })),
    ...argv.map((text) => ({ text, first: false })),
  ];
  return (
    <Titled title={t('deployments.deploy.preview.arguments')}>
      {words.length === 0 ? (
        <Typography variant="body2" color="text.secondary">
          {t('deployments.deploy.preview.ownCommand')}
        </Typography>
      ) : (
        <Box sx={{ display: 'flex', gap: 1, alignItems: 'start' }}>
          <Box
            component="ol"
            aria-describedby="argument-boxes"
            sx={{ flex: 1, m: 0, p: 0, display: 'flex', flexWrap: 'wrap', gap: 0.5, listStyle: 'none', minWidth: 0 }}
          >
            {words.map(({ text, first }, index) => (
              // The same word may come twice: its place is what it is known by.
              // eslint-disable-next-line react/no-array-index-key
              <Word key={index} text={text} isEntrypoint={first} />
            ))}
          </Box>
          <CopyButton text={shellCommand} label={t('deployments.deploy.preview.copyCommand')} />
        </Box>
      )}
      <Typography id="argument-boxes" variant="caption" color="text.secondary">
        {t('deployments.deploy.preview.argumentsHint')}
      </Typography>
    </Titled>
  );
}

function Word({ text, isEntrypoint }: { readonly text: string; readonly isEntrypoint: boolean }) {
  return (
    <Box
      component="li"
      sx={{
        px: 0.75,
        py: 0.25,
        border: 1,
        borderColor: isEntrypoint ? 'primary.main' : 'divider',
        borderRadius: 1,
        bgcolor: 'action.hover',
        fontFamily: monospace,
        fontSize: 12.5,
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
      }}
    >
      {text === '' ? '""' : text}
    </Box>
  );
}
