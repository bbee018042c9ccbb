import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  ok,
  problemOf,
  workerName,
  type FieldError,
  type JoinAnswer,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { isUserPublicKey, mintUserJwt } from '@enginehouse/messaging';
import { JOIN_TOKEN_STORE, type JoinTokenStore } from '../access/join-token-store.js';
import { hashOfToken } from '../access/secret-token.js';
import { inputProblem } from '../http/prepare-call.js';
import { workerSubjects } from './worker-subjects.js';

/** What a joining worker is told besides its own credentials. */
export interface JoinOptions {
  readonly natsUrl: string;
  readonly installation: string;
  readonly secretsKey: string;
  /** Seed that vouches for workers; null: nobody can join. */
  readonly accountSeed: string | null;
  /** The account's public key, where the seed is one of its signing keys. */
  readonly issuerAccount?: string;
}

/** Injection token of the `JoinOptions`. */
export const JOIN_OPTIONS = Symbol('JOIN_OPTIONS');

/** Time a worker has to answer a request it got over the bus. */
const answerWithinMs = 60_000;

/** Lets a worker in: its join token is checked, its name is bound to its key, and it gets credentials for its own subjects. */
@Injectable()
export class JoinWorker {
  constructor(
    @Inject(JOIN_TOKEN_STORE) private readonly store: JoinTokenStore,
    @Inject(JOIN_OPTIONS) private readonly options: JoinOptions,
  ) {}

  async join(request: {
    readonly token: string;
    readonly name: string;
    readonly publicKey: string;
  }): Promise<Result<JoinAnswer, Problem>> {
    const { accountSeed, natsUrl, installation, secretsKey } = this.options;
    if (accountSeed === null) {
      return err(cannotMint());
    }
    const errors = defectsOf(request);
    if (errors.length > 0) {
      return err(inputProblem(errors));
    }
    const { name, publicKey, token } = request;
    const claimed = await this.store.claim({ tokenHash: hashOfToken(token), worker: name, publicKey, now: new Date() });
    if (!claimed.ok) {
      return claimed;
    }
    const jwt = this.mint(accountSeed, name, publicKey);
    return ok({ worker: name, natsUrl, jwt, installation, secretsKey });
  }

  private mint(accountSeed: string, worker: string, userPublicKey: string): string {
    const { issuerAccount } = this.options;
    return mintUserJwt({
      accountSeed,
      ...(issuerAccount === undefined ? {} : { issuerAccount }),
      userPublicKey,
      name: `worker:${worker}`,
      ...workerSubjects(worker),
      answerWithinMs,
    });
  }
}

function defectsOf(request: { readonly name: string; readonly publicKey: string }): readonly FieldError[] {
  const name = workerName.safeParse(request.name);
  const nameErrors = name.success ? [] : name.error.issues.map((issue) => issue.message);
  return [
    ...nameErrors.map((detail) => ({ code: 'invalid-format', path: ['name'], detail })),
    ...(isUserPublicKey(request.publicKey)
      ? []
      : [{ code: 'invalid-format', path: ['publicKey'], detail: 'not the public key of a NATS user' }]),
  ];
}

const cannotMint = () =>
  problemOf('unavailable', 'this installation has no key to make credentials for workers', {
    hint: 'Set NATS_ACCOUNT_SIGNING_KEY_FILE of the api service to a file with the seed of the NATS account.',
  });
