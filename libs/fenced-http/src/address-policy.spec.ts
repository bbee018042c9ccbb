import { describe, expect, it } from 'vitest';
import { refusalOf } from './address-policy.js';

const everywhere = ['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'];
const inside = [
  '127.0.0.1',
  '127.255.255.254',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '198.18.0.1',
  '::1',
  'fd12:3456::1',
  '::ffff:127.0.0.1',
  '::ffff:a00:1',
];
const nowhere = [
  '0.0.0.0',
  '0.1.2.3',
  '169.254.169.254',
  '169.254.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '192.0.2.1',
  '198.51.100.7',
  '203.0.113.9',
  '192.88.99.1',
  '224.0.0.1',
  '255.255.255.255',
  '240.0.0.1',
  '::',
  '::7f00:1',
  '::ffff:169.254.169.254',
  '::ffff:100.100.100.200',
  '::ffff:0:7f00:1',
  '64:ff9b::7f00:1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::808:808',
  '2002:7f00:1::1',
  '2002:808:808::1',
  '2001:0:4136:e378:8000:63bf:3fff:fdd2',
  '2001:db8::1',
  '3fff::1',
  'fe80::1',
  'fe80::1%lo',
  'fec0::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'ff02::1',
  '100::1',
  '5f00::1',
  '4000::1',
  'not-an-address',
];

describe('the address policy', () => {
  it.each(everywhere)('lets %s be called', (address) => {
    expect(refusalOf(address, 'public')).toBeNull();
    expect(refusalOf(address, 'internal')).toBeNull();
  });

  it.each(inside)('lets %s be called only where internal addresses may be', (address) => {
    expect(refusalOf(address, 'public')).toContain(address);
    expect(refusalOf(address, 'internal')).toBeNull();
  });

  it.each(nowhere)('never lets %s be called', (address) => {
    expect(refusalOf(address, 'public')).toContain(address);
    expect(refusalOf(address, 'internal')).toContain(address);
  });
});
