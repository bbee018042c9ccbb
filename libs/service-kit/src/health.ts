/** What a check says. `detail` is for the person who reads `/readyz` at night. */
export interface HealthStatus {
  readonly ok: boolean;
  readonly detail: string;
}

/** The checks of a service, by name. A check answers from what is known already; it does not wait. */
export class HealthRegistry {
  private readonly checks = new Map<string, () => HealthStatus>();

  add(name: string, check: () => HealthStatus): void {
    this.checks.set(name, check);
  }

  report(): { readonly ready: boolean; readonly checks: Readonly<Record<string, HealthStatus>> } {
    const results = [...this.checks].map(([name, check]) => [name, check()] as const);
    return { ready: results.every(([, status]) => status.ok), checks: Object.fromEntries(results) };
  }
}
