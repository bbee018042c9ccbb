/** Largest event in bytes of JSON, data and metadata together: a NATS message holds 1 MB with its headers. */
export const defaultMaxEventBytes = 768 * 1024;
