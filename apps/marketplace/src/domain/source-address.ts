/** A source's location in one line, as people write it; events are told of it in the same words. */
export { locationText as addressOf } from '@enginehouse/contracts';
