import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { HistoryShown } from './routes.js';

/** Changes what the address of the page says is looked at. */
export function useChangeShown() {
  const navigate = useNavigate({ from: '/backends/$name/history' });
  return useCallback(
    (changes: HistoryShown, options: { readonly replace?: boolean } = {}) =>
      void navigate({
        search: (before) => ({ ...before, ...changes }),
        replace: options.replace ?? false,
        resetScroll: false,
      }),
    [navigate],
  );
}
