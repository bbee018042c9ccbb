import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Back to the list as it was. */
export function useClose() {
  const navigate = useNavigate({ from: '/backends' });
  return useCallback(
    () =>
      void navigate({
        to: '/backends',
        search: ({ search, source, framework, sort }) => ({ search, source, framework, sort }),
        resetScroll: false,
      }),
    [navigate],
  );
}
