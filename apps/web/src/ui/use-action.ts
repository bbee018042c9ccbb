import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../api/query-client.js';
import { useSay } from './snackbar.js';

/**
 * Something that changes the installation. Says what was done; what it changed is fetched again at once, though the live
 * stream tells of it too. What went wrong is in `error`: show it where the action is.
 */
export function useAction<I, O>(options: {
  readonly run: (input: I) => Promise<O>;
  /** First parts of the query keys that it makes old. */
  readonly changes: readonly string[];
  readonly said?: (output: O, input: I) => string;
  readonly onDone?: (output: O, input: I) => void;
}) {
  const say = useSay();
  return useMutation({
    mutationFn: options.run,
    onSuccess: (output: O, input: I) => {
      for (const key of options.changes) void queryClient.invalidateQueries({ queryKey: [key] });
      if (options.said) say({ text: options.said(output, input), severity: 'success' });
      options.onDone?.(output, input);
    },
  });
}
