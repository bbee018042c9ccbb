import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ProblemError } from '@enginehouse/contracts';
import { FirstTokens } from './first-tokens.js';
import { TokenRegistry } from './token-registry.js';

/** Has the tokens read before the first request; an api that cannot know its tokens does not start. */
@Injectable()
export class StartAccess implements OnModuleInit {
  constructor(
    @Inject(FirstTokens) private readonly firstTokens: FirstTokens,
    @Inject(TokenRegistry) private readonly tokens: TokenRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const step of [() => this.firstTokens.ensure(), () => this.tokens.load()]) {
      const done = await step();
      if (!done.ok) {
        throw new ProblemError(done.error);
      }
    }
  }
}
