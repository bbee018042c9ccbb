import { err, ok, type Result } from '@enginehouse/contracts';
import { parse } from 'shell-quote';
import { nulCharacter, trailingEscape, unclosedQuote, type CommandError } from './command-error.js';
import { HiddenWords } from './hidden-words.js';

type Quote = '' | "'" | '"';

/**
 * Splits text into words the POSIX way, as Python's `shlex.split` does, without a shell's expansions.
 *
 * npm shell-quote cuts the words, but on bare text it expands variables, turns globs, operators and comments into
 * objects, accepts unclosed quotes, and overflows the stack on long words. So this walks the text once with three states
 * (no quote, ', "), decides itself what each quote and backslash means, and hands over blanks and short plain words only;
 * every other word is hidden behind a token. A placeholder's value is fed as one opaque piece and therefore can never
 * change the borders of a word.
 */
export class WordScanner {
  private readonly hidden = new HiddenWords();
  private encoded = '';
  /** The word that is being read; `undefined` between words. */
  private word: string | undefined;
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
    this.append(value);
    return this;
  }

  /** Closes the text and returns its words, or why there are none. */
  words(): Result<string[], CommandError> {
    if (this.nulAt !== undefined) return err(nulCharacter(this.nulAt));
    if (this.pending === '\\') return err(trailingEscape(this.position - 1));
    this.settlePending();
    if (this.quote !== '') return err(unclosedQuote(this.quote, this.quoteStart));
    this.endWord();
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
    this.append(keepsBackslash ? `\\${character}` : character);
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
    if (text !== '') this.append(this.quote === '"' ? text : text.slice(1));
  }

  private inSingleQuotes(character: string): void {
    if (character === "'") this.quote = '';
    else this.append(character);
  }

  private inDoubleQuotes(character: string): void {
    if (character === '"') this.quote = '';
    else this.append(character);
  }

  private outsideQuotes(character: string): void {
    if (character === "'" || character === '"') this.openQuote(character);
    else if (character === ' ' || character === '\t' || character === '\r' || character === '\n') this.endWord();
    else this.append(character);
  }

  private openQuote(quote: "'" | '"'): void {
    this.quote = quote;
    this.quoteStart = this.position;
    this.append('');
  }

  private append(text: string): void {
    this.word = (this.word ?? '') + text;
  }

  private endWord(): void {
    if (this.word !== undefined) this.encoded += `${this.hidden.hide(this.word)} `;
    this.word = undefined;
  }
}
