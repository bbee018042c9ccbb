import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type Problem, type Result } from '@enginehouse/contracts';
import { openSecret } from '@enginehouse/service-kit';
import { refusals } from '../domain/refusals.js';
import { urlDefect } from '../domain/shown-url.js';
import { RECEIVERS, SECRETS_KEY, type Receivers } from '../ports.js';

/** Whether a webhook may be sent to an address; told when it is saved, and checked again with every request. */
@Injectable()
export class TargetCheck {
  constructor(
    @Inject(RECEIVERS) private readonly receivers: Receivers,
    @Inject(SECRETS_KEY) private readonly secretsKey: string,
  ) {}

  async check(sealedUrl: string, internal: boolean): Promise<Result<void, Problem>> {
    const url = openSecret(sealedUrl, this.secretsKey);
    if (!url.ok) return err(problemOf('invalid-input', `The URL cannot be opened: ${url.error}.`));
    const defect = urlDefect(url.value, internal);
    if (defect) return err(refusals.badUrl(defect.detail, defect.hint));
    const allowed = await this.receivers.check(url.value, internal);
    if (allowed.ok) return ok(undefined);
    const hint = internal ? undefined : 'Mark the webhook as internal where its receiver is in your own network.';
    return err({ ...allowed.error, ...(hint && { hint }) });
  }
}
