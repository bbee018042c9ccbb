import { useMutation } from '@tanstack/react-query';
import { queryClient } from '../api/query-client.js';
import { useSay } from './snackbar.js';

/** It was done, whatever the fetching takes. */
const longestWaitMs = 3000;
const pause = (ms: number) => new Promise((done) => window.setTimeout(done, ms));

/**
 * Something that changes the installation. Says what was done; what it changed is fetched again at once, though the live
 * stream tells of it too. What went wrong is in `error`: show it where the action is.
 */
export function useAction<I, O>(options: {
  readonly run: (input: I) => Promise<O>;
  /** First parts of the query keys that it makes old. */
  readonly changes: readonly string[];
  /** Is done only when what it changed is shown: the next change is then based on this one. */
  readonly untilShown?: boolean;
  readonly said?: (output: O, input: I) => string;
  /** The way to what was changed, beside what is said. */
  readonly leads?: { readonly label: string; readonly go: () => void } | undefined;
  readonly onDone?: (output: O, input: I) => void;
}) {
  const say = useSay();
  return useMutation({
    mutationFn: options.run,
    onSuccess: async (output: O, input: I) => {
      const fetched = options.changes.map((key) => queryClient.invalidateQueries({ queryKey: [key] }));
      if (options.untilShown) await Promise.race([Promise.all(fetched), pause(longestWaitMs)]);
      if (options.said) say({ text: options.said(output, input), severity: 'success', action: options.leads });
      options.onDone?.(output, input);
    },
  });
}
