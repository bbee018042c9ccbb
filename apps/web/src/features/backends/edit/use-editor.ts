import { definitionWarnings, diffDefinitions } from '@enginehouse/backend-spec';
import type { BackendDefinition, FieldError } from '@enginehouse/contracts';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Subject } from './check.js';
import { draftOf, type Draft } from './draft.js';
import { isDirty, openEditor, turned, written, type EditorState, type Side } from './editor-state.js';
import { useSettled } from '../../../ui/use-settled.js';

const settleMs = 250;

/** What is being edited, the checks of it, and the ways to change it. */
export function useEditor(draft: () => Draft, subject: Subject) {
  const [state, setState] = useState<EditorState>(() => openEditor(draft()));
  const [refused, setRefused] = useState<{ readonly side: Side; readonly errors: readonly FieldError[] }>();
  const latest = useRef(state);
  latest.current = state;
  const settled = useSettled(state, settleMs);
  const checked = useMemo(() => written(settled, subject), [settled, subject]);
  const change = useCallback((edit: (draft: Draft) => Draft) => {
    setState((before) => ({ ...before, draft: edit(before.draft) }));
  }, []);
  const type = useCallback((text: string) => setState((before) => ({ ...before, text })), []);
  const turn = useCallback(
    (side: Side): boolean => {
      const next = turned(latest.current, side, subject);
      const isTurned = 'side' in next;
      setRefused(isTurned ? undefined : { side, errors: next });
      if (isTurned) setState(next);
      return isTurned;
    },
    [subject],
  );
  /** Another definition in place of what is written, such as one that was merged. */
  const put = useCallback((definition: BackendDefinition) => {
    setState((before) => ({ ...before, side: 'form', draft: draftOf(definition, before.draft) }));
  }, []);
  useEffect(() => setRefused(undefined), [state.text, state.draft]);
  const valid = useLastValid(checked.errors.length === 0 ? checked.definition : undefined, subject.base);
  const warnings = useMemo(
    () => (settled.side === 'form' && checked.definition ? warningsOf(checked.definition) : []),
    [settled, checked],
  );
  return {
    state,
    checked,
    warnings,
    refused,
    valid,
    isCurrent: checked.errors.length === 0,
    change,
    type,
    turn,
    put,
    dirty: useCallback(() => isDirty(latest.current), []),
    now: useCallback(() => written(latest.current, subject), [subject]),
  };
}

/** What is still empty is no doubtful framework yet. */
function warningsOf(definition: BackendDefinition) {
  const isFilled = (version: number, image: number) => definition.versions[version]?.images[image]?.framework !== '';
  return definitionWarnings(definition).filter(
    ({ code, path: [, version, , image] }) => code !== 'unknown_framework' || isFilled(Number(version), Number(image)),
  );
}

/** The same object as long as it is the same definition, so that nothing is asked for twice. */
function useLastValid(
  definition: BackendDefinition | undefined,
  first: BackendDefinition | undefined,
): BackendDefinition | undefined {
  const last = useRef(first);
  if (definition && (!last.current || diffDefinitions(last.current, definition).length > 0)) last.current = definition;
  return last.current;
}
