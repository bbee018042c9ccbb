/** Where an engine is asked whether it is ready when its backend does not say. */
export const defaultHealthCheckPath = '/v1/models';
