import { Inject, Injectable } from '@nestjs/common';
import { ok, type AuditEntry, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { logTime } from '../../application/log-time.js';
import { AUDIT_TRAIL, type AuditTrail } from '../../ports.js';
import { fitting } from '../fitting.js';

type Input = z.output<typeof catalog.audit.input>;
type Page = { items: AuditEntry[]; nextBefore?: number };

/** Who changed what in the whole catalog, newest first. */
@Injectable()
export class AuditQuery {
  constructor(@Inject(AUDIT_TRAIL) private readonly trail: AuditTrail) {}

  async execute({ since, until, ...rest }: Input): Promise<Result<Page, Problem>> {
    const found = await this.trail.find({
      ...rest,
      ...(since === undefined ? {} : { since: logTime(since) }),
      ...(until === undefined ? {} : { until: logTime(until) }),
    });
    const items = fitting(found.slice(0, rest.limit));
    const last = items.at(-1);
    return ok(found.length > items.length && last ? { items, nextBefore: last.position } : { items });
  }
}
