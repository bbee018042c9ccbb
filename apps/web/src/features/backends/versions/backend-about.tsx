import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import Typography from '@mui/material/Typography';
import type { BackendView } from '@enginehouse/contracts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Code } from '../../../ui/code-text.js';
import { CommandWords } from '../../../ui/command-words.js';
import { Facts } from '../../../ui/facts.js';
import { RelativeTime } from '../../../ui/relative-time.js';
import { SourceTag } from '../../../ui/source-tag.js';
import { BackendIcon } from '../backend-icon.js';
import { CommandText } from './command-text.js';
import { EnvironmentList } from './environment-list.js';

/** What holds for all versions of a backend. */
export function BackendAbout({ backend }: { readonly backend: BackendView }) {
  const { t } = useTranslation();
  const { definition } = backend;
  return (
    <Box component="section" aria-label={t('versions.about')} sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center' }}>
        <BackendIcon backend={{ ...backend, hasIcon: definition.icon !== undefined }} />
        <Box sx={{ minWidth: 0, display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: 0.5 }}>
          <SourceTag source={backend.source} />
          <Typography variant="body2" color="textSecondary">
            {t('versions.revision', { revision: backend.revision })} · {backend.updatedBy} ·{' '}
            <RelativeTime at={backend.updatedAt} />
          </Typography>
        </Box>
      </Box>
      <Typography variant="body2" sx={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {definition.description ?? t('backends.noDescription')}
      </Typography>
      <Facts facts={useFacts(backend)} />
    </Box>
  );
}

interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

function useFacts({ definition }: BackendView): readonly Fact[] {
  const { t } = useTranslation();
  const { default_env: env = {}, default_backend_param: parameters = [], common_parameters: common = [] } = definition;
  const facts: readonly (Fact | undefined)[] = [
    { name: t('versions.default'), value: definition.default_version ?? t('versions.noDefault') },
    {
      name: t('versions.health'),
      value: definition.health_check_path ? <Code>{definition.health_check_path}</Code> : t('versions.noHealth'),
    },
    commandFact(t('versions.entrypoint'), definition.default_entrypoint),
    commandFact(t('versions.command'), definition.default_run_command),
    Object.keys(env).length > 0 ? { name: t('versions.env'), value: <EnvironmentList env={env} /> } : undefined,
    parameters.length > 0 ? { name: t('versions.parameters'), value: <CommandWords words={parameters} /> } : undefined,
    common.length > 0 ? { name: t('versions.common'), value: <Common parameters={common} /> } : undefined,
    definition.parameter_format ? { name: t('versions.format'), value: definition.parameter_format } : undefined,
  ];
  return facts.flatMap((fact) => fact ?? []);
}

const commandFact = (name: string, text: string | undefined): Fact | undefined =>
  text ? { name, value: <CommandText text={text} /> } : undefined;

function Common({ parameters }: { readonly parameters: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <details>
      <summary>{t('versions.commonCount', { count: parameters.length })}</summary>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, mt: 0.5 }}>
        {parameters.map((parameter) => (
          <Chip key={parameter} size="small" variant="outlined" label={parameter} />
        ))}
      </Box>
    </details>
  );
}
