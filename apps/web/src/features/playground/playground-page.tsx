import Box from '@mui/material/Box';
import type { DeploymentView } from '@enginehouse/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/session.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Page } from '../../ui/page.js';
import { PageSkeleton } from '../../ui/page-skeleton.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { DeployButton } from '../deployments/deploy/deploy-button.js';
import { useDeployments } from '../deployments/use-deployments.js';
import { noSettings } from './chat-request.js';
import { ChatSettingsPanel } from './chat-settings.js';
import { Conversation } from './conversation.js';
import { DeploymentChoice } from './deployment-choice.js';
import { useChat } from './use-chat.js';

/** Where one talks to a deployment. */
export function PlaygroundPage() {
  const { t } = useTranslation();
  const mayAsk = useMay('operator');
  return (
    <Page title={t('playground.title')} subtitle={t('playground.subtitle')}>
      {mayAsk ? <Playground /> : <EmptyState title={t('playground.mayNot')} hint={t('playground.mayNotHint')} />}
    </Page>
  );
}

function Playground() {
  const { t } = useTranslation();
  const wanted = useSearch({ from: '/signed-in/playground' }).deployment;
  const { data, error, isPending, refetch } = useDeployments();
  if (isPending) return <PageSkeleton />;
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  if (wanted === undefined && !data.some(canAnswer)) {
    return <EmptyState title={t('playground.none')} hint={t('playground.noneHint')} action={<DeployButton />} />;
  }
  return <Talk deployments={data} wanted={wanted} />;
}

const canAnswer = ({ readyReplicas }: DeploymentView): boolean => readyReplicas > 0;

/** With the deployment of the address, or the first that can answer; one that is gone is still asked, and answers so. */
function Talk({
  deployments,
  wanted,
}: {
  readonly deployments: readonly DeploymentView[];
  readonly wanted: string | undefined;
}) {
  const navigate = useNavigate({ from: '/playground' });
  const [settings, setSettings] = useState(noSettings);
  // Another one that becomes ready must not end a conversation.
  const [first] = useState(() => deployments.find(canAnswer)?.name);
  const name = wanted ?? first ?? deployments.find(canAnswer)?.name ?? '';
  const shown = deployments.find((each) => each.name === name);
  const model = shown?.spec.modelName ?? name;
  const chat = useChat(model, settings);
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 3,
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) 320px' },
      }}
    >
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        <DeploymentChoice
          deployments={deployments}
          value={name}
          onChange={(deployment) => void navigate({ search: { deployment } })}
        />
        <Conversation key={model} model={model} deployment={shown} chat={chat} settings={settings} />
      </Box>
      <ChatSettingsPanel settings={settings} onChange={setSettings} />
    </Box>
  );
}
