import { Inject, Injectable } from '@nestjs/common';
import {
  err,
  isSealed,
  isSecretName,
  ok,
  sealedPrefix,
  type FieldError,
  type Problem,
  type Result,
} from '@enginehouse/contracts';
import { sealSecret } from '@enginehouse/service-kit';
import { inputProblem } from '../http/prepare-call.js';
import { secretMask } from '../http/write-answer.js';

type Environment = Readonly<Record<string, string>>;

/** Injection token of the key that seals secrets: 32 bytes, base64. */
export const SECRETS_KEY = Symbol('SECRETS_KEY');

/** Encrypts the secret values of an environment for the workers, so that no log, event or message ever holds them. */
@Injectable()
export class SealEnvironment {
  constructor(@Inject(SECRETS_KEY) private readonly secretsKey: string) {}

  /** `repeatKey`: a command that the client may send again must come out the same, and sealing twice gives two texts. */
  seal(environment: Environment, repeatKey?: string): Result<Environment, Problem> {
    const errors = defectsOf(environment);
    if (errors.length > 0) {
      return err(inputProblem(errors));
    }
    const sealed = Object.entries(environment).map(([name, value]) =>
      isSecretName(name) && value !== ''
        ? [name, sealSecret(value, this.secretsKey, repeatKey && `${repeatKey}\n${name}`)]
        : [name, value],
    );
    return ok(Object.fromEntries(sealed) as Environment);
  }
}

function defectsOf(environment: Environment): readonly FieldError[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    if (isSealed(value)) {
      const detail = `a value must not begin with "${sealedPrefix}"`;
      return [
        { code: 'reserved-value', path: ['env', name], detail, hint: 'Give the secret itself; it is sealed here.' },
      ];
    }
    if (value === secretMask && isSecretName(name)) {
      const detail = 'this is the mask shown in place of a secret, not the secret';
      return [
        { code: 'reserved-value', path: ['env', name], detail, hint: 'Give the secret itself, or leave it out.' },
      ];
    }
    return [];
  });
}
