import { z } from 'zod';
import { changeHeaders, changesRevision, examples, path, type ChangeOptions, type Register } from '../../command.js';
import { durationSeconds } from '../../parse-options.js';
import type { Session } from '../../session.js';

interface Options extends ChangeOptions {
  readonly overlap?: number;
  readonly now?: boolean;
}

const rotated = z.object({ secret: z.string() });

export const webhookRotateSecret: Register = (parent, run) => {
  changesRevision(
    parent
      .command('rotate-secret')
      .description('Make a new secret, shown this once; for a while requests are signed with both')
      .argument('<name>', 'its name')
      .option('--overlap <duration>', 'how long the old one is used too (default: 24h)', durationSeconds)
      .option('--now', 'stop using all old secrets at once: one of them is known to others'),
  )
    .addHelpText('after', examples('enginehouse webhook rotate-secret ci --overlap 2h'))
    .action(run(rotate));
};

async function rotate(session: Session, options: Options, name: string): Promise<void> {
  const body = { overlapSeconds: options.now ? 0 : options.overlap };
  const address = `${path`/v1/webhooks/${name}`}/rotate-secret`;
  const request = { body, headers: changeHeaders(options) };
  const { raw, value } = await session.api.typed(rotated, 'POST', address, request);
  if (!session.json) session.note(`new secret of webhook ${name}; it is not shown again:`);
  session.show(raw, () => `${value.secret}\n`);
}
