import { describe, expect, it } from 'vitest';
import { definitionWarnings } from './definition-warnings.js';

describe('definitionWarnings', () => {
  it('points at what probably does not do what was meant', () => {
    const warnings = definitionWarnings({
      backend_name: 'my-custom',
      default_run_command: 'cd /x && serve --port {{ port }}',
      versions: [
        { name: 'v1', images: [{ framework: 'cudaa', image_name: 'a' }], run_command: 'serve --port {{port}}' },
      ],
    });
    expect(warnings.map(({ code, path, hint }) => [code, path.join('/'), hint])).toEqual([
      ['shell_operator', 'default_run_command', "Where a shell is wanted, write: /bin/sh -c 'exec ...'."],
      ['spaced_placeholder', 'default_run_command', 'Write {{port}}.'],
      ['no_port', 'default_run_command', 'Add the option for the port, for example --port {{port}}.'],
      ['unknown_framework', 'versions/0/images/0/framework', 'Did you mean cuda?'],
    ]);
  });

  it('leaves other template languages alone', () => {
    const command = "serve --port {{port}} --chat-template '{{ message.role }}'";
    expect(definitionWarnings({ backend_name: 'a-custom', default_run_command: command, versions: [] })).toEqual([]);
  });
});
