import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseFile } from './lease-file.js';
import { canBind } from './port-probe.js';
import { PortLeases } from './port-leases.js';

const range = { from: 100, to: 103 };
let directory: string;
let file: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'enginehouse-leases-'));
  file = path.join(directory, 'state', 'ports.json');
});
afterEach(() => fs.rmSync(directory, { recursive: true }));

const open = async (taken: readonly number[] = []) =>
  await PortLeases.open({ store: leaseFile(file), isFree: async (port) => !taken.includes(port), range });
const portOf = async (leases: PortLeases, owner: string) => {
  const leased = await leases.lease(owner);
  return leased.ok ? leased.value : leased.error.code;
};

describe('port leases', () => {
  it('give an owner the same port every time, and no two owners the same', async () => {
    const leases = await open();
    const owners = ['a', 'b', 'a', 'c', 'b'];
    expect(await Promise.all(owners.map((owner) => portOf(leases, owner)))).toEqual([100, 101, 100, 102, 101]);
  });

  it('last over a restart', async () => {
    await portOf(await open(), 'a');
    await portOf(await open(), 'b');
    const again = await open();
    expect(again.leases()).toEqual({ a: 100, b: 101 });
    expect(await portOf(again, 'c')).toBe(102);
  });

  it('skip what something else listens on', async () => {
    expect(await portOf(await open([100, 101]), 'a')).toBe(102);
  });

  it('run out', async () => {
    const leases = await open([103]);
    for (const owner of ['a', 'b', 'c']) await portOf(leases, owner);
    const last = await leases.lease('d');
    expect(last).toMatchObject({ ok: false, error: { code: 'no-port-left', detail: expect.stringContaining('100') } });
    await leases.release('b');
    expect(await portOf(leases, 'd')).toBe(101);
  });

  it('are exchanged for another port', async () => {
    const leases = await open();
    await portOf(leases, 'a');
    expect(await leases.exchange('a')).toEqual({ ok: true, value: 101 });
    expect((await open()).leases()).toEqual({ a: 101 });
  });

  it('take up the port of a container that was found, unless another owner has it', async () => {
    const leases = await open();
    expect(await leases.adopt('found', 101)).toBe(true);
    expect(await leases.adopt('found', 101)).toBe(true);
    expect(await leases.adopt('other', 101)).toBe(false);
    expect(await Promise.all([portOf(leases, 'x'), portOf(leases, 'y'), portOf(leases, 'z')])).toEqual([102, 103, 100]);
  });

  it('go on after a failed write, having handed out nothing', async () => {
    const leases = await open();
    fs.mkdirSync(path.join(directory, 'state', 'ports.json.new'), { recursive: true });
    await expect(leases.lease('a')).rejects.toThrow('EISDIR');
    expect(leases.leases()).toEqual({});
    fs.rmdirSync(path.join(directory, 'state', 'ports.json.new'));
    expect(await portOf(leases, 'a')).toBe(100);
  });

  it('start anew from a file that cannot be read, which is kept aside', async () => {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '{"leases":{"a":1');
    const leases = await open();
    expect(leases.leases()).toEqual({});
    expect(fs.readFileSync(`${file}.unreadable`, 'utf8')).toBe('{"leases":{"a":1');
  });
});

describe('trying a port', () => {
  it('tells whether something listens there', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as net.AddressInfo;
    expect(await canBind(port, '127.0.0.1')).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect(await canBind(port, '127.0.0.1')).toBe(true);
  });

  it('fails on an address that is not of this host', async () => {
    expect(await canBind(40_000, '203.0.113.9')).toBe(false);
  });
});
