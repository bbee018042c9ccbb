import { Inject, Injectable } from '@nestjs/common';
import { ok, type Problem, type Result } from '@enginehouse/contracts';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { JoinTokens } from './join-tokens.js';
import { newSecretToken } from './secret-token.js';
import { TokenRegistry } from './token-registry.js';
import { TOKEN_STORE, type TokenStore } from './token-store.js';

/** Where the first tokens are shown. */
export interface FirstTokensOptions {
  /** Folder for the files `admin-token` and `join-token`; null: none are written. */
  readonly directory: string | null;
  readonly print: (line: string) => void;
}

/** Injection token of the `FirstTokensOptions`. */
export const FIRST_TOKENS = Symbol('FIRST_TOKENS');

const firstName = 'bootstrap';
const createdBy = 'service:api';

/** Makes the first admin token and the first join token of an installation, and shows each this once. */
@Injectable()
export class FirstTokens {
  constructor(
    @Inject(TOKEN_STORE) private readonly store: TokenStore,
    @Inject(TokenRegistry) private readonly tokens: TokenRegistry,
    @Inject(JoinTokens) private readonly joinTokens: JoinTokens,
    @Inject(FIRST_TOKENS) private readonly options: FirstTokensOptions,
  ) {}

  async ensure(): Promise<Result<void, Problem>> {
    const isNew = await this.store.isNew();
    if (!isNew.ok) {
      return isNew;
    }
    return isNew.value ? this.make() : ok(undefined);
  }

  /** Files first: a token that is in force and that nobody knows would lock everybody out. */
  private async make(): Promise<Result<void, Problem>> {
    const join = newSecretToken('join');
    const admin = newSecretToken('access');
    await this.write('join-token', join);
    await this.write('admin-token', admin);
    const joinMade = await this.joinTokens.create({ name: firstName, singleUse: false, createdBy }, join);
    if (!joinMade.ok && joinMade.error.code !== 'name-taken') {
      return joinMade;
    }
    const adminMade = await this.tokens.create({ name: firstName, role: 'admin', createdBy }, admin);
    if (!adminMade.ok) {
      return adminMade;
    }
    this.tell(admin, join);
    return ok(undefined);
  }

  /** Where there is a folder for them the tokens stay out of the output, which is often kept as a log. */
  private tell(admin: string, join: string): void {
    const { directory, print } = this.options;
    if (directory !== null) {
      print(`The first admin token and the first join token are in ${directory}.`);
      return;
    }
    print(`The first admin token, shown once: ${admin}`);
    print(`The first join token for workers, shown once: ${join}`);
  }

  private async write(name: string, secret: string): Promise<void> {
    if (this.options.directory === null) {
      return;
    }
    await mkdir(this.options.directory, { recursive: true, mode: 0o700 });
    await writeFile(path.join(this.options.directory, name), `${secret}\n`, { mode: 0o600 });
  }
}
