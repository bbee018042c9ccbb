import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { SourcesShown } from '../routes.js';

/** Shows one panel in place of another; nothing closes it. Each has its address. */
export function useShow(): (panel: SourcesShown) => void {
  const navigate = useNavigate({ from: '/marketplace/sources' });
  return useCallback((panel) => void navigate({ search: panel, resetScroll: false }), [navigate]);
}
