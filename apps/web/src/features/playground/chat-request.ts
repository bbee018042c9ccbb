/** Something that was said. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** How an answer is asked for, as it is typed. Empty texts are left out. */
export interface ChatSettings {
  readonly system: string;
  readonly temperature: string;
  readonly maxTokens: string;
  readonly topP: string;
}

export const noSettings: ChatSettings = { system: '', temperature: '', maxTokens: '', topP: '' };

/** Between which numbers a setting may be. */
export const ranges = { temperature: [0, 2], maxTokens: [1, 1_000_000], topP: [0, 1] } as const;
type Ranged = keyof typeof ranges;

/** Whether a setting can be sent: nothing, or a number in its range. */
export function isInRange(name: Ranged, text: string): boolean {
  const [from, to] = ranges[name];
  const value = Number(text);
  const isWhole = name !== 'maxTokens' || Number.isInteger(value);
  return text.trim() === '' || (value >= from && value <= to && isWhole);
}

/** The body of a streamed chat in OpenAI's protocol. */
export function chatRequest(model: string, messages: readonly Message[], settings: ChatSettings) {
  const system = settings.system.trim();
  return {
    model,
    messages: [...(system ? [{ role: 'system', content: system }] : []), ...messages],
    stream: true,
    stream_options: { include_usage: true },
    ...number('temperature', settings.temperature),
    ...number('max_tokens', settings.maxTokens),
    ...number('top_p', settings.topP),
  };
}

const number = (name: string, text: string): Readonly<Record<string, number>> =>
  text.trim() === '' ? {} : { [name]: Number(text) };

/** The same request for a shell, through the address of this console. */
export function chatAsCurl(origin: string, body: object): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  return [
    `curl -N ${origin}/openai/v1/chat/completions`,
    '-H "Authorization: Bearer $ENGINEHOUSE_TOKEN"',
    `-H 'Content-Type: application/json'`,
    `-d '${json}'`,
  ].join(' \\\n  ');
}
