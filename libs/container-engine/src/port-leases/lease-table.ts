/** Ports of a host that may be leased, both ends included. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** Which owner holds which port. `next` is where the search for a free one goes on, so that a port rests before it is used again. */
export interface LeaseTable {
  readonly range: PortRange;
  readonly leases: Readonly<Record<string, number>>;
  readonly next: number;
}

/** 40000 to 40999. Hosts whose outgoing connections use the same ports are why a port is tried before it is leased. */
export const defaultPortRange: PortRange = { from: 40_000, to: 40_999 };

/** A table without leases. */
export const emptyTable = (range: PortRange): LeaseTable => ({ range, leases: {}, next: range.from });

/** The port an owner holds. */
export function portOf(table: LeaseTable, owner: string): number | undefined {
  return Object.hasOwn(table.leases, owner) ? table.leases[owner] : undefined;
}

/** The ports nobody holds, in the order in which to try them. */
export function candidates({ range, leases, next }: LeaseTable): number[] {
  const held = new Set(Object.values(leases));
  const size = range.to - range.from + 1;
  const start = Math.min(Math.max(next, range.from), range.to) - range.from;
  return Array.from({ length: size }, (_, step) => range.from + ((start + step) % size)).filter(
    (port) => !held.has(port),
  );
}

/** The table after an owner got a port; any other port it held is free again. */
export function withLease(table: LeaseTable, owner: string, port: number): LeaseTable {
  const following = port >= table.range.to ? table.range.from : port + 1;
  return { ...table, leases: { ...table.leases, [owner]: port }, next: following };
}

/** The table after an owner gave its port back. */
export function withoutLease(table: LeaseTable, owner: string): LeaseTable {
  const { [owner]: _freed, ...leases } = table.leases;
  return { ...table, leases };
}

/** Reads a stored table for a range; null where the text is none. Leases outside the range stay until they are released. */
export function parseTable(text: string, range: PortRange): LeaseTable | null {
  const stored = parseJson(text);
  if (!isRecord(stored) || !isRecord(stored['leases'])) return null;
  const leases = stored['leases'];
  const ports = Object.values(leases);
  if (!ports.every(isPort) || new Set(ports).size !== ports.length) return null;
  const next = isPort(stored['next']) ? stored['next'] : range.from;
  return { range, leases: leases as Record<string, number>, next };
}

/** What is stored of a table. */
export const printTable = ({ leases, next }: LeaseTable): string => `${JSON.stringify({ leases, next }, null, 2)}\n`;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 65_535;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
