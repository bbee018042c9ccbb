import { createToken, role, tokenView } from '../index.js';
import { z } from 'zod';
import { listOf, nameParam } from './parts.js';
import { defineRoute, type Route } from './route.js';

const secret = z.object({ token: z.string().describe('Shown this once') });

/** A join token lets workers in; it opens nothing else. */
export const joinTokenView = tokenView.omit({ role: true }).extend({
  singleUse: z.boolean(),
  usedBy: z.string().nullable(),
});
export type JoinTokenView = z.infer<typeof joinTokenView>;

const createJoinToken = createToken.omit({ role: true }).extend({ singleUse: z.boolean().default(false) });
const revoked = { status: 200, description: 'It works no more', schema: z.object({ revoked: z.string() }) } as const;
const admin = { tag: 'access', access: 'admin' } as const;

/** A person's session in a browser. `csrfToken` goes back as `X-CSRF-Token` with everything that changes something. */
export const sessionView = z.object({ name: z.string(), role, csrfToken: z.string(), expiresAt: z.string() });
export type SessionView = z.infer<typeof sessionView>;

/** What begins a session: an access token, or a code that stands for one. */
const signIn = z
  .object({ token: z.string().min(1).max(500).optional(), code: z.string().min(1).max(500).optional() })
  .strict()
  .refine(({ token, code }) => (token === undefined) !== (code === undefined), 'either a token or a code');

/** `/sign-in#code=CODE` of the console takes it. */
export const signInCode = z.object({ code: z.string().describe('Works once'), expiresAt: z.string() });
export type SignInCode = z.infer<typeof signInCode>;

/** Tokens: who may do what. */
export const accessRoutes = {
  signIn: defineRoute({
    method: 'POST',
    path: '/v1/session',
    operation: 'signIn',
    tag: 'access',
    summary: 'Begins a session in a browser: a cookie in place of the token',
    access: 'public',
    body: signIn,
    answer: { status: 200, description: 'Who is signed in', schema: sessionView },
    errors: ['unauthenticated', 'csrf-token-invalid', 'too-many-attempts', 'unavailable'],
  }),
  session: defineRoute({
    method: 'GET',
    path: '/v1/session',
    operation: 'getSession',
    tag: 'access',
    summary: 'The session that the cookie stands for',
    access: 'viewer',
    answer: { status: 200, description: 'Who is signed in', schema: sessionView },
    errors: [],
  }),
  signOut: defineRoute({
    method: 'DELETE',
    path: '/v1/session',
    operation: 'signOut',
    tag: 'access',
    summary: 'Ends the session and takes the cookie back',
    access: 'viewer',
    answer: { status: 200, description: 'It is over', schema: z.object({ signedOut: z.boolean() }) },
    errors: ['csrf-token-invalid'],
  }),
  createSignInCode: defineRoute({
    method: 'POST',
    path: '/v1/session/codes',
    operation: 'createSignInCode',
    tag: 'access',
    summary: 'Makes a code that signs a browser in once, within a minute, as the token that asks',
    access: 'viewer',
    answer: { status: 201, description: 'The code', schema: signInCode },
    errors: [],
  }),
  whoami: defineRoute({
    method: 'GET',
    path: '/v1/whoami',
    operation: 'whoAmI',
    tag: 'access',
    summary: 'The name and role of the token in use',
    access: 'viewer',
    answer: {
      status: 200,
      description: 'The bearer',
      schema: tokenView.pick({ name: true, role: true, expiresAt: true }),
    },
    errors: [],
  }),
  listTokens: defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/tokens',
    operation: 'listTokens',
    summary: 'Lists access tokens, without their secrets',
    answer: { status: 200, description: 'The tokens in force', schema: listOf(tokenView) },
    errors: [],
  }),
  createToken: defineRoute({
    ...admin,
    method: 'POST',
    path: '/v1/tokens',
    operation: 'createToken',
    summary: 'Makes an access token for the API and the gateway',
    body: createToken,
    answer: { status: 201, description: 'The token', schema: tokenView.extend(secret.shape) },
    errors: ['name-taken'],
  }),
  revokeToken: defineRoute({
    ...admin,
    method: 'DELETE',
    path: '/v1/tokens/{name}',
    operation: 'revokeToken',
    summary: 'Revokes a token at once',
    params: nameParam,
    answer: revoked,
    errors: ['token-not-found', 'last-admin-token'],
  }),
  listJoinTokens: defineRoute({
    ...admin,
    method: 'GET',
    path: '/v1/join-tokens',
    operation: 'listJoinTokens',
    summary: 'Lists join tokens, without their secrets',
    answer: { status: 200, description: 'The tokens in force', schema: listOf(joinTokenView) },
    errors: [],
  }),
  createJoinToken: defineRoute({
    ...admin,
    method: 'POST',
    path: '/v1/join-tokens',
    operation: 'createJoinToken',
    summary: 'Makes a token with which workers join',
    body: createJoinToken,
    answer: { status: 201, description: 'The token', schema: joinTokenView.extend(secret.shape) },
    errors: ['name-taken'],
  }),
  revokeJoinToken: defineRoute({
    ...admin,
    method: 'DELETE',
    path: '/v1/join-tokens/{name}',
    operation: 'revokeJoinToken',
    summary: 'Revokes a join token; workers that joined with it stay',
    params: nameParam,
    answer: revoked,
    errors: ['token-not-found'],
  }),
} satisfies Record<string, Route>;
