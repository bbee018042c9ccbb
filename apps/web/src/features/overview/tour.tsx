import type { DeploymentView, WorkerView } from '@enginehouse/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { FirstSteps } from './first-steps.js';
import { reachedWith } from './reached.js';
import { beginTour, dismissTour, reopenTour, useTour } from './tour-state.js';

/** The first steps, from the first look at an empty installation until all is done or somebody puts them away. */
export function Tour(props: {
  readonly workers: readonly WorkerView[];
  readonly deployments: readonly DeploymentView[];
  /** How many backends there are. */
  readonly backends: number;
}) {
  const { workers, deployments, backends } = props;
  const { isOpen, hasChatted } = useTour();
  const { tour: asked = false } = useSearch({ from: '/signed-in/' });
  const navigate = useNavigate({ from: '/' });
  const isEmpty = deployments.length === 0;
  useEffect(() => {
    if (asked) reopenTour();
    else if (isEmpty) beginTour();
  }, [asked, isEmpty]);
  if (!isOpen) return null;
  const reached = reachedWith({ backends, workers: workers.length, deployments: deployments.length, hasChatted });
  const dismiss = () => {
    dismissTour();
    void navigate({ search: {}, replace: true });
  };
  return <FirstSteps reached={reached} asked={asked} onDismiss={dismiss} />;
}
