import { Injectable } from '@nestjs/common';
import { ok, type catalog, type Problem, type Result } from '@enginehouse/contracts';
import { printBackendYaml } from '@enginehouse/backend-spec';
import type { z } from 'zod';
import { GetBackendQuery } from '../get-backend/get-backend.query.js';

type Input = z.output<typeof catalog.exportBackend.input>;

/** A backend as GPUStack's YAML, as it is or was at a revision; importing it gives the same backend. */
@Injectable()
export class ExportBackendQuery {
  constructor(private readonly backend: GetBackendQuery) {}

  async execute(input: Input): Promise<Result<{ yaml: string; revision: number }, Problem>> {
    const view = await this.backend.execute(input);
    if (!view.ok) return view;
    return ok({ yaml: printBackendYaml(view.value.definition), revision: view.value.revision });
  }
}
