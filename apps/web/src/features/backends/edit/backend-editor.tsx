import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Page } from '../../../ui/page.js';
import { TabLinks } from '../../../ui/tab-links.js';
import { UnsavedGuard } from '../../../ui/unsaved-guard.js';
import type { BackendSource, BackendView } from '@enginehouse/contracts';
import { useEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { BackendFields } from './backend-fields.js';
import type { Subject } from './check.js';
import type { Draft } from './draft.js';
import type { Side } from './editor-state.js';
import { FieldMessages } from './field-messages.js';
import { MergeDialog } from './merge-dialog.js';
import { PreviewPane } from './preview-pane.js';
import { SaveBar } from './save-bar.js';
import type { Saved } from './save.js';
import { useEditor } from './use-editor.js';
import { useSave, type Saving } from './use-save.js';
import { VersionPanels } from './version-panels.js';
import { ErrorList, YamlSide } from './yaml-side.js';
import type { EditorHandle } from './yaml-editor.js';

interface BackendEditorProps {
  readonly title: string;
  /** Of what is edited now: after a merge that is what somebody else has saved. */
  readonly subtitle: (base: Saved | undefined) => string;
  readonly source: BackendSource;
  /** What is saved; missing for a new backend. */
  readonly saved?: Saved | undefined;
  /** The backend as it is on the server now, which others may have changed since. */
  readonly live?: BackendView | undefined;
  readonly existingNames?: readonly string[];
  readonly draft: () => Draft;
  /** Panels to begin with. */
  readonly opened: readonly string[];
  readonly side: Side;
  readonly onSide: (side: Side) => void;
  readonly onLeave: () => void;
}

/** Adds or edits a backend by form or YAML, with a preview beside it. */
export function BackendEditor(props: BackendEditorProps) {
  const [base, setBase] = useState(props.saved);
  const subject = useMemo<Subject>(
    () => ({ source: props.source, base: base?.definition, existingNames: props.existingNames }),
    [props.source, base, props.existingNames],
  );
  const editor = useEditor(props.draft, subject);
  const yaml = useRef<EditorHandle>(null);
  const form = useRef<HTMLDivElement>(null);
  const saving = useSave({ ...props, base, setBase, editor, form, yaml });
  useSideOfAddress(props, editor);
  const parts: Parts = { ...props, base, editor, saving };
  return (
    <Page title={props.title} subtitle={props.subtitle(base)}>
      <UnsavedGuard isDirty={saving.guards} />
      <Head {...parts} />
      <Box sx={columns}>
        <Box ref={form} sx={{ display: 'flex', flexDirection: 'column', gap: 2.5, minWidth: 0 }}>
          <SideShown {...parts} yaml={yaml} />
        </Box>
        <Box sx={{ position: { lg: 'sticky' }, top: 72, minWidth: 0 }}>
          <PreviewPane definition={editor.valid} current={editor.isCurrent} />
        </Box>
      </Box>
      <SaveBar saving={saving} onCancel={props.onLeave} />
      {saving.merging && base && (
        <MergeDialog
          base={base}
          theirs={saving.merging}
          yours={editor.now().definition}
          onUse={saving.useMerged}
          onClose={saving.stopMerging}
        />
      )}
    </Page>
  );
}

const columns = {
  display: 'grid',
  gap: 2.5,
  alignItems: 'start',
  gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(340px, 460px)' },
};

interface Parts extends BackendEditorProps {
  readonly base: Saved | undefined;
  readonly editor: ReturnType<typeof useEditor>;
  readonly saving: Saving;
}

/** Which side is shown, and what stands in the way. */
function Head(props: Parts) {
  const { t } = useTranslation();
  const { editor } = props;
  const { state, refused } = editor;
  return (
    <>
      <ChangedMeanwhile {...props} />
      <TabLinks
        label={t('backendEdit.side')}
        value={state.side}
        tabs={(['form', 'yaml'] as const).map((value) => ({ value, label: t(`backendEdit.sides.${value}`) }))}
        onChange={(side) => editor.turn(side) && props.onSide(side)}
      />
      {refused && (
        <Alert severity="warning">
          {t(`backendEdit.refused.${refused.side}`)}. {t('backendEdit.refusedHint')}
          {state.side === 'form' && <ErrorList errors={refused.errors} />}
        </Alert>
      )}
    </>
  );
}

/** Somebody else has saved since editing began. */
function ChangedMeanwhile({ base, live, saving }: Parts) {
  const { t } = useTranslation();
  if (!base || !live || saving.busy || live.revision <= base.revision) return null;
  return (
    <Alert
      severity="warning"
      action={
        <Button color="inherit" size="small" onClick={() => saving.compare(live)}>
          {t('backendEdit.compare')}
        </Button>
      }
    >
      {t('backendEdit.meanwhile', { who: live.updatedBy, revision: live.revision })}
    </Alert>
  );
}

function SideShown({
  base,
  source,
  opened,
  editor,
  saving,
  yaml,
}: Parts & { readonly yaml: RefObject<EditorHandle | null> }) {
  const { state, checked } = editor;
  const errors = [...checked.errors, ...saving.serverErrors];
  if (state.side === 'yaml')
    return <YamlSide text={state.text} source={source} errors={errors} handle={yaml} onChange={editor.type} />;
  return (
    <FieldMessages errors={errors} warnings={editor.warnings} all={saving.tried}>
      <BackendFields draft={state.draft} change={editor.change} isNew={base === undefined} />
      <VersionPanels
        draft={state.draft}
        change={editor.change}
        source={source}
        saved={new Set(base?.definition.versions.map(({ name }) => name))}
        errors={errors}
        all={saving.tried}
        opened={opened}
      />
    </FieldMessages>
  );
}

/** Goes along when the address says the other side, as after "back"; where that cannot be, the address gives way. */
function useSideOfAddress({ side, onSide }: BackendEditorProps, editor: ReturnType<typeof useEditor>): void {
  const { state, turn } = editor;
  useEffect(() => {
    if (side !== state.side && !turn(side)) onSide(state.side);
    // Only the address counts here: who presses a tab turns the editor first, and the address follows.
  }, [side]);
}
