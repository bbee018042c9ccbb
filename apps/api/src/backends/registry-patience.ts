/** The catalog gives all registries together fifteen seconds. */
export const registryPatience = { timeoutMs: 25_000 };

/** A write waits for registries where its images are to be locked. */
export const lockPatience = (lock: boolean): { readonly timeoutMs?: number } => (lock ? registryPatience : {});
