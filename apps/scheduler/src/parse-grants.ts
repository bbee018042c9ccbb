import { securityProfile } from '@enginehouse/contracts';
import type { z } from 'zod';
import type { ProfileGrants } from './domain/check-spec.js';

/** Reads `vLLM@0.11.0=host-network,echo-custom@*=privileged`; versions may hold anything but a comma and `=`. */
export function parseGrants(text: string, context: z.RefinementCtx<string>): ProfileGrants {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.flatMap((part) => {
    const match = /^([^@=]+)@([^=]+)=(.+)$/.exec(part);
    const profile = securityProfile.safeParse(match?.[3]);
    if (!match?.[1] || !match[2] || !profile.success) {
      context.addIssue({ code: 'custom', message: `"${part}" is not BACKEND@VERSION=PROFILE` });
      return [];
    }
    return [{ backend: match[1], version: match[2], profile: profile.data }];
  });
}
