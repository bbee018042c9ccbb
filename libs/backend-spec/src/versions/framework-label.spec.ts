import { describe, expect, it } from 'vitest';
import { frameworkLabel, frameworkLabelText } from './framework-label.js';

const cuda = { framework: 'cuda', versions: ['1.10', '1.9', '1.8'] };

describe('a framework in short', () => {
  it('names the default version where the framework has it', () => {
    expect(frameworkLabel(cuda, '1.9')).toEqual({ framework: 'cuda', version: '1.9', more: 2 });
  });

  it('names the latest where it has not, and where there is no default', () => {
    expect(frameworkLabel(cuda, '2.0')).toEqual({ framework: 'cuda', version: '1.10', more: 2 });
    expect(frameworkLabel(cuda, undefined)).toEqual({ framework: 'cuda', version: '1.10', more: 2 });
  });

  it('does not say the same twice', () => {
    const label = frameworkLabel({ framework: 'cpu', versions: ['CPU'] }, undefined);
    expect(label).toEqual({ framework: 'cpu', version: undefined, more: 0 });
  });

  it('is the framework alone where its versions are not known', () => {
    expect(frameworkLabelText(frameworkLabel({ framework: 'cuda', versions: [] }, '1'))).toBe('cuda');
  });

  it('is one text', () => {
    expect(frameworkLabelText(frameworkLabel(cuda, undefined))).toBe('cuda 1.10 +2');
    expect(frameworkLabelText(frameworkLabel({ framework: 'cpu', versions: ['1'] }, undefined))).toBe('cpu 1');
    expect(frameworkLabelText(frameworkLabel({ framework: 'cpu', versions: ['cpu', '1'] }, 'cpu'))).toBe('cpu +1');
  });
});
