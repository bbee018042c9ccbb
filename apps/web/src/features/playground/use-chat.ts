import { useCallback, useEffect, useRef, useState } from 'react';
import { noteChat } from '../overview/tour-state.js';
import { askModel } from './ask-model.js';
import { noAnswer, type AnswerProgress } from './answer-progress.js';
import { chatRequest, type ChatSettings, type Message } from './chat-request.js';

/** One question with what became of it. */
export interface Turn {
  readonly question: string;
  readonly progress: AnswerProgress;
  readonly state: 'answering' | 'answered' | 'stopped' | 'failed';
  readonly error?: unknown;
  readonly instance?: string | undefined;
}

/** What was said so far, as the model is told it: what failed without a word was never said. */
export const messagesOf = (turns: readonly Turn[]): readonly Message[] =>
  turns.flatMap(({ question, progress }): Message[] =>
    progress.text === ''
      ? []
      : [
          { role: 'user', content: question },
          { role: 'assistant', content: progress.text },
        ],
  );

/** A conversation, kept in this page only; another model begins another one. */
export function useChat(model: string, settings: ChatSettings) {
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const abort = useRef<AbortController>(undefined);
  const stop = useCallback(() => abort.current?.abort(), []);
  const clear = useCallback(() => {
    stop();
    setTurns([]);
  }, [stop]);
  useEffect(() => clear, [model, clear]);

  const ask = (question: string, before: readonly Turn[]) => {
    stop();
    const mine = new AbortController();
    abort.current = mine;
    const show = (turn: Partial<Turn>) => {
      if (abort.current === mine)
        setTurns((now) => [...now.slice(0, -1), { ...fresh(question), ...now.at(-1), ...turn }]);
    };
    setTurns([...before, fresh(question)]);
    const messages: readonly Message[] = [...messagesOf(before), { role: 'user', content: question }];
    askModel(chatRequest(model, messages, settings), mine.signal, (progress) => show({ progress })).then(
      ({ instance }) => {
        noteChat();
        return show({ state: 'answered', instance });
      },
      (error: unknown) => show(mine.signal.aborted ? { state: 'stopped' } : { state: 'failed', error }),
    );
  };
  return {
    turns,
    isAnswering: turns.at(-1)?.state === 'answering',
    send: (question: string) => ask(question, turns),
    again: () => ask(turns.at(-1)?.question ?? '', turns.slice(0, -1)),
    stop,
    clear,
  };
}

const fresh = (question: string): Turn => ({ question, progress: noAnswer, state: 'answering' });
