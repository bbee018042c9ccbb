import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { builtinPlaceholders, customSuffix } from '@enginehouse/backend-spec';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changed, nameOf, stemOf, type Draft } from './draft.js';
import { EnvTable } from './env-table.js';
import { useSaid } from './field-messages.js';
import { IconLine } from './icon-line.js';
import { ListLine } from './list-line.js';
import { helper, TextLine, type TextLineProps } from './text-line.js';

export interface DraftProps {
  readonly draft: Draft;
  readonly change: (edit: (draft: Draft) => Draft) => void;
}

type TextField_ = 'description' | 'health_check_path' | 'default_run_command' | 'default_entrypoint';

/** What a backend is, apart from its versions. */
export function BackendFields(props: DraftProps & { readonly isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('backendEdit.sections.about')}>
        <About {...props} />
      </Section>
      <Section title={t('backendEdit.sections.start')}>
        <Start {...props} />
      </Section>
      <Section title={t('backendEdit.sections.environment')}>
        <EnvTable
          label={t('backendEdit.fields.default_env')}
          path={['default_env']}
          rows={props.draft.default_env}
          onChange={(default_env) => props.change((draft) => ({ ...draft, default_env }))}
        />
      </Section>
      <Section title={t('backendEdit.sections.parameters')}>
        <Parameters {...props} />
      </Section>
    </>
  );
}

/** A part of the form under its heading. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <Paper
      component="section"
      variant="outlined"
      sx={{ p: { xs: 2, sm: 2.5 }, display: 'flex', flexDirection: 'column', gap: 2 }}
    >
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography variant="h2" sx={{ flex: 1 }}>
          {title}
        </Typography>
        {actions}
      </Box>
      {children}
    </Paper>
  );
}

function About({ draft, change, isNew }: DraftProps & { readonly isNew: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <TextLine
        label={t('backendEdit.fields.name')}
        path={['backend_name']}
        value={isNew ? stemOf(draft.backend_name) : draft.backend_name}
        suffix={isNew ? customSuffix : undefined}
        help={isNew ? t('backendEdit.help.name') : t('backendEdit.help.nameFixed')}
        readOnly={!isNew}
        required
        autoFocus={isNew}
        mono
        onChange={(typed) => change((before) => ({ ...before, backend_name: nameOf(typed) }))}
      />
      <Line field="description" draft={draft} change={change} multiline />
      <IconLine
        name={draft.backend_name}
        value={draft.icon}
        onChange={(icon) => change((before) => changed(before, { icon }))}
      />
      {draft.backend_name !== 'Custom' && <DefaultVersion draft={draft} change={change} />}
    </>
  );
}

function Line(props: DraftProps & { readonly field: TextField_ } & Partial<TextLineProps>) {
  const { t } = useTranslation();
  const { draft, change, field, ...more } = props;
  return (
    <TextLine
      {...more}
      label={t(`backendEdit.fields.${field}`)}
      path={[field]}
      value={draft[field]}
      onChange={(value) => change((before) => changed(before, { [field]: value }))}
    />
  );
}

function DefaultVersion({ draft, change }: DraftProps) {
  const { t } = useTranslation();
  const { error, warning, onBlur } = useSaid(['default_version']);
  const names = new Set([...draft.versions.map(({ name }) => name), draft.default_version ?? '']);
  return (
    <TextField
      select
      label={t('backendEdit.fields.default_version')}
      value={draft.default_version ?? ''}
      error={error !== undefined}
      helperText={helper(error, warning, undefined)}
      onBlur={onBlur}
      slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
      onChange={(event) => change((before) => changed(before, { default_version: event.target.value }))}
    >
      <MenuItem value="">{t('backendEdit.noDefault')}</MenuItem>
      {[...names].filter(Boolean).map((name) => (
        <MenuItem key={name} value={name}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** The placeholders as they are typed. */
export const placeholderTexts = {
  placeholders: builtinPlaceholders.map((name) => `{{${name}}}`).join(' '),
  variable: '{{NAME}}',
};

function Start(props: DraftProps) {
  const { t } = useTranslation();
  return (
    <>
      <Line
        {...props}
        field="health_check_path"
        placeholder="/v1/models"
        help={t('backendEdit.help.health_check_path')}
        mono
      />
      <Line {...props} field="default_entrypoint" help={t('backendEdit.help.entrypoint')} mono />
      <Line
        {...props}
        field="default_run_command"
        help={t('backendEdit.help.run_command', placeholderTexts)}
        mono
        multiline
      />
    </>
  );
}

function Parameters({ draft, change }: DraftProps) {
  const { t } = useTranslation();
  return (
    <>
      <ListLine
        label={t('backendEdit.fields.default_backend_param')}
        path={['default_backend_param']}
        value={draft.default_backend_param}
        options={draft.common_parameters ?? []}
        help={t('backendEdit.help.default_backend_param')}
        onChange={(value) => change((before) => changed(before, { default_backend_param: value && [...value] }))}
      />
      <ListLine
        label={t('backendEdit.fields.common_parameters')}
        path={['common_parameters']}
        value={draft.common_parameters}
        help={t('backendEdit.help.common_parameters')}
        onChange={(value) => change((before) => changed(before, { common_parameters: value && [...value] }))}
      />
      <TextField
        select
        label={t('backendEdit.fields.parameter_format')}
        value={draft.parameter_format ?? ''}
        slotProps={{ inputLabel: { shrink: true }, select: { displayEmpty: true } }}
        onChange={(event) =>
          change((before) => changed(before, { parameter_format: event.target.value as Draft['parameter_format'] }))
        }
      >
        <MenuItem value="">{t('backendEdit.formats.none')}</MenuItem>
        <MenuItem value="space">{t('backendEdit.formats.space')}</MenuItem>
        <MenuItem value="equal">{t('backendEdit.formats.equal')}</MenuItem>
      </TextField>
    </>
  );
}
