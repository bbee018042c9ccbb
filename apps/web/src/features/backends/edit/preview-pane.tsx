import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import FormControlLabel from '@mui/material/FormControlLabel';
import LinearProgress from '@mui/material/LinearProgress';
import Paper from '@mui/material/Paper';
import Switch from '@mui/material/Switch';
import Typography from '@mui/material/Typography';
import { latestFirst } from '@enginehouse/backend-spec';
import type { BackendDefinition, Preview } from '@enginehouse/contracts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api, valueOf } from '../../../api/client.js';
import { monospace } from '../../../app/theme.js';
import { ChoiceField } from '../../../ui/choice-field.js';
import { useConsoleHint } from '../../../ui/use-console-hint.js';
import { Code } from '../../../ui/code-text.js';
import { ProblemAlert } from '../../../ui/problem-alert.js';

const modelPath = '/models/example';

type Wanted = { readonly version?: string | undefined; readonly framework?: string | undefined };
type Version = BackendDefinition['versions'][number];

/** What a container of this backend would be started with, as it is written now. */
export function PreviewPane(props: { readonly definition: BackendDefinition | undefined; readonly current: boolean }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Wanted>({});
  const [ask, setAsk] = useState(false);
  const { definition } = props;
  const version = chosen(definition, wanted.version);
  const framework = version?.images.find((image) => image.framework === wanted.framework)?.framework;
  const answer = usePreview(definition, version?.name, framework, !ask);
  return (
    <Paper component="section" variant="outlined" sx={{ p: 2.5, display: 'flex', flexDirection: 'column', gap: 2 }}>
      <Typography variant="h2">{t('backendEdit.preview.title')}</Typography>
      <Typography variant="body2" color="textSecondary">
        {t('backendEdit.preview.hint', { path: modelPath })}
      </Typography>
      {definition && version && (
        <Choices
          versions={definition.versions}
          version={version}
          framework={framework ?? shownFramework(version, answer.data)}
          onChange={setWanted}
        />
      )}
      <FormControlLabel
        control={<Switch size="small" checked={ask} onChange={(_event, on) => setAsk(on)} />}
        label={t('backendEdit.preview.registry')}
      />
      <Box sx={{ height: 4 }}>{answer.isFetching && <LinearProgress aria-label={t('states.loading')} />}</Box>
      {definition ? (
        <Answered {...props} answer={answer} />
      ) : (
        <Alert severity="info">{t('backendEdit.preview.waiting')}</Alert>
      )}
    </Paper>
  );
}

function Choices(props: {
  readonly versions: readonly Version[];
  readonly version: Version;
  readonly framework: string | undefined;
  readonly onChange: (wanted: Wanted) => void;
}) {
  const { t } = useTranslation();
  const { version, onChange } = props;
  return (
    <Box sx={{ display: 'flex', gap: 1.5, flexWrap: 'wrap' }}>
      <ChoiceField
        label={t('backendEdit.preview.version')}
        value={version.name}
        options={props.versions.map(({ name }) => ({ value: name, label: name }))}
        onChange={(name) => onChange({ version: name })}
      />
      {version.images.length > 1 && (
        <ChoiceField
          label={t('backendEdit.preview.framework')}
          value={props.framework}
          options={version.images.map((image) => ({ value: image.framework, label: image.framework }))}
          onChange={(framework) => onChange({ version: version.name, framework })}
        />
      )}
    </Box>
  );
}

function Answered({ answer, current }: { readonly answer: ReturnType<typeof usePreview>; readonly current: boolean }) {
  const { t } = useTranslation();
  if (answer.error) return <ProblemAlert error={answer.error} onRetry={() => void answer.refetch()} />;
  return (
    <>
      {!current && <Alert severity="info">{t('backendEdit.preview.stale')}</Alert>}
      {answer.data && <Rendered preview={answer.data} />}
    </>
  );
}

/** Named, else the default, else the newest: as placement would choose. */
function chosen(definition: BackendDefinition | undefined, wanted: string | undefined) {
  const named = (name: string | undefined) => definition?.versions.find((version) => version.name === name);
  const names = definition?.versions.map(({ name }) => name) ?? [];
  return named(wanted) ?? named(definition?.default_version) ?? named(latestFirst(names)[0]);
}

