import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Paper from '@mui/material/Paper';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api, problemIn, valueOf } from '../../api/client.js';
import { queryClient } from '../../api/query-client.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { takeSignInCode } from './sign-in-code.js';

/** Where a person shows an access token once, or comes with a link that stands for one, and gets a cookie for it. */
export function SignInPage() {
  const { t } = useTranslation();
  const [token, setToken] = useState('');
  const { why } = useSearch({ from: '/sign-in' });
  const signIn = useSignIn();
  const { mutate } = signIn;
  useEffect(() => {
    const code = takeSignInCode();
    if (code !== undefined) mutate({ code });
  }, [mutate]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    signIn.mutate({ token: token.trim() });
  };
  const isWrong = signIn.isError && problemIn(signIn.error).code === 'unauthenticated';
  return (
    <Box component="main" sx={{ minHeight: '100dvh', display: 'grid', placeItems: 'center', p: 2 }}>
      <Paper variant="outlined" sx={{ p: 4, width: '100%', maxWidth: 420 }}>
        <Box component="form" onSubmit={submit} sx={{ display: 'flex', flexDirection: 'column', gap: 2.5 }}>
          <img src="/favicon.svg" alt="" width={44} height={44} />
          <Typography variant="h1">{t('signIn.title')}</Typography>
          {why && !signIn.isError && <Alert severity="info">{t(`signIn.over.${why}`)}</Alert>}
          {isWrong && (
            <Alert severity="error">
              {t(signIn.variables?.code === undefined ? 'signIn.failed' : 'signIn.linkFailed')}
            </Alert>
          )}
          {signIn.isError && !isWrong && <ProblemAlert error={signIn.error} />}
          <TextField
            label={t('signIn.token')}
            type="password"
            autoComplete="current-password"
            value={token}
            onChange={(event) => setToken(event.target.value)}
            helperText={t('signIn.tokenHelp')}
            required
            autoFocus
            fullWidth
          />
          <Button type="submit" variant="contained" size="large" loading={signIn.isPending}>
            {t('signIn.submit')}
          </Button>
        </Box>
      </Paper>
    </Box>
  );
}

interface Credentials {
  readonly token?: string;
  readonly code?: string;
}

function useSignIn() {
  const navigate = useNavigate();
  const { next = '/' } = useSearch({ from: '/sign-in' });
  return useMutation({
    mutationFn: (body: Credentials) => valueOf(api.access.signIn({ body })),
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: next, replace: true });
    },
  });
}
