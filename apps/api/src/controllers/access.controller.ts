import { Controller, Inject } from '@nestjs/common';
import { err, ok, problemOf } from '@enginehouse/contracts';
import { JoinTokens } from '../access/join-tokens.js';
import { TokenRegistry } from '../access/token-registry.js';
import type { Call } from '../http/call.js';
import { asJson, replyWith, type Answer } from '../http/reply.js';
import { Serves } from '../http/serves.js';
import { accessRoutes as routes } from '@enginehouse/contracts/http';

/** Who may do what: access tokens and join tokens. */
@Controller()
export class AccessController {
  constructor(
    @Inject(TokenRegistry) private readonly tokens: TokenRegistry,
    @Inject(JoinTokens) private readonly joinTokens: JoinTokens,
  ) {}

  @Serves(routes.whoami)
  async whoami(call: Call<typeof routes.whoami>): Promise<Answer> {
    return call.identity ? ok(asJson(call.identity)) : err(problemOf('unauthenticated', 'no bearer token was sent'));
  }

  @Serves(routes.listTokens)
  async list(): Promise<Answer> {
    return ok(asJson({ items: this.tokens.list() }));
  }

  @Serves(routes.createToken)
  async create(call: Call<typeof routes.createToken>): Promise<Answer> {
    return replyWith(await this.tokens.create({ ...call.body, createdBy: call.header.actor }), asJson);
  }

  @Serves(routes.revokeToken)
  async revoke(call: Call<typeof routes.revokeToken>): Promise<Answer> {
    const { name } = call.params;
    return replyWith(await this.tokens.revoke(name), () => asJson({ revoked: name }));
  }

  @Serves(routes.listJoinTokens)
  async listJoin(): Promise<Answer> {
    return replyWith(await this.joinTokens.list(), (items) => asJson({ items }));
  }

  @Serves(routes.createJoinToken)
  async createJoin(call: Call<typeof routes.createJoinToken>): Promise<Answer> {
    return replyWith(await this.joinTokens.create({ ...call.body, createdBy: call.header.actor }), asJson);
  }

  @Serves(routes.revokeJoinToken)
  async revokeJoin(call: Call<typeof routes.revokeJoinToken>): Promise<Answer> {
    const { name } = call.params;
    return replyWith(await this.joinTokens.revoke(name), () => asJson({ revoked: name }));
  }
}
