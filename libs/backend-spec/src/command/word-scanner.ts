import { err, ok, type Result } from '@enginehouse/contracts';
import { parse } from 'shell-quote';
import { nulCharacter, trailingEscape, unclosedQuote, type CommandError } from './command-error.js';
import { HiddenText } from './hidden-text.js';

type Quote = '' | "'" | '"';

/**
 * Splits text into words the POSIX way, as Python's `shlex.split` does, without a shell's expansions.
 *
 * npm shell-quote does the splitting, but on bare text it expands variables, turns globs, operators and comments into
 * objects, and accepts unclosed quotes. So this walks the text once with three states (no quote, ', "), decides itself
 * what each quote and backslash means, and hands over blanks, quotes and plain characters only; everything else is
 * hidden. A placeholder's value is fed as one opaque piece and therefore can never change the borders of a word.
 */
export class WordScanner {
  private readonly hidden = new HiddenText();
  private encoded = '';
  private run = '';
  private quote: Quote = '';
  /** A backslash, or backslash and CR, whose meaning depends on what follows. */
  private pending: '' | '\\' | '\\\r' = '';
  private position = 0;
  private quoteStart = 0;
  private nulAt: number | undefined;

  get insideQuotes(): boolean {
    return this.quote !== '';
  }

  /** Reads text that may hold quotes, backslashes and blanks with their meaning. */
  feedText(text: string): this {
    for (let index = 0; index < text.length; index += 1) {
      this.feedCharacter(text.charAt(index));
      this.position += 1;
    }
    return this;
  }

  /** Adds a value to the current word, starting one if there is none. No character of it has a meaning. */
  feedOpaque(value: string): this {
    if (value.includes('\0')) this.nulAt ??= this.position;
    this.settlePending();
    this.run += value;
    if (value === '' && this.quote === '') this.endRun("''");
    return this;
  }

  /** Closes the text and returns its words, or why there are none. */
  words(): Result<string[], CommandError> {
    if (this.nulAt !== undefined) return err(nulCharacter(this.nulAt));
    if (this.pending === '\\') return err(trailingEscape(this.position - 1));
    this.settlePending();
    if (this.quote !== '') return err(unclosedQuote(this.quote, this.quoteStart));
    this.endRun();
    return ok(parse(this.encoded).map((entry) => this.wordOf(entry)));
  }

  private wordOf(entry: unknown): string {
    if (typeof entry !== 'string') throw new TypeError(`shell-quote returned ${JSON.stringify(entry)} for hidden text`);
    return this.hidden.restore(entry);
  }

  private feedCharacter(character: string): void {
    if (character === '\0') this.nulAt ??= this.position;
    if (this.pending !== '' && this.endsEscape(character)) return;
    if (this.quote === "'") this.inSingleQuotes(character);
    else if (character === '\\') this.pending = '\\';
    else if (this.quote === '"') this.inDoubleQuotes(character);
    else this.outsideQuotes(character);
  }

  /** Says whether the character belonged to the escape. */
  private endsEscape(character: string): boolean {
    if (character === '\n') return this.dropContinuation();
    if (this.pending === '\\\r') {
      this.settlePending();
      return false;
    }
    if (character === '\r') {
      this.pending = '\\\r';
      return true;
    }
    const keepsBackslash = this.quote === '"' && character !== '"' && character !== '\\';
    this.pending = '';
    this.run += keepsBackslash ? `\\${character}` : character;
    return true;
  }

  private dropContinuation(): true {
    this.pending = '';
    return true;
  }

  /** An escape that what followed did not decide: outside quotes the backslash goes, inside double quotes it stays. */
  private settlePending(): void {
    const text = this.pending;
    this.pending = '';
    this.run += this.quote === '"' ? text : text.slice(1);
  }

  private inSingleQuotes(character: string): void {
    if (character === "'") this.closeQuote();
    else this.run += character;
  }

  private inDoubleQuotes(character: string): void {
    if (character === '"') this.closeQuote();
    else this.run += character;
  }

  private outsideQuotes(character: string): void {
    if (character === "'" || character === '"') this.openQuote(character);
    else if (character === ' ' || character === '\t' || character === '\r' || character === '\n') this.endRun(' ');
    else this.run += character;
  }

  private openQuote(quote: "'" | '"'): void {
    this.endRun(quote);
    this.quote = quote;
    this.quoteStart = this.position;
  }

  private closeQuote(): void {
    this.endRun(this.quote);
    this.quote = '';
  }

  private endRun(after = ''): void {
    this.encoded += this.hidden.hide(this.run) + after;
    this.run = '';
  }
}
