/** What a receiver's answer means for a delivery: it arrived, it is tried again, or the receiver wants nothing more. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly error: string }
  | { readonly kind: 'gone'; readonly error: string };

/** Judges an HTTP status as Standard Webhooks has it. */
export function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  if (status === 410) return { kind: 'gone', error: 'the receiver answered 410 Gone: it wants no more events' };
  if (status >= 300 && status < 400) {
    return { kind: 'failed', error: `the receiver answered ${status}; redirects are not followed` };
  }
  return { kind: 'failed', error: `the receiver answered ${status}` };
}
