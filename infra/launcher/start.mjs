// @ts-check
/** `npm start`: everything of Enginehouse on this machine, until Ctrl-C. */
import { run } from './cli/run.mjs';
import { signInLink } from './cli/sign-in-link.mjs';
import { startingAgain } from './cli/starting-again.mjs';
import { urls } from './cli/urls.mjs';
import { ApiClient } from './demo/api-client.mjs';

await run({
  title: 'Enginehouse',
  use: async ({ stack, progress, stay }) => {
    const more = await startingAgain(new ApiClient(stack.apiUrl, stack.adminToken));
    progress.line(`Enginehouse is ready.${more ? ` ${more}.` : ''}\n\n${urls(stack)}${await signInLink(stack)}\n`);
    await stay();
  },
});
