import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Where a request may go. `public`: only addresses that the whole Internet routes. `internal`: private networks and
 * this host too. Neither reaches link-local addresses, clouds' metadata, or what is no single host's address.
 */
export type AddressPolicy = 'public' | 'internal';

/** How far an address reaches: over the Internet, inside a network or host, or nowhere a request has business. */
type Reach = 'global' | 'internal' | 'never';

interface AddressKind {
  readonly reach: Reach;
  /** What it is, to follow "is". */
  readonly what: string;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const kind = (reach: Reach, what: string): AddressKind => ({ reach, what });
const global = kind('global', 'a public address');
const metadata = kind('never', "a cloud's metadata address");
const reserved = kind('never', 'a reserved address');
const translated = kind('never', 'a translated address, which hides where it leads');

/** What no range below tells: metadata services outside the link-local range, and what benchmarks use. */
const special: readonly (readonly [string, AddressKind])[] = [
  ['100.100.100.200/32', metadata],
  ['168.63.129.16/32', metadata],
  ['fd00:ec2::254/128', metadata],
  ['fd20:ce::254/128', metadata],
  ['fd00:42::42/128', metadata],
  ['198.18.0.0/15', kind('internal', 'an address for benchmarks')],
];

/** By the ranges of ipaddr.js; a range that it learns later is reserved until it stands here. */
const kinds: Readonly<Partial<Record<string, AddressKind>>> = {
  unicast: global,
  loopback: kind('internal', 'an address of this host'),
  private: kind('internal', 'a private address'),
  uniqueLocal: kind('internal', 'a private address'),
  carrierGradeNat: kind('internal', 'an address of shared address space'),
  linkLocal: kind('never', 'a link-local address, as clouds use for their metadata'),
  unspecified: kind('never', 'not the address of a host'),
  broadcast: kind('never', 'a broadcast address'),
  multicast: kind('never', 'a multicast address'),
  rfc6052: translated,
  rfc6145: translated,
  '6to4': translated,
  teredo: translated,
};

/** Why a request may not go to the address; null where it may. `address` is in the notation that resolvers answer. */
export function refusalOf(address: string, policy: AddressPolicy): string | null {
  if (isIP(address) === 0) return `${address} is no address`;
  const { reach, what } = kindOf(ipaddr.parse(address));
  const isAllowed = reach === 'global' || (reach === 'internal' && policy === 'internal');
  return isAllowed ? null : `${address} is ${what}`;
}

function kindOf(address: Address): AddressKind {
  const known = special.find(([network]) => isWithin(address, network));
  if (known !== undefined) return known[1];
  return address instanceof ipaddr.IPv6 ? kindOfIPv6(address) : (kinds[address.range()] ?? reserved);
}

function kindOfIPv6(address: ipaddr.IPv6): AddressKind {
  // It stands for an IPv4 address and goes where that one goes.
  if (address.isIPv4MappedAddress()) return kindOf(address.toIPv4Address());
  if (isWithin(address, '64:ff9b::/96')) return kindOfTranslated(address);
  const found = kinds[address.range()] ?? reserved;
  return found.reach === 'global' && !isWithin(address, '2000::/3') ? reserved : found;
}

/** NAT64 leads to the IPv4 address in its last 32 bits; only public ones have business there. */
function kindOfTranslated(address: ipaddr.IPv6): AddressKind {
  const target = ipaddr.fromByteArray(address.toByteArray().slice(12));
  return kindOf(target).reach === 'global' ? global : translated;
}

function isWithin(address: Address, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  if (address instanceof ipaddr.IPv4) return base instanceof ipaddr.IPv4 && address.match(base, bits);
  return base instanceof ipaddr.IPv6 && address.match(base, bits);
}
