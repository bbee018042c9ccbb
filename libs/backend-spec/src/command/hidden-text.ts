const OPEN = '\uE000';
const CLOSE = '\uE001';
const TOKEN = /\uE000(\d+)\uE001/g;
/** The only characters that shell-quote gets to see as they are; it gives none of them a meaning. */
const PLAIN = /^[A-Za-z0-9_./:=,@%+-]*$/;

/**
 * Replaces text that shell-quote would read in its own way by a private-use token, and puts it back afterwards.
 * Private-use characters of the input are not plain, so they are hidden too and cannot be taken for a token.
 */
export class HiddenText {
  private readonly pieces: string[] = [];

  hide(text: string): string {
    if (PLAIN.test(text)) return text;
    this.pieces.push(text);
    return `${OPEN}${this.pieces.length - 1}${CLOSE}`;
  }

  restore(word: string): string {
    return word.replace(TOKEN, (_, index: string) => this.pieces[Number(index)] ?? '');
  }
}
