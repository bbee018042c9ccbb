import type { Role } from '@enginehouse/contracts';

/** Whom a bearer token stands for. */
export interface Identity {
  readonly name: string;
  readonly role: Role;
  readonly expiresAt: string | null;
}

const rank: Readonly<Record<Role, number>> = { viewer: 0, operator: 1, admin: 2 };

/** Whether a role includes another: admins may do what operators may, operators what viewers may. */
export const includesRole = (role: Role, wanted: Role): boolean => rank[role] >= rank[wanted];
