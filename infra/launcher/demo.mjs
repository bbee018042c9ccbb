// @ts-check
/** `npm run demo`: Enginehouse, a real engine in a real container, and a question answered through the gateway. */
import { run } from './cli/run.mjs';
import { signInLink } from './cli/sign-in-link.mjs';
import { urls } from './cli/urls.mjs';
import { ApiClient } from './demo/api-client.mjs';
import { ask } from './demo/ask.mjs';
import { deployDemo } from './demo/deploy.mjs';
import { prepareEngine } from './demo/engine.mjs';
import { followDeployment } from './demo/follow.mjs';

const QUESTION = 'Hello! What are you, and where do you run?';

/** @type {ReturnType<typeof prepareEngine> | undefined} */
let engine;

await run({
  title: 'Enginehouse demo',
  alongside: (context) => {
    engine = prepareEngine(context);
    engine.catch(() => undefined); // told when it is needed
  },
  use: async ({ stack, progress, stay, once }) => {
    const api = new ApiClient(stack.apiUrl, stack.adminToken);
    const { image, model } = await /** @type {NonNullable<typeof engine>} */ (engine);
    const { name, since } = await deployDemo({ api, image, model, progress });
    const answered = new AbortController();
    const failed = followDeployment({ api, name, since, progress, signal: answered.signal });
    const answer = ask(stack, { model: name, question: QUESTION });
    await Promise.race([answer, failed]);
    answered.abort();
    await show(await answer, progress);
    if (once) {
      progress.line('Start again with "npm run demo" to go on with the same data.');
      return;
    }
    console.log(`\n${urls(stack)}${await signInLink(stack)}\n\nAsk something else:\n\n${example(stack, name)}\n`);
    await stay();
  },
});

/** @param {Awaited<ReturnType<typeof ask>>} answer @param {import('./cli/progress.mjs').Progress} progress */
async function show({ told, tokens }, progress) {
  progress.line(`You: ${QUESTION}`);
  process.stdout.write(`${' '.repeat(10)}Model: `);
  for await (const text of told) process.stdout.write(text);
  console.log('');
  progress.line(`Answered through the gateway, ${tokens()} tokens.`);
}

/** @param {import('./index.d.mts').Stack} stack @param {string} model */
function example({ gatewayUrl, dataDir }, model) {
  const body = JSON.stringify({ model, messages: [{ role: 'user', content: 'How does placement work?' }] });
  return `  curl ${gatewayUrl}/v1/chat/completions -H "authorization: Bearer $(cat ${dataDir}/bootstrap/admin-token)" \\
    -H 'content-type: application/json' -d '${body}'`;
}
