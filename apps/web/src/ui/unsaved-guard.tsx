import { useBlocker } from '@tanstack/react-router';
import { UnsavedDialog } from './unsaved-dialog.js';

/** Asks before a page is left on which something is not saved; `isDirty` is asked at that moment. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: () => boolean }) {
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && isDirty(),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  return <UnsavedDialog open={status === 'blocked'} onLeave={proceed} onStay={reset} />;
}
