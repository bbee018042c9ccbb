import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import Typography from '@mui/material/Typography';
import type { DeploymentView } from '@enginehouse/contracts';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../ui/code-text.js';
import { chatAsCurl, chatRequest, isInRange, type ChatSettings } from './chat-request.js';
import { Composer } from './composer.js';
import { TurnView } from './turn-view.js';
import { messagesOf, type useChat } from './use-chat.js';

/** What was said, and where one says more. */
export function Conversation(props: {
  readonly model: string;
  readonly deployment: DeploymentView | undefined;
  readonly chat: ReturnType<typeof useChat>;
  readonly settings: ChatSettings;
}) {
  const { t } = useTranslation();
  const { model, chat, settings } = props;
  const { turns, isAnswering } = chat;
  const isFine = (['temperature', 'maxTokens', 'topP'] as const).every((name) => isInRange(name, settings[name]));
  const [draft, setDraft] = useState('');
  return (
    <Card component="section" aria-label={t('playground.conversation')} sx={{ p: 2, display: 'grid', gap: 2 }}>
      <Turns {...props} />
      <Composer
        draft={draft}
        onDraft={setDraft}
        canSend={isFine && !isAnswering}
        isAnswering={isAnswering}
        onSend={chat.send}
        onStop={chat.stop}
      />
      <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap' }}>
        <Button disabled={turns.length === 0 || isAnswering || !isFine} onClick={chat.again}>
          {t('playground.regenerate')}
        </Button>
        <Button disabled={turns.length === 0} onClick={chat.clear}>
          {t('playground.clear')}
        </Button>
      </Box>
      {isFine && <AsCurl model={model} settings={settings} turns={turns} draft={draft} />}
    </Card>
  );
}

type Turned = Parameters<typeof messagesOf>[0];

function Turns(props: Parameters<typeof Conversation>[0]) {
  const { t } = useTranslation();
  const { model, chat, deployment } = props;
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (chat.turns.length > 0) end.current?.scrollIntoView({ block: 'nearest' });
  }, [chat.turns]);
  return (
    <Box
      role="log"
      aria-label={t('playground.conversation')}
      tabIndex={0}
      sx={{
        minHeight: 240,
        maxHeight: 'max(360px, calc(100dvh - 480px))',
        overflow: 'auto',
        display: 'grid',
        gap: 2,
        alignContent: 'start',
      }}
    >
      {chat.turns.length === 0 && (
        <Typography color="textSecondary" sx={{ py: 8, textAlign: 'center' }}>
          {t('playground.empty', { model })}
        </Typography>
      )}
      {chat.turns.map((turn, index) => (
        // Turns are only added and removed at the end.
        // eslint-disable-next-line react/no-array-index-key
        <TurnView
          key={index}
          turn={turn}
          model={model}
          deployment={deployment?.name}
          onRetry={index === chat.turns.length - 1 ? chat.again : undefined}
        />
      ))}
      <div ref={end} />
    </Box>
  );
}

function AsCurl(props: {
  readonly model: string;
  readonly settings: ChatSettings;
  readonly turns: Turned;
  readonly draft: string;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { model, settings, turns, draft } = props;
  const question = draft.trim() || (turns.at(-1)?.question ?? '');
  const before = draft.trim() ? turns : turns.slice(0, -1);
  const body = chatRequest(model, [...messagesOf(before), { role: 'user', content: question }], settings);
  return (
    <div>
      <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('playground.curl')}
      </Button>
      {isOpen && (
        <>
          <CodeBlock label={t('playground.curl')} text={chatAsCurl(window.location.origin, body)} />
          <Typography variant="caption" color="textSecondary">
            {t('playground.curlHint')}
          </Typography>
        </>
      )}
    </div>
  );
}
