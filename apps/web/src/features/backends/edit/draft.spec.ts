import { printBackendYaml } from '@enginehouse/backend-spec';
import type { BackendDefinition } from '@enginehouse/contracts';
import { describe, expect, it } from 'vitest';
import { changed, collisions, definitionOf, draftOf, nameOf, newVersion, stemOf } from './draft.js';
import { isDirty, openEditor, turned, written, type EditorState } from './editor-state.js';

const definition: BackendDefinition = {
  backend_name: 'foo-custom',
  icon: 'data:image/png;base64,AA==',
  default_env: { A: '1', HF_TOKEN: 'True' },
  default_backend_param: ['--a', '--b 1'],
  versions: [
    { name: '1.10', images: [{ framework: 'cuda', image_name: 'a/b:1' }], env: {}, deprecated: 'old' },
    {
      name: '2',
      images: [{ framework: 'cpu', image_name: 'a/b:2' }],
      run_command: 'serve {{model_path}} --port {{port}}',
    },
  ],
};
const subject = { source: 'custom', base: definition } as const;
const on = (state: EditorState | readonly unknown[]): EditorState => {
  if (Array.isArray(state)) throw new Error(JSON.stringify(state));
  return state as EditorState;
};

describe('a definition in a form', () => {
  it('comes back exactly, with what the form does not show', () =>
    expect(definitionOf(draftOf(definition))).toEqual(definition));

  it('has no text where one was emptied', () => {
    const draft = changed(draftOf({ ...definition, description: 'x' }), { description: '' });
    expect(definitionOf(draft)).toEqual(definition);
  });

  it('counts a row only when something is typed into it', () => {
    const draft = { ...draftOf(definition), default_env: [{ id: 'x', name: '', value: '' }] };
    expect(definitionOf(draft).default_env).toBeUndefined();
  });

  it('tells which names are there twice', () => {
    const rows = ['A', 'A', 'B'].map((name, index) => ({ id: String(index), name, value: '1' }));
    const draft = {
      ...draftOf(definition),
      default_env: rows,
      versions: [newVersion({ name: '1' }), newVersion({ name: '1' })],
    };
    expect(collisions(draft).map(({ path }) => path)).toEqual([
      ['default_env', 'A'],
      ['versions', 1, 'name'],
    ]);
  });

  it('shows a name without its suffix, and stores it with it', () => {
    expect([stemOf('foo-custom'), stemOf('vLLM')]).toEqual(['foo', 'vLLM']);
    expect([nameOf('foo'), nameOf('foo-custom'), nameOf(' ')]).toEqual(['foo-custom', 'foo-custom', '']);
  });
});

const opened = () => openEditor(draftOf(definition));

describe('what is still to be mended', () => {
  it('is the same in the form and in the text that is made of it', () => {
    const [first] = definition.versions;
    const wrong = {
      ...definition,
      health_check_path: 'health',
      versions: [{ ...first, run_command: 'x {{prot}}', images: [{ framework: 'cuda', image_name: '' }] }],
    } as BackendDefinition;
    const form = openEditor(draftOf(wrong));
    const yaml = on(turned(form, 'yaml', subject));
    const codes = (state: EditorState) => written(state, subject).errors.map(({ code }) => code);
    expect(codes(form).length).toBeGreaterThan(2);
    expect(codes(yaml).toSorted()).toEqual(codes(form).toSorted());
    expect(written(yaml, subject).errors.every(({ line }) => line !== undefined)).toBe(true);
    expect(on(turned(yaml, 'form', subject)).draft).toEqual(form.draft);
  });
});

describe('turning between form and YAML', () => {
  it('loses nothing either way', () => {
    const yaml = on(turned(opened(), 'yaml', subject));
    expect(yaml.text).toBe(printBackendYaml(definition));
    const form = on(turned({ ...yaml, text: `${yaml.text}# mine\n` }, 'form', subject));
    expect(definitionOf(form.draft)).toEqual(definition);
    expect(isDirty(form)).toBe(false);
  });

  it('brings the text back as it was typed while the form has changed nothing', () => {
    const yaml = on(turned(opened(), 'yaml', subject));
    const typed = `# mine\n${yaml.text}`;
    const form = on(turned({ ...yaml, text: typed }, 'form', subject));
    expect(on(turned(form, 'yaml', subject)).text).toBe(typed);
    const edited = { ...form, draft: changed(form.draft, { description: 'new' }) };
    expect(on(turned(edited, 'yaml', subject)).text).toContain('description: new\n');
  });

  it('keeps rows of the form that YAML cannot say, until the text is edited', () => {
    const draft = { ...draftOf(definition), default_env: [{ id: 'x', name: '', value: '' }] };
    const yaml = on(turned(openEditor(draft), 'yaml', subject));
    expect(on(turned(yaml, 'form', subject)).draft).toBe(draft);
  });

  it('is refused where a text cannot be read, with the place', () => {
    const yaml = on(turned(opened(), 'yaml', subject));
    const refused = turned({ ...yaml, text: 'backend_name: foo-custom\nversion_configs: [' }, 'form', subject);
    expect(refused).toEqual([expect.objectContaining({ code: 'yaml_syntax', line: 2 })]);
  });

  it('is refused where two things have one name', () => {
    const rows = ['A', 'A'].map((name, index) => ({ id: String(index), name, value: String(index) }));
    const refused = turned({ ...opened(), draft: { ...draftOf(definition), default_env: rows } }, 'yaml', subject);
    expect(refused).toEqual([expect.objectContaining({ path: ['default_env', 'A'] })]);
  });

  it('tells errors at their places on both sides', () => {
    const wrong = { ...definition, default_run_command: '{{modl_path}}' };
    const form = openEditor(draftOf(wrong));
    expect(written(form, subject).errors).toEqual([expect.objectContaining({ path: ['default_run_command'] })]);
    const yaml = on(turned(form, 'yaml', subject));
    const [error] = written(yaml, subject).errors;
    expect(error).toMatchObject({ code: 'unknown_placeholder', hint: 'Did you mean {{model_path}}?' });
    expect(yaml.text.split('\n')[(error?.line ?? 0) - 1]).toContain('default_run_command');
  });
});

describe('a built-in backend', () => {
  const shipped: BackendDefinition = {
    backend_name: 'vLLM',
    versions: [{ name: '1', images: [{ framework: 'cuda', image_name: 'a:1' }], built_in: true }],
  };
  const builtIn = { source: 'built_in', base: shipped } as const;
  const read = (text: string) => written({ ...openEditor(draftOf(shipped)), side: 'yaml', text }, builtIn);

  it('keeps its own versions when the text leaves them out', () => {
    const { definition, errors } = read(
      'backend_name: vLLM\nversion_configs:\n  2-custom:\n    image_name: a:2\n    custom_framework: cuda\n',
    );
    expect(errors).toEqual([]);
    expect(definition?.versions.map(({ name }) => name)).toEqual(['1', '2-custom']);
  });

  it('does not let them be changed, nor others pose as its own', () => {
    const change = read(
      'backend_name: vLLM\nversion_configs:\n  "1":\n    image_name: b:1\n    custom_framework: cuda\n',
    );
    expect(change.errors).toEqual([expect.objectContaining({ code: 'cannot_change_built_in', line: 3 })]);
    const pose = read(
      'backend_name: vLLM\nversion_configs:\n  "2":\n    image_name: b:1\n    custom_framework: cuda\n',
    );
    expect(pose.errors).toEqual([expect.objectContaining({ code: 'version_suffix_required', line: 3, column: 3 })]);
  });
});
