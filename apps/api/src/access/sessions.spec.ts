import { newSecretsKey, sealSecret, Sealer } from '@enginehouse/service-kit';
import { describe, expect, it } from 'vitest';
import { InMemoryTokenStore } from '../adapters/in-memory/in-memory-token-store.js';
import { Sessions, type OpenSession } from './sessions.js';
import { TokenRegistry } from './token-registry.js';

const hour = 3_600_000;
const minute = 60_000;
const key = newSecretsKey();

async function arrange(more: { readonly expiresInSeconds?: number } = {}) {
  const tokens = new TokenRegistry(new InMemoryTokenStore(), { show: () => {} });
  const made = await tokens.create({ name: 'ada', role: 'operator', createdBy: 'user:x', ...more });
  if (!made.ok) throw new Error(made.error.detail);
  const { token } = made.value;
  const identity = tokens.identify(token);
  if (!identity) throw new Error('the token is not in force');
  return { tokens, sessions: new Sessions(key, tokens), inForce: { token, identity } };
}

describe('a session in a browser', () => {
  it('stands for its token for twelve hours', async () => {
    const { sessions, inForce } = await arrange();
    const now = Date.now();
    const cookie = sessions.seal(sessions.start(inForce, now).session);
    expect(sessions.open(cookie, now)?.identity).toMatchObject({ name: 'ada', role: 'operator' });
    expect(sessions.open(cookie, now + 12 * hour - 1)?.session.token).toBe(inForce.token);
    expect(sessions.open(cookie, now + 12 * hour)).toBeUndefined();
  });

  it('goes on while it is used, seven days at most, and keeps its CSRF token', async () => {
    const { sessions, inForce } = await arrange();
    const started = Date.now();
    let open: OpenSession | undefined = sessions.start(inForce, started);
    const csrf = sessions.csrfToken(open.session);
    let last = started;
    for (let now = started; open; now += hour) {
      expect(sessions.csrfToken(open.session)).toBe(csrf);
      last = now;
      open = sessions.open(sessions.seal(sessions.renew(open, now) ?? open.session), now + hour);
    }
    expect((last - started) / hour).toBe(7 * 24 - 1);
  });

  it('is not renewed with every request', async () => {
    const { sessions, inForce } = await arrange();
    const now = Date.now();
    const open = sessions.start(inForce, now);
    expect(sessions.renew(open, now + 14 * minute)).toBeUndefined();
    expect(sessions.renew(open, now + 15 * minute)?.expiresAt).toBe(now + 15 * minute + 12 * hour);
  });

  it('ends with its token, whatever the cookie says', async () => {
    const { sessions, inForce } = await arrange({ expiresInSeconds: 600 });
    const now = Date.now();
    const open = sessions.start(inForce, now);
    expect(open.session.expiresAt).toBe(Date.parse(open.identity.expiresAt ?? ''));
    const longer = sessions.seal({ ...open.session, expiresAt: now + hour });
    expect(sessions.open(longer, now + 9 * minute)).toBeDefined();
    expect(sessions.open(longer, now + 11 * minute)).toBeUndefined();
  });

  it('ends the moment its token is revoked', async () => {
    const { sessions, tokens, inForce } = await arrange();
    const cookie = sessions.seal(sessions.start(inForce).session);
    expect(sessions.open(cookie)).toBeDefined();
    await tokens.revoke('ada');
    expect(sessions.open(cookie)).toBeUndefined();
  });

  it('shows neither the token nor what its CSRF token is made of', async () => {
    const { sessions, inForce } = await arrange();
    const { session } = sessions.start(inForce);
    const cookie = sessions.seal(session);
    const readable = cookie + Buffer.from(cookie, 'base64url').toString('latin1');
    expect([inForce.token, session.id, sessions.csrfToken(session)].some((each) => readable.includes(each))).toBe(
      false,
    );
    expect(sessions.csrfToken(session)).not.toContain(session.id);
  });

  it('has a CSRF token that no other session has', async () => {
    const { sessions, inForce } = await arrange();
    const [one, two] = [sessions.start(inForce).session, sessions.start(inForce).session];
    expect(sessions.isCsrfToken(sessions.csrfToken(one), one)).toBe(true);
    expect(sessions.isCsrfToken(sessions.csrfToken(one), two)).toBe(false);
    expect(sessions.isCsrfToken('', one)).toBe(false);
  });

  it.each([
    ['of another installation', () => new Sealer(newSecretsKey(), 'session').seal('["t","i",0,9999999999999]')],
    ['sealed for workers', () => sealSecret('["t","i",0,9999999999999]', key)],
    [
      'made with the key by who does not know a token',
      () => new Sealer(key, 'session').seal('["eh_x","i",0,9999999999999]'),
    ],
    ['that is nonsense', () => 'nonsense'],
  ])('is not a cookie %s', async (_what, cookie) => {
    const { sessions } = await arrange();
    expect(sessions.open(cookie())).toBeUndefined();
  });
});
