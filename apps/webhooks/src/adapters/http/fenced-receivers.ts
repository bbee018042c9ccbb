import { err, ok, type Problem, type Result } from '@enginehouse/contracts';
import { checkAddress, fencedRequest, type AddressPolicy } from '@enginehouse/fenced-http';
import type { Posted, Posting, Receivers } from '../../ports.js';

const maxAnswerBytes = 65_536;

/** Receivers behind the fence: where a request may go is checked for every single one, redirects are not followed. */
export class FencedReceivers implements Receivers {
  constructor(private readonly timeoutMs: number) {}

  async post({ url, internal, headers, body, signal }: Posting): Promise<Result<Posted, Problem>> {
    const answer = await fencedRequest(url, {
      policy: policyOf(internal),
      method: 'POST',
      headers,
      body,
      timeoutMs: this.timeoutMs,
      maxBytes: maxAnswerBytes,
      maxRedirects: 0,
      ...(signal && { signal }),
    });
    if (!answer.ok) return answer;
    const { status, headers: answered, body: bytes } = answer.value;
    return ok({ status, retryAfter: answered['retry-after'], body: bytes });
  }

  /** A name that cannot be resolved now may be resolvable later: only what may never be called is refused. */
  async check(url: string, internal: boolean): Promise<Result<void, Problem>> {
    const checked = await checkAddress(url, { policy: policyOf(internal), timeoutMs: this.timeoutMs });
    return !checked.ok && checked.error.code === 'address-not-allowed' ? err(checked.error) : ok(undefined);
  }
}

const policyOf = (internal: boolean): AddressPolicy => (internal ? 'internal' : 'public');
