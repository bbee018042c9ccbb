import { writeFileSync } from 'node:fs';
import { cliDocs } from './cli-docs.js';

writeFileSync(new URL('../../../../docs/cli.md', import.meta.url), cliDocs());
