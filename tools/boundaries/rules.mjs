// @ts-check
/**
 * Who may import whom: the only rule table. A project's type is the `type:` tag in its package.json.
 */

/** @type {Record<string, readonly string[]>} */
export const mayImport = {
  app: ['contracts', 'domain', 'platform', 'client'],
  client: ['contracts'],
  example: ['client'],
  testing: ['contracts', 'platform', 'client'],
  platform: ['contracts', 'platform'],
  domain: ['contracts', 'domain'],
  contracts: [],
};

/** What a spec may import beyond its project's own right. */
export const testsMayAlsoImport = ['testing'];

/** Pure projects: no framework, no I/O, and only these packages.
 * @type {Record<string, readonly string[]>} */
export const onlyPackages = {
  contracts: ['zod'],
  domain: ['zod', 'shell-quote', 'js-yaml', 'yaml'],
};

/** Technologies that stay behind a port: package -> the places that may import it.
 * @type {Record<string, readonly RegExp[]>} */
export const adaptersOnly = {
  pg: [
    /^libs\/event-store\/src\//,
    /^libs\/jobs\/src\//,
    /^libs\/testing\//,
    /\/src\/adapters\//,
    /\/src\/migrations\//,
  ],
  typeorm: [/\/src\/adapters\//, /\/src\/migrations\//],
  nats: [/^libs\/messaging\/src\//, /^libs\/client\/src\/nats\//, /^libs\/testing\//],
  'nkeys.js': [/^libs\/messaging\/src\//, /^infra\/launcher\//],
  bullmq: [/^libs\/jobs\/src\//, /\/src\/adapters\//],
  dockerode: [/^libs\/container-engine\/src\//],
};

/** Folders of an app that hold pure decisions: what they may not reach.
 * @type {readonly { readonly folder: RegExp; readonly forbidden: RegExp; readonly why: string }[]} */
export const layers = [
  {
    folder: /^apps\/[^/]+\/src\/domain\//,
    forbidden:
      /^(@nestjs\/|rxjs|node:(fs|net|http|https|child_process|dgram|tls)|@enginehouse\/(messaging|event-store|service-kit|container-engine))/,
    why: 'the domain knows no framework, no bus, no database and no I/O',
  },
  {
    folder: /^apps\/[^/]+\/src\/domain\//,
    forbidden: /^\.\.\/.*(adapters|http|messages|use-cases|queries)\//,
    why: 'the domain does not know the layers around it',
  },
  {
    folder: /^apps\/[^/]+\/src\/(use-cases|queries)\//,
    forbidden: /\/(adapters|http|messages)\//,
    why: 'use cases reach technology through ports',
  },
];

/** Node's modules that make a pure library impure. */
export const impureBuiltins =
  /^node:(fs|net|http|https|http2|child_process|dgram|tls|dns|worker_threads|cluster|os|process)/;
