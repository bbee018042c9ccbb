import AddIcon from '@mui/icons-material/Add';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Box from '@mui/material/Box';
import { customSuffix } from '@enginehouse/backend-spec';
import type { BackendSource, FieldError } from '@enginehouse/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Section, type DraftProps } from './backend-fields.js';
import { newVersion, type Draft, type VersionDraft } from './draft.js';
import { VersionPanel } from './version-panel.js';

interface VersionPanelsProps extends DraftProps {
  readonly source: BackendSource;
  /** The versions that are saved: their names stay. */
  readonly saved: ReadonlySet<string>;
  readonly errors: readonly FieldError[];
  /** Open every panel that has an error. */
  readonly all: boolean;
  /** Panels to begin with. */
  readonly opened: readonly string[];
}

/** The versions of a backend, each in a panel of its own. */
export function VersionPanels(props: VersionPanelsProps) {
  const { t } = useTranslation();
  const { draft, change, source, saved } = props;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(props.opened));
  const [renamed, setRenamed] = useState<ReadonlySet<string>>(new Set());
  const [fresh, setFresh] = useState<string | undefined>(props.opened[0]);
  // A new backend is named first; its version lies far below.
  const [focused, setFocused] = useState(saved.size > 0 ? props.opened[0] : undefined);
  const add = (version: VersionDraft) => {
    setOpen((before) => new Set([...before, version.id]));
    setFresh(version.id);
    setFocused(version.id);
    change((before) => ({ ...before, versions: [...before.versions, version] }));
  };
  if (source === 'built_in' && draft.backend_name === 'Custom')
    return <Alert severity="info">{t('backendEdit.pseudo')}</Alert>;
  const wrong = new Set(props.errors.flatMap(({ path: [root, index] }) => (root === 'versions' ? [index] : [])));
  return (
    <Section title={t('backendEdit.sections.versions')}>
      <Box>
        {draft.versions.map((version, index) => (
          <VersionPanel
            key={version.id}
            version={version}
            index={index}
            source={source}
            isNew={!saved.has(version.name) || version.id === fresh || renamed.has(version.id)}
            onRename={
              mayRename(version, source) ? () => setRenamed((before) => new Set([...before, version.id])) : undefined
            }
            isDefault={version.name !== '' && draft.default_version === version.name}
            inherited={draft.default_env ?? []}
            wrong={props.all && wrong.has(index)}
            open={open.has(version.id)}
            autoFocus={version.id === focused}
            onToggle={() => setOpen((before) => toggled(before, version.id))}
            onChange={(next) => change((before) => withVersion(before, next))}
            onRemove={() =>
              change((before) => ({ ...before, versions: before.versions.filter(({ id }) => id !== version.id) }))
            }
            onCopy={() => add(copyOf(version, draft.versions))}
          />
        ))}
      </Box>
      <Button startIcon={<AddIcon />} sx={{ alignSelf: 'start' }} onClick={() => add(newVersion())}>
        {t('backendEdit.addVersion')}
      </Button>
    </Section>
  );
}

/** A name that came with the backend stays: an update would bring it back. */
const mayRename = ({ built_in, name }: VersionDraft, source: BackendSource): boolean =>
  !built_in && (source === 'custom' || name.endsWith(customSuffix));

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The default goes along with a version whose name is still being typed. */
function withVersion(draft: Draft, next: VersionDraft): Draft {
  const before = draft.versions.find(({ id }) => id === next.id);
  const follows = before !== undefined && before.name !== '' && before.name === draft.default_version;
  return {
    ...draft,
    ...(follows && next.name !== '' ? { default_version: next.name } : {}),
    versions: draft.versions.map((version) => (version.id === next.id ? next : version)),
  };
}

/** A version of the user's own that begins as another. */
function copyOf(version: VersionDraft, versions: readonly VersionDraft[]): VersionDraft {
  const { built_in: _builtIn, deprecated: _deprecated, ...rest } = version;
  const taken = new Set(versions.map(({ name }) => name));
  const name = `${version.name}${customSuffix}`;
  return newVersion({ ...rest, name: taken.has(name) ? '' : name, images: rest.images.slice(0, 1) });
}
