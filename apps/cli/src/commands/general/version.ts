import { readFileSync } from 'node:fs';
import type { Register } from '../../command.js';
import type { Session } from '../../session.js';

const packageFile = new URL('../../../package.json', import.meta.url);

/** `enginehouse version`; `--version` belongs to `deploy`, where it names a backend's. */
export const versionCommand: Register = (parent, run) => {
  parent.command('version').description('Print the version of this program').action(run(version));
};

async function version(session: Session): Promise<void> {
  const { version: own } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  session.show({ version: own, node: process.version }, () => `enginehouse ${own} (node ${process.version})\n`);
}
