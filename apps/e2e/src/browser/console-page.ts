import type { ConsoleMessage, Page } from 'playwright-core';
import { stack } from '../support/stack.js';

/** Whoever has no session yet is told so. */
const asksForSession = (message: ConsoleMessage): boolean =>
  message.text().includes('401 (Unauthorized)') && message.location().url.endsWith('/v1/session');

/** Containers that start or end on this machine change its network, and Chromium then drops what was under way. */
const networkChanged = /ERR_NETWORK_CHANGED/;

/** Until the scripts of a page have come and drawn something, also on a busy machine. */
const scriptsMs = 15_000;

/** A page of the console, and what the browser complained about: errors of scripts, refusals by the page's policy. */
export class ConsolePage {
  private readonly faults: string[] = [];
  private allowed: readonly RegExp[] = [networkChanged];

  constructor(readonly page: Page) {
    page.on('pageerror', (error) => void this.faults.push(`${error.name}: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error' && !asksForSession(message)) {
        this.faults.push(`${message.text()} (${message.location().url})`);
      }
    });
  }

  /** Complaints that belong to what is tested: a refusal that is wanted also stands in the browser's console. */
  allow(...patterns: readonly RegExp[]): void {
    this.allowed = [...this.allowed, ...patterns];
  }

  /** Goes to an address of the console and waits until nothing more is loaded. */
  async goto(path: string): Promise<void> {
    await this.page.goto(path).catch(async (error: unknown) => {
      if (!networkChanged.test(String(error))) throw error;
      await this.page.goto(path);
    });
    const main = this.page.locator('main').first();
    // What was dropped may also have been a script of the page, which then stays empty.
    await main.waitFor({ timeout: scriptsMs }).catch(() => this.page.reload());
    await main.waitFor();
  }

  /** Signs in as a token's bearer, by default as the administrator, without the sign-in page. */
  async signIn(token: string = stack().token): Promise<void> {
    const answer = await this.page.context().request.post('/v1/session', { data: { token } });
    if (!answer.ok()) throw new Error(`the sign-in was answered ${answer.status()}: ${await answer.text()}`);
  }

  /** Closes it, with all that it has stored; the complaints that nobody allowed. */
  async close(): Promise<readonly string[]> {
    await this.page.context().close();
    return this.faults.filter((fault) => !this.allowed.some((pattern) => pattern.test(fault)));
  }
}
