// @ts-check
import {
  cloudEventAttributes,
  cloudEventHeaders,
  logName,
  logs,
  webhookMessage,
} from '../../libs/contracts/dist/index.js';

const counts = ['no', 'one', 'two', 'three', 'four', 'five'];
/** @type {readonly (keyof typeof logs)[]} */
const names = logName.options;
const streamNames = names.map((name) => logs[name].stream);
/** @param {(stream: string) => string} subject */
const ofEachStream = (subject) => streamNames.map((stream) => `\`${subject(stream)}\``).join(', ');

const log = { source: '/catalog', logId: 'b0d1c7a2-54a5-4d4b-9a39-3c1a2f6f2a10', epoch: '1' };
/** One event as it looks wherever it is read. */
const event = {
  id: '019ab3c2-7d10-7c35-9f21-6f0a4d1c2b3e',
  type: 'VersionAdded',
  schemaVersion: 1,
  data: { version: { name: '0.11.2', images: [{ framework: 'cuda', image_name: 'vllm/vllm-openai:v0.11.2' }] } },
  meta: {
    actor: 'user:jo',
    correlationId: '019ab3c2-7d0f-7a10-8b77-0d6c5e4f3a2b',
    causationId: '019ab3c2-7d0f-7a10-8b77-0d6c5e4f3a2b',
    reason: 'needed for Qwen3',
  },
  position: 37,
  streamId: 'backend:vllm-custom',
  version: 4,
  recordedAt: '2026-11-02T09:30:00.000Z',
};

const json = (/** @type {unknown} */ value) => `\`\`\`json\n${JSON.stringify(value, undefined, 2)}\n\`\`\``;

/** @param {readonly { file: string, title: string, log: string, stream: string, types: readonly string[] }[]} kinds */
export const eventIndex = (kinds) => `
# Events

Every change in Enginehouse is an event in one of ${counts[names.length]} append-only logs. Your services can follow all of them, from the beginning or from any position, without loss or repetition.

| log | JetStream stream | about | events |
|---|---|---|---|
${kinds.map(({ file, title, log: name, stream, types }) => `| \`${name}\` | \`${stream}\` | [${title}](${file}) | ${types.map((type) => `[${type}](${file}#${type.toLowerCase()})`).join(', ')} |`).join('\n')}

A subject is \`<log>.<kind>.<name>.<type>\`, for example \`catalog.backend.vllm-custom.VersionAdded\`. Names keep \`[a-z0-9_-]\`; any other byte of their UTF-8 form is \`=XX\`, in hex.

**Positions are dense.** In each log they count 1, 2, 3, ... without a hole, and in the stream the position is the sequence. So one number says all about how far you are: what is not larger than your position you have, what is larger by more than one means that you missed something.

**Schemas** of the data of every type are in [schemas/](schemas/), and on a running installation at \`/v1/schemas\` and \`/v1/schemas/{type}\`. Within a version, fields are only added: pass over those that you do not know, and over types that you do not know.

## The message

On NATS an event is a CloudEvent 1.0 in binary mode: the body is the data as JSON, all else is in headers.

| header | |
|---|---|
${Object.entries(cloudEventAttributes.shape)
  .map(
    ([name, schema]) =>
      `| \`${name}\` | ${schema.description}${schema.safeParse(undefined).success ? ' (optional)' : ''} |`,
  )
  .join('\n')}

