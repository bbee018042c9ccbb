import { errorCodes, type ErrorCode } from '@enginehouse/contracts';
import type { ServerResponse } from 'node:http';

/** A refusal in the shape that OpenAI clients understand, with our stable code. */
export interface GatewayError {
  readonly kind: 'error';
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  /** The field of the request at fault. */
  readonly param?: string;
  readonly retryAfterSeconds?: number;
  /** More for people and programs: close names, state, hint. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Makes the error for a code; the HTTP status comes from the table of codes. */
export function gatewayError(
  code: ErrorCode,
  message: string,
  rest: Omit<GatewayError, 'kind' | 'status' | 'code' | 'message'> = {},
): GatewayError {
  return { kind: 'error', status: errorCodes[code].status, code, message, ...rest };
}

/** Tells an error from an answer. */
export const isGatewayError = (value: object): value is GatewayError => 'kind' in value && value.kind === 'error';

/** The body of an error: what OpenAI sends, and more. */
export function errorBody({ status, code, message, param, more }: GatewayError): object {
  return { error: { message, type: typeOf(status), param: param ?? null, code, ...more } };
}

/** Answers with an error; where an answer is under way already, breaks it off. */
export function writeError(response: ServerResponse, error: GatewayError): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(errorBody(error));
  response.writeHead(error.status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...(error.status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(error.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(error.retryAfterSeconds) }),
  });
  response.end(body);
}

function typeOf(status: number): string {
  if (status === 401) {
    return 'authentication_error';
  }
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
