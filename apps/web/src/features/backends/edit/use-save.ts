import type { BackendDefinition, BackendSource, BackendView, FieldError } from '@enginehouse/contracts';
import type { TFunction } from 'i18next';
import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../../api/client.js';
import { useAction } from '../../../ui/use-action.js';
import { register, save, type Saved } from './save.js';
import type { useEditor } from './use-editor.js';
import type { EditorHandle } from './yaml-editor.js';
import { placed } from './yaml-reading.js';

interface SaveParts {
  readonly source: BackendSource;
  readonly base: Saved | undefined;
  readonly setBase: (base: Saved) => void;
  readonly editor: ReturnType<typeof useEditor>;
  readonly form: RefObject<HTMLElement | null>;
  readonly yaml: RefObject<EditorHandle | null>;
  readonly onLeave: () => void;
}

export type Saving = ReturnType<typeof useSave>;

/** Saving: checks first and goes to the first error; on a conflict brings the three sides together. */
export function useSave(parts: SaveParts) {
  const { base, editor } = parts;
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(0);
  const [merging, setMerging] = useState<Saved>();
  const isDone = useRef(false);
  const action = useAction({
    run: (definition: BackendDefinition) => store(parts, definition, reason),
    changes: ['backends', 'history'],
    said: (saved) => savedText(t, base, saved),
    onDone: () => {
      isDone.current = true;
      parts.onLeave();
    },
  });
  const { reset, mutate } = action;
  useEffect(() => reset(), [editor.state.draft, editor.state.text, reset]);
  useFocusOnError(parts, tried);
  const fetchTheirs = useAction({
    run: (name: string) => valueOf(api.backends.get({ params: { name } })),
    changes: [],
    onDone: (view) => setMerging(savedOf(view)),
  });
  const { mutate: fetchNow } = fetchTheirs;
  const isStale = action.error !== null && isConflict(action.error);
  const submit = useCallback(() => {
    const { definition, errors } = editor.now();
    if (!definition || errors.length > 0) return setTried((before) => before + 1);
    const compare = (error: Error) => isConflict(error) && base && fetchNow(base.name);
    return mutate(definition, { onError: compare });
  }, [editor, mutate, base, fetchNow]);
  useSaveKey(submit);
  return {
    reason,
    setReason,
    submit,
    tried: tried > 0,
    /** How much is at fault now, on the side that is shown, once somebody has tried to save. */
    missing: tried > 0 ? editor.checked.errors.length : 0,
    busy: action.isPending,
    error: isStale ? fetchTheirs.error : action.error,
    serverErrors: serverErrors(action.error, editor),
    merging,
    compare: (view: BackendView) => setMerging(savedOf(view)),
    stopMerging: () => setMerging(undefined),
    useMerged: (definition: BackendDefinition) => {
      if (merging) parts.setBase(merging);
      setMerging(undefined);
      editor.put(definition);
    },
    guards: () => !isDone.current && editor.dirty(),
  };
}

const isConflict = (error: Error): boolean => problemIn(error).code === 'stale-revision';

const savedOf = ({ name, definition, revision }: BackendView): Saved => ({ name, definition, revision });

function store({ base, source, setBase }: SaveParts, definition: BackendDefinition, reason: string): Promise<Saved> {
  return base ? save(base, definition, { source, reason, onStep: setBase }) : register(definition, reason);
}

function savedText(t: TFunction, base: Saved | undefined, saved: Saved): string {
  const { name, revision } = saved;
  if (!base) return t('backendEdit.added', { name });
  return saved === base ? t('backendEdit.nothingChanged') : t('backendEdit.saved', { name, revision });
}

/** What the server found, at the fields or lines of the side that is shown. */
function serverErrors(error: unknown, { state, checked }: ReturnType<typeof useEditor>): readonly FieldError[] {
  const errors = error === null ? [] : (problemIn(error).errors ?? []);
  return state.side === 'yaml' && checked.definition ? placed(state.text, errors, checked.definition) : errors;
}

/** Ctrl+S, wherever the focus is. */
function useSaveKey(submit: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      submit();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [submit]);
}

/** After an attempt to save the first thing at fault has the focus. */
function useFocusOnError({ form, yaml, editor }: SaveParts, tried: number): void {
  const { state, now } = editor;
  useEffect(() => {
    if (tried === 0) return;
    if (state.side === 'form') focusFirst(form.current);
    else goToFirst(yaml.current, now().errors);
    // Once per attempt, not with every letter that is typed after it.
  }, [tried]);
}

function goToFirst(editor: EditorHandle | null, errors: readonly FieldError[]): void {
  const { line = 1, column = 1 } = errors[0] ?? {};
  editor?.goTo(line, column);
}

/** The control of a select is beside the input that is marked. */
function focusFirst(form: HTMLElement | null): void {
  const wrong = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  const isSelect = wrong?.classList.contains('MuiSelect-nativeInput') ?? false;
  (isSelect ? wrong?.parentElement?.querySelector<HTMLElement>('[role="combobox"]') : wrong)?.focus();
}