/** Where none is wanted it depends on the workers which one is taken; the answer tells. */
const shownFramework = ({ images }: Version, shown: Preview | undefined): string | undefined =>
  images.find(({ framework }) => framework === shown?.framework)?.framework ?? images[0]?.framework;

const usePreview = (
  definition: BackendDefinition | undefined,
  version: string | undefined,
  framework: string | undefined,
  offline: boolean,
) => {
  const deployment = {
    model: { source: 'local_path' as const, path: modelPath },
    ...(version === undefined ? {} : { version }),
    ...(framework === undefined ? {} : { framework }),
  };
  return useQuery({
    queryKey: ['preview', definition, deployment, offline],
    queryFn: ({ signal }) => valueOf(api.deployments.preview({ body: { definition, deployment, offline }, signal })),
    enabled: definition !== undefined && version !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  });
};

function Rendered({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  return (
    <Box component="dl" sx={{ m: 0, display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      <Part title={t('backendEdit.preview.warnings')}>
        <Warnings preview={preview} />
      </Part>
      <Part title={t('backendEdit.preview.image')}>
        <Code>{preview.image}</Code>
      </Part>
      <Part title={t('backendEdit.preview.entrypoint')} origin={preview.entrypointOrigin}>
        {preview.entrypoint ? <Words words={preview.entrypoint} /> : t('backendEdit.preview.ofImage')}
      </Part>
      <Part title={t('backendEdit.preview.arguments')} origin={preview.commandOrigin}>
        {preview.argv.length > 0 ? <Words words={preview.argv} /> : t('backendEdit.preview.ofImage')}
      </Part>
      <Part title={t('backendEdit.preview.environment')}>
        <Environment preview={preview} />
      </Part>
      <Part title={t('backendEdit.preview.health')}>
        <Code>{preview.healthCheckPath}</Code>
      </Part>
    </Box>
  );
}

function Part(props: { readonly title: string; readonly origin?: Origin; readonly children: ReactNode }) {
  return (
    <div>
      <Typography component="dt" variant="body2" color="textSecondary" sx={{ display: 'flex', gap: 1, mb: 0.5 }}>
        {props.title}
        {props.origin && <OriginChip origin={props.origin} />}
      </Typography>
      <Box component="dd" sx={{ m: 0, typography: 'body2' }}>
        {props.children}
      </Box>
    </div>
  );
}

type Origin = Preview['environment'][number]['origin'];

function OriginChip({ origin }: { readonly origin: Origin }) {
  const { t } = useTranslation();
  return <Chip size="small" variant="outlined" label={t(`backendEdit.preview.from.${origin}`)} sx={{ height: 20 }} />;
}

/** Words as a container gets them: what stands in one box is one argument. */
function Words({ words }: { readonly words: readonly string[] }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {words.map((word, index) => (
        <Box
          component="li"
          key={`${index} ${word}`}
          sx={{
            px: 0.75,
            py: 0.25,
            borderRadius: 1,
            bgcolor: 'action.hover',
            border: 1,
            borderColor: 'divider',
            fontFamily: monospace,
            fontSize: 12.5,
            overflowWrap: 'anywhere',
            whiteSpace: 'pre-wrap',
          }}
        >
          {word === '' ? "''" : word}
        </Box>
      ))}
    </Box>
  );
}

function Warnings({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  const inConsole = useConsoleHint();
  if (preview.warnings.length === 0) return <>{t('backendEdit.preview.noWarnings')}</>;
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 0.75 }}>
      {preview.warnings.map(({ code, detail, hint }) => (
        <li key={`${code} ${detail}`}>
          <Alert severity="warning" role="presentation" sx={{ py: 0 }}>
            {detail} {inConsole({ code, hint })}
          </Alert>
        </li>
      ))}
    </Box>
  );
}

function Environment({ preview }: { readonly preview: Preview }) {
  const { t } = useTranslation();
  if (preview.environment.length === 0) return <>{t('backendEdit.preview.noEnvironment')}</>;
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 0.5 }}>
      {preview.environment.map(({ name, value, origin }) => (
        <Box component="li" key={name} sx={{ display: 'flex', gap: 1, alignItems: 'baseline', flexWrap: 'wrap' }}>
          <Code>
            {name}={value}
          </Code>
          <OriginChip origin={origin} />
        </Box>
      ))}
    </Box>
  );
}
