import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { Preview } from '@enginehouse/contracts';
import { useTranslation } from 'react-i18next';
import { CommandWords } from '../../../ui/command-words.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { Titled } from './titled.js';

/** Entrypoint and arguments, each word in a box of its own: that is how the engine gets them. */
export function PreviewArguments({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const { entrypoint, argv, shellCommand } = preview;
  const own = t('deployments.deploy.preview.ownCommand');
  return (
    <Titled
      title={t('deployments.deploy.preview.arguments')}
      action={<CopyButton text={shellCommand} label={t('deployments.deploy.preview.copyCommand')} />}
    >
      <Box sx={{ display: 'grid', gap: 1 }}>
        <Words title={t('deployments.deploy.preview.entrypoint')} words={entrypoint ?? []} none={own} />
        <Words title={t('deployments.deploy.preview.words')} words={argv} none={own} />
      </Box>
    </Titled>
  );
}

function Words(props: { readonly title: string; readonly words: readonly string[]; readonly none: string }) {
  const { title, words, none } = props;
  return (
    <div>
      <Typography variant="caption" color="textSecondary" component="div" gutterBottom>
        {title}
      </Typography>
      {words.length === 0 ? (
        <Typography variant="body2">{none}</Typography>
      ) : (
        <CommandWords label={title} words={words} />
      )}
    </div>
  );
}
