import { parseConfig } from '@enginehouse/service-kit';
import { describe, expect, it } from 'vitest';
import { trustedProxies, webUrl } from './config.js';
import { z } from 'zod';

const schema = z.object({ TRUST_PROXY: trustedProxies, GATEWAY_URL: webUrl.optional() });
const read = (TRUST_PROXY: string, GATEWAY_URL?: string) => parseConfig(schema, { TRUST_PROXY, GATEWAY_URL });

describe('the proxies that are trusted', () => {
  it('are addresses, networks and names of networks', () => {
    expect(read('127.0.0.1, 10.0.0.0/8 ::1,fd00::/8 loopback')).toMatchObject({
      config: { TRUST_PROXY: ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', 'loopback'] },
    });
  });

  it.each(['true', '1', '*', 'proxy.example.com', '10.0.0.0/33', '10.0.0.0/8/8', '0x7f.1', '::/129'])(
    'are not "%s"',
    (text) => expect(read(text)).toMatchObject({ problems: [{ name: 'TRUST_PROXY' }] }),
  );
});

describe('the address of the gateway', () => {
  it('is one of HTTP', () => {
    expect(read('loopback', 'http://127.0.0.1:9401')).toHaveProperty('config');
    expect(read('loopback', 'ftp://127.0.0.1')).toMatchObject({ problems: [{ name: 'GATEWAY_URL' }] });
  });
});
