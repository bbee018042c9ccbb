import { describe, expect, it } from 'vitest';
import { nonRootUser, securityProfiles, userOf } from './security-profiles.js';

describe('the user of a container', () => {
  it.each(['', 'root', '0', '0:0', 'app', '00', 'root:1000', '1000x'])(
    'is nobody under restricted when the image says "%s"',
    (user) => {
      expect(userOf(securityProfiles.restricted, user)).toBe(nonRootUser);
    },
  );

  it.each(['1000', '1000:1000', '65532:0'])('stays the number %s of the image under restricted', (user) => {
    expect(userOf(securityProfiles.restricted, user)).toBe(user);
  });

  it("is the image's own under baseline", () => {
    expect(userOf(securityProfiles.baseline, '')).toBeUndefined();
  });
});

describe('the security profiles', () => {
  it('give the network of the host and privileges to nobody but those named for it', () => {
    const named = Object.entries(securityProfiles);
    expect(named.filter(([, { network }]) => network === 'host').map(([name]) => name)).toEqual(['host-network']);
    expect(named.filter(([, { privileged }]) => privileged).map(([name]) => name)).toEqual(['privileged']);
    expect(named.filter(([, { noNewPrivileges }]) => !noNewPrivileges).map(([name]) => name)).toEqual(['privileged']);
  });
});
