import { expect, it, vi } from 'vitest';
import { endWithOtherTabs, onSessionEnd, sessionEnded, tellOtherTabs, type SessionEnd } from './session-state.js';

it('ends with the sign-out in another tab, and says so', async () => {
  const told: SessionEnd[] = [];
  const forget = onSessionEnd((why) => void told.push(why));
  const close = endWithOtherTabs();
  tellOtherTabs();
  await vi.waitFor(() => expect(told).toEqual(['signed-out']));
  close();
  sessionEnded();
  expect(told).toEqual(['signed-out', 'token-ended']);
  forget();
});
