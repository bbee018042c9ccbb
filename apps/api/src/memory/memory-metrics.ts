import { Counter } from 'prom-client';

/** Reads that could be answered from memory: how many were, and for how many the catalog was asked. */
export const rememberedReads = new Counter({
  name: 'enginehouse_api_remembered_reads_total',
  help: 'Reads of backends, by whether they were answered from memory (remembered) or by the catalog (asked)',
  labelNames: ['answered'],
});
