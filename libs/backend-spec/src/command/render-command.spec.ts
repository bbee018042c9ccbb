import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderCommand, type RenderContext } from './render-command.js';

const context: RenderContext = {
  model_path: '/models/m',
  model_name: 'm',
  port: 8000,
  worker_ip: '10.0.0.5',
  gpu_count: 1,
  gpu_ids: [0],
};
const value = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''));
const argvOf = (template: string, given: Partial<RenderContext>, env: Record<string, string> = {}) => {
  const result = renderCommand(template, { ...context, ...given }, env);
  return result.ok ? result.value.argv : result.error.code;
};

describe('renderCommand', () => {
  it('never lets the value of a built-in placeholder change the number of arguments', () => {
    fc.assert(
      fc.property(value, value, (model_path, model_name) => {
        const argv = argvOf('serve {{model_path}} --name={{model_name}} "{{model_name}}"', { model_path, model_name });
        expect(argv).toEqual(['serve', model_path, `--name=${model_name}`, model_name]);
      }),
    );
  });

  it('never lets a quoted variable change the number of arguments', () => {
    fc.assert(
      fc.property(value, (text) => {
        expect(argvOf(`a '{{V}}' "x{{V}}"`, {}, { V: text })).toEqual(['a', text, `x${text}`]);
      }),
    );
  });

  it('lets an unquoted variable carry several options', () => {
    expect(argvOf('serve {{EXTRA}} end', {}, { EXTRA: `--a 'b c' --d` })).toEqual([
      'serve',
      '--a',
      'b c',
      '--d',
      'end',
    ]);
  });

  it('drops a backslash before a placeholder, as it would before any character', () => {
    expect(argvOf(String.raw`\{{port}} "\{{port}}"`, {})).toEqual(['8000', String.raw`\8000`]);
  });

  it('refuses a template that asks for a port nobody knows', () => {
    expect(argvOf('--port {{port}}', { port: null })).toBe('missing_value');
    expect(argvOf('serve', { port: null })).toEqual(['serve']);
  });

  it('finds no variable on the prototype of the environment', () => {
    const result = renderCommand('{{constructor}} {{__proto__}}', context, {});
    expect(result.ok && result.value.unresolved).toEqual(['constructor', '__proto__']);
  });
});
