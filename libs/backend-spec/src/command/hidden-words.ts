const OPEN = '\uE000';
const CLOSE = '\uE001';
const TOKEN = /^\uE000(\d+)\uE001$/;
/** The only words that shell-quote gets to see as they are: it gives none of these characters a meaning. */
const PLAIN = /^[A-Za-z0-9_./:=,@%+-]{1,1000}$/;

/**
 * Replaces words that shell-quote would read in its own way by a private-use token, and puts them back afterwards.
 * Private-use characters of the input are not plain, so they are hidden too and cannot be taken for a token.
 */
export class HiddenWords {
  private readonly words: string[] = [];

  hide(word: string): string {
    if (PLAIN.test(word)) return word;
    this.words.push(word);
    return `${OPEN}${this.words.length - 1}${CLOSE}`;
  }

  restore(entry: string): string {
    const token = TOKEN.exec(entry);
    return token ? (this.words[Number(token[1])] ?? '') : entry;
  }
}
