// @ts-check
/** `npm run docs` writes the generated reference; with `--check` it only says whether it is up to date. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { apiPage, openApiFile } from './reference/api-page.mjs';
import { eventPages, outdatedSchemas } from './reference/event-pages.mjs';
import { errorsPage } from './reference/pages.mjs';

const root = resolve(import.meta.dirname, '..');
const pages = {
  ...eventPages(),
  'docs/reference/errors.md': errorsPage(),
  'docs/reference/api.md': apiPage(),
  'docs/reference/openapi.json': openApiFile(),
};
const check = process.argv.includes('--check');

for (const [path, text] of Object.entries(pages)) {
  const file = resolve(root, path);
  const same = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (check && !same) {
    console.error(`${path} is out of date: run \`npm run docs\``);
    process.exitCode = 1;
  }
  if (!check && !same) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}

for (const path of outdatedSchemas(root, Object.keys(pages))) {
  if (check) {
    console.error(`${path} is of no event: run \`npm run docs\``);
    process.exitCode = 1;
  } else {
    rmSync(resolve(root, path));
    console.log(`removed ${path}`);
  }
}
