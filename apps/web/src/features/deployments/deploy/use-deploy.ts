import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../../api/client.js';
import { useAction } from '../../../ui/use-action.js';
import { emptyForm, specOf, type ChosenBackend, type DeployForm, type DeploymentInput } from './deploy-form.js';
import { faultsOf, ofPreview, unreadable } from './form-errors.js';
import { parametersFor } from './parameters.js';
import { usePreview } from './use-preview.js';

/** A deployment from the first letter to its own page. */
export function useDeploy() {
  const chosen = useSearch({ from: '/signed-in/deployments/new' });
  const backend = useChosenBackend(chosen.backend).data;
  const { form, change } = useForm(backend?.name, backend?.definition.default_backend_param);
  const spec = useMemo(() => specOf(form, chosen), [form, chosen]);
  const previewed = usePreview(spec, backend?.revision);
  const [asked, setAsked] = useState(false);
  const touched = useRef(false);
  const create = useCreate(touched);
  const { reset } = create;
  useEffect(reset, [spec, reset]);
  const faults = useMemo(() => [...faultsOf(spec, asked), ...unreadable(form)], [spec, asked, form]);
  const errors = [...faults, ...errorsOf(previewed.error), ...errorsOf(create.error)];
  const submit = () => {
    setAsked(true);
    if (faultsOf(spec, true).length + unreadable(form).length === 0) create.mutate(spec as DeploymentInput);
  };
  const edit = (changes: Partial<DeployForm>) => {
    touched.current = true;
    change(changes);
  };
  const deploying = {
    form,
    chosen,
    backend,
    spec,
    preview: previewed.preview,
    errors,
    change: edit,
    choose: useChoose(),
  };
  return { deploying, previewed, create, submit, isDirty: () => touched.current };
}

const errorsOf = (error: unknown) => (error ? ofPreview(problemIn(error).errors) : []);

function useChosenBackend(name: string | undefined) {
  return useQuery({
    queryKey: ['backends', 'deploy', name],
    queryFn: ({ signal }) => valueOf(api.backends.get({ params: { name: name ?? '' }, signal })),
    enabled: name !== undefined,
  });
}

const none: readonly string[] = [];

/** The form; its parameters follow the backend that is chosen, and everything that was typed stays. */
function useForm(name: string | undefined, defaults: readonly string[] = none) {
  const [form, setForm] = useState(emptyForm);
  const [filled, setFilled] = useState<{ readonly name?: string; readonly defaults: readonly string[] }>({
    defaults: [],
  });
  if (name !== undefined && filled.name !== name) {
    setFilled({ name, defaults });
    setForm({ ...form, parameters: parametersFor(form.parameters, filled.defaults, defaults) });
  }
  const change = useCallback((changes: Partial<DeployForm>) => setForm((before) => ({ ...before, ...changes })), []);
  return { form, change };
}

function useChoose() {
  const navigate = useNavigate({ from: '/deployments/new' });
  return useCallback((chosen: ChosenBackend) => void navigate({ search: chosen, replace: true }), [navigate]);
}

function useCreate(touched: { current: boolean }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return useAction({
    run: (spec: DeploymentInput) => valueOf(api.deployments.create({ body: spec })),
    changes: ['deployments', 'instances', 'backends'],
    said: (_done, { name }) => t('deployments.deploy.done', { name }),
    onDone: (_done, { name }) => {
      touched.current = false;
      void navigate({ to: '/deployments/$name', params: { name }, search: {} });
    },
  });
}
