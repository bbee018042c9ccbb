import { Inject, Injectable } from '@nestjs/common';
import { err, ok, problemOf, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import type { z } from 'zod';
import { BACKEND_VIEWS, type BackendViews } from '../../ports.js';
import { fitting } from '../fitting.js';
import { cursorOf, keyOfCursor } from './cursor.js';

type Input = z.output<typeof catalog.listBackends.input>;
type Page = z.output<typeof catalog.listBackends.output>;

/** Pages of backends in the order of their names; a page stays right while backends come and go. */
@Injectable()
export class ListBackendsQuery {
  constructor(@Inject(BACKEND_VIEWS) private readonly views: BackendViews) {}

  async execute({ cursor, known, ...filter }: Input): Promise<Result<Page, Problem>> {
    const afterKey = cursor === undefined ? undefined : keyOfCursor(cursor);
    if (afterKey === null) return err(badCursor());
    const state = await this.views.state();
    if (state === known) return ok({ items: [], state, unchanged: true });
    const found = await this.views.list({ ...filter, ...(afterKey === undefined ? {} : { afterKey }) });
    const items = fitting(found.slice(0, filter.limit));
    const last = items.at(-1);
    return ok({ items, state, ...(found.length > items.length && last ? { nextCursor: cursorOf(last.name) } : {}) });
  }
}

const badCursor = (): Problem =>
  problemOf('invalid-input', 'The cursor is not one that this list gave out.', {
    errors: [{ code: 'invalid_value', path: ['cursor'], detail: 'is not a cursor of this list' }],
    hint: 'Leave it out to begin with the first page.',
  });