\`\`\`text
${Object.entries(cloudEventHeaders(event, log))
  .map(([name, value]) => `${name}: ${value}`)
  .join('\n')}

${JSON.stringify(event.data)}
\`\`\`

## Four ways to follow

### With the client library

\`follow\` of [@enginehouse/client](../../libs/client/README.md) does everything on this page: it reads the past from the feed, goes over to NATS, comes back to the feed whenever NATS cannot be relied on, and notices a log that was restored from a backup. [examples/catalog-mirror](../../examples/catalog-mirror/README.md) is a service made with it.

### The feed

\`GET /v1/events?log=catalog&after=36&limit=100&wait=20\` answers the events behind a position, at most \`limit\` (1000) of them; with \`wait\` it waits up to so many seconds (30) for the first one. Any access token may read it.

${json({ events: [event], head: 37, logId: log.logId, epochs: [{ epoch: 1, afterPosition: 0 }] })}

\`head\` is where the log ends. \`epochs\` are the lives of the log: a new one began when the log, restored from a backup, ended at \`afterPosition\`. Store \`logId\` and the epoch of your last event with your position. If there is a newer epoch whose \`afterPosition\` is below your position, or another \`logId\`, then what you have beyond that is no longer true: undo it, and go on from there.

### Server-sent events

\`GET /v1/events\` with \`Accept: text/event-stream\` streams one log (\`?log=\`) or all. The \`id\` of each event says how far you are in every log that you follow; after a loss of connection send it back as \`Last-Event-ID\`, as browsers do by themselves. Without it and without \`after\` the stream begins at the present. Where the service of one log does not answer, the others go on: \`event: log\` with \`{"log":"marketplace","state":"away","detail":"..."}\` says so, and \`"state":"back"\` that its events come again.

\`\`\`sh
curl -N -H "Authorization: Bearer $ENGINEHOUSE_TOKEN" -H 'Accept: text/event-stream' \\
  -H 'Last-Event-ID: catalog-36' "$ENGINEHOUSE_URL/v1/events?log=catalog"
\`\`\`

\`\`\`text
id: catalog-37
data: ${JSON.stringify({ log: 'catalog', ...event })}
\`\`\`

### NATS

The streams are a cache of the logs: when NATS loses them they are filled again from position 1 with the same messages. So take from a stream only what follows your position by exactly one, with the \`ce-logid\` and \`ce-epoch\` that you have; skip what is not beyond your position; for everything else ask the feed. Store position and effect together, in one transaction.

**Credentials.** The identity \`follower\` may read the streams of the logs and nothing else. Its file is written with those of the services: \`.enginehouse/nats/access/follower.creds\` by the launcher, \`nats/follower.creds\` in the output folder of \`infra/launcher/setup.mjs\`. Existing installations get it with the next start of the launcher, or when \`setup.mjs\` runs again; NATS needs no restart for it.

It reads through consumers that the server makes for one subscription and forgets afterwards (push, no name, no acknowledgements), created on \`$JS.API.CONSUMER.CREATE.<stream>\` with an inbox below \`_INBOX.follower\` as \`deliver_subject\`. A copy of every new message goes to \`live.<stream>.<subject>\`, to everybody who is subscribed at once, with its sequence in \`Nats-Sequence\`; copies are not kept. \`follow\` subscribes to them first, reads what is stored, and leaves its consumer when the two meet ([why that is safe](../decisions/0018-live-copies.md)): with many followers that is much less work for NATS. What it may do in full, from \`infra/nats/permissions.json\`:

| publish | why |
|---|---|
| ${ofEachStream((stream) => `$JS.API.CONSUMER.CREATE.${stream}`)} | begin to read |
| ${ofEachStream((stream) => `$JS.FC.${stream}.>`)} | say when it can take more |

| subscribe | why |
|---|---|
| \`_INBOX.follower.>\` | what it asked for |
| \`live.>\` | copies of new messages |

It can publish no event, make no durable consumer, and neither pull from nor delete those of others. For a service with an identity of its own, or a NATS library that names its consumers (it then needs \`$JS.API.CONSUMER.CREATE.<stream>.>\` and, to pull, \`$JS.API.CONSUMER.MSG.NEXT.<stream>.*\`), add an entry below \`clients\` in \`infra/nats/permissions.json\` and run the launcher or \`setup.mjs\` again. Give such files to services you run yourself, not to strangers: whoever may create a consumer chooses where its messages go.

### Webhooks

\`POST /v1/webhooks\` names an address of yours; every event that fits its filters is sent there, signed as [Standard Webhooks](https://www.standardwebhooks.com) describe (\`webhook-id\`, \`webhook-timestamp\`, \`webhook-signature\`). The body is the same CloudEvent in structured mode, \`application/cloudevents+json\`; \`webhook-id\` is the event's id, so drop what you have seen. Deliveries may overtake each other: \`position\` says the order.

${json(webhookMessage(event, log))}
`;
