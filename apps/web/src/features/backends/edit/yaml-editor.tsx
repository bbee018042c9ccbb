import { autocompletion, closeBrackets, completionKeymap, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { defaultHighlightStyle, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { EditorState, type Text } from '@codemirror/state';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import type { BackendSource, FieldError } from '@enginehouse/contracts';
import { useEffect, useRef } from 'react';
import { cspNonce } from '../../../app/csp-nonce.js';
import { monospace } from '../../../app/theme.js';
import { completionsAt } from './yaml-completions.js';

/** What others may ask of the editor. */
export interface EditorHandle {
  readonly goTo: (line: number, column: number) => void;
  /** Another text in place of all; can be undone like typing. */
  readonly replace: (text: string) => void;
}

interface YamlEditorProps {
  readonly label: string;
  readonly text: string;
  readonly source: BackendSource;
  readonly errors: readonly FieldError[];
  readonly handle: { current: EditorHandle | null };
  readonly onChange: (text: string) => void;
  readonly onFile: (file: File) => void;
}

/** A text editor for YAML: highlighting, completion, and errors where they are. */
export function YamlEditor(props: YamlEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!place.current) return undefined;
    const { label, text, source, handle } = latest.current;
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: text, extensions: extensions(label, source, () => latest.current) }),
    });
    view.current = editor;
    handle.current = handleOf(editor);
    return () => {
      handle.current = null;
      editor.destroy();
    };
  }, []);
  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, diagnostics(editor.state.doc, props.errors)));
  }, [props.errors]);
  return <div ref={place} />;
}

const handleOf = (editor: EditorView): EditorHandle => ({
  goTo: (line, column) => {
    const anchor = offsetOf(editor.state.doc, line, column);
    editor.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
    editor.focus();
  },
  replace: (text) => {
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
    editor.focus();
  },
});

function offsetOf(doc: Text, line: number, column: number): number {
  const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines));
  return Math.min(from + column - 1, to);
}

const diagnostics = (doc: Text, errors: readonly FieldError[]): Diagnostic[] =>
  errors.map(({ line = 1, column = 1, detail, hint }) => {
    const from = offsetOf(doc, line, column);
    const rest = doc.sliceString(from, doc.lineAt(from).to);
    return { from, to: from + rest.trimEnd().length, severity: 'error', message: hint ? `${detail} ${hint}` : detail };
  });

function extensions(label: string, source: BackendSource, latest: () => YamlEditorProps) {
  const nonce = cspNonce();
  const take = (files: FileList | undefined): boolean => {
    const [file] = files ?? [];
    if (!file) return false;
    latest().onFile(file);
    return true;
  };
  return [
    ...(nonce === undefined ? [] : [EditorView.cspNonce.of(nonce)]),
    lineNumbers(),
    history(),
    indentOnInput(),
    closeBrackets(),
    highlightActiveLine(),
    yaml(),
    syntaxHighlighting(colours),
    lintGutter(),
    autocompletion({ override: [(context) => complete(context, source)], icons: false }),
    keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    EditorView.domEventHandlers({
      drop: (event) => {
        const taken = take(event.dataTransfer?.files);
        if (taken) event.preventDefault();
        return taken;
      },
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) latest().onChange(update.state.doc.toString());
    }),
    look,
  ];
}

function complete(context: CompletionContext, source: BackendSource) {
  const found = completionsAt(context.state.doc.toString(), context.pos, source);
  const typed = found !== undefined && found.from < context.pos;
  if (!found || found.options.length === 0 || !(typed || context.explicit)) return null;
  return { from: found.from, options: [...found.options], validFor: /^[\w.-]*$/ };
}

/** The colours that CodeMirror gives its kinds of words, and what they are here, in light and dark. */
const palette: Readonly<Record<string, string>> = {
  '#00c': 'primary-main',
  '#a11': 'success-main',
  '#940': 'text-secondary',
  '#164': 'secondary-main',
  '#219': 'secondary-main',
  '#f00': 'error-main',
};

const colours = HighlightStyle.define(
  defaultHighlightStyle.specs.map(({ color, ...spec }) => {
    const name = typeof color === 'string' ? palette[color] : undefined;
    return name === undefined ? spec : { ...spec, color: `var(--mui-palette-${name})` };
  }),
);

const look = EditorView.theme({
  '&': {
    fontSize: '13px',
    color: 'var(--mui-palette-text-primary)',
    backgroundColor: 'var(--mui-palette-background-paper)',
  },
  '&.cm-focused': { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: monospace, minHeight: '420px', maxHeight: '60vh', overflow: 'auto' },
  '.cm-content': { caretColor: 'var(--mui-palette-text-primary)', paddingBottom: '24px' },
  '.cm-cursor': { borderLeftColor: 'var(--mui-palette-text-primary)' },
  '.cm-activeLine': { backgroundColor: 'var(--mui-palette-action-hover)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--mui-palette-text-secondary)',
    borderRight: '1px solid var(--mui-palette-divider)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, ::selection': {
    backgroundColor: 'var(--mui-palette-action-focus)',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--mui-palette-background-paper)',
    color: 'var(--mui-palette-text-primary)',
    border: '1px solid var(--mui-palette-divider)',
    borderRadius: '6px',
    maxWidth: '480px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--mui-palette-primary-main)',
    color: 'var(--mui-palette-primary-contrastText)',
  },
});
