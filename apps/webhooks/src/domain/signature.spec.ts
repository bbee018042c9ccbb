import { describe, expect, it } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { signatures } from './signature.js';

const secrets = [`whsec_${Buffer.alloc(32, 1).toString('base64')}`, `whsec_${Buffer.alloc(24, 2).toString('base64')}`];
const signed = { id: 'msg_1', timestamp: Math.floor(Date.now() / 1000), body: '{"text":"ü {{port}}"}' };
const headers = (signature: string) => ({
  'webhook-id': signed.id,
  'webhook-timestamp': String(signed.timestamp),
  'webhook-signature': signature,
});

describe('a signature', () => {
  it('is what the specification shows for its example', () => {
    const example = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1_614_265_330,
      body: '{"test": 2432232314}',
    };
    expect(signatures(example, ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'])).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });

  it('is accepted by the reference implementation, of each secret in use', () => {
    const text = signatures(signed, secrets);
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(signed.body, headers(text))).toEqual({ text: 'ü {{port}}' });
    }
    expect(text.split(' ')).toHaveLength(2);
  });

  it('covers id, time and every byte of the body', () => {
    const text = signatures(signed, secrets);
    const [secret = ''] = secrets;
    const refused = 'No matching signature found';
    expect(() => new Webhook(secret).verify(`${signed.body} `, headers(text))).toThrow(refused);
    expect(() => new Webhook(secret).verify(signed.body, { ...headers(text), 'webhook-id': 'msg_2' })).toThrow(refused);
    const later = { ...headers(text), 'webhook-timestamp': String(signed.timestamp + 1) };
    expect(() => new Webhook(secret).verify(signed.body, later)).toThrow(refused);
  });
});
