// @ts-check
/** `npm start`: everything of Enginehouse on this machine, until Ctrl-C. */
import { run } from './cli/run.mjs';
import { urls } from './cli/urls.mjs';

await run({
  title: 'Enginehouse',
  use: async ({ stack, progress, stay }) => {
    progress.line(`Enginehouse is ready.\n\n${urls(stack)}\n`);
    await stay();
  },
});
