// @ts-check
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInbox, credsAuthenticator } from 'nats';

/** @typedef {{ natsUrl: string, credsFile: string }} Place */
/** @typedef {{ reply: string | undefined, head: Buffer, body: Buffer }} Frame */

const inboxPrefix = '_INBOX.follower';
const lineEnd = '\r\n';
const idHeader = 'ce-id: ';

/** @param {Buffer} head */
function idOf(head) {
  const at = head.indexOf(idHeader) + idHeader.length;
  return head.latin1Slice(at, head.indexOf(lineEnd, at));
}

/**
 * A connection that understands just as much of NATS as following takes: it is for those whose deliveries are counted,
 * so that reading them uses little of the machine on which the server delivers to all of them.
 */
export class LightFollower {
  #rest = Buffer.alloc(0);
  /** @type {Map<string, (frame: Frame) => void>} */
  #handlers = new Map();
  #subscriptions = 0;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#read(chunk));
  }

  /** @param {Place} place @returns {Promise<LightFollower>} */
  static async connect({ natsUrl, credsFile }) {
    const { hostname, port } = new URL(natsUrl);
    const socket = connect(Number(port), hostname);
    const greeting = await new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('data', (data) => resolve(data.toString()));
    });
    const { nonce } = JSON.parse(greeting.slice('INFO '.length));
    const auth = credsAuthenticator(new Uint8Array(readFileSync(credsFile)))(nonce);
    const wish = { ...auth, verbose: false, pedantic: false, headers: true, lang: 'bench', version: '1' };
    const follower = new LightFollower(socket);
    follower.#send(`CONNECT ${JSON.stringify(wish)}`);
    return follower;
  }

  /** Listens to the copies that the server sends to everybody; `seen` gets the id of each event.
   * @param {string} subject @param {(id: string) => void} seen */
  async listen(subject, seen) {
    this.#subscribe(subject, ({ head }) => seen(idOf(head)));
  }

  /** Makes a consumer of its own; `seen` gets the id of each event.
   * @param {object} config @param {(id: string) => void} seen */
  async follow(config, seen) {
    const [inbox, answers] = [createInbox(inboxPrefix), createInbox(inboxPrefix)];
    this.#subscribe(inbox, ({ head, reply }) => {
      if (head.includes(idHeader)) seen(idOf(head));
      else if (reply) this.#publish(reply, '');
    });
    const answer = new Promise((resolve) =>
      this.#subscribe(answers, ({ body }) => resolve(JSON.parse(body.toString()))),
    );
    const request = JSON.stringify({ stream_name: 'CATALOG', config: { ...config, deliver_subject: inbox } });
    this.#publish(`$JS.API.CONSUMER.CREATE.CATALOG ${answers}`, request);
    const { error } = await answer;
    if (error) throw new Error(error.description);
  }

  close() {
    this.socket.destroy();
  }

  /** @param {string} subject @param {(frame: Frame) => void} handler */
  #subscribe(subject, handler) {
    this.#subscriptions += 1;
    this.#handlers.set(String(this.#subscriptions), handler);
    this.#send(`SUB ${subject} ${this.#subscriptions}`);
  }

  /** @param {string} to @param {string} body */
  #publish(to, body) {
    this.#send(`PUB ${to} ${Buffer.byteLength(body)}${lineEnd}${body}`);
  }

  /** @param {string} text */
  #send(text) {
    this.socket.write(text + lineEnd);
  }

  /** @param {Buffer} chunk */
  #read(chunk) {
    const data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = 0;
    for (let end = this.#frame(data, at); end > at; end = this.#frame(data, at)) at = end;
    this.#rest = data.subarray(at);
  }

  /** Handles what begins there; where it ends, or the same place while it is not whole.
   * @param {Buffer} data @param {number} at */
  #frame(data, at) {
    const lineAt = data.indexOf(lineEnd, at);
    if (lineAt < 0) return at;
    const line = data.latin1Slice(at, lineAt);
    const begin = lineAt + 2;
    if (line === 'PING') this.#send('PONG');
    if (line.startsWith('-ERR')) throw new Error(line);
    const message = /^(H?)MSG \S+ (\d+) +(?:([^\s\d]\S*) )?(?:(\d+) )?(\d+)$/.exec(line);
    if (!message) return begin;
    const [, , id = '', reply, headSize = '0', size] = message;
    const end = begin + Number(size);
    if (data.length < end + 2) return at;
    const [head, body] = [data.subarray(begin, begin + Number(headSize)), data.subarray(begin + Number(headSize), end)];
    this.#handlers.get(id)?.({ reply, head, body });
    return end + 2;
  }
}
