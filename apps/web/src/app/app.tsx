import createCache from '@emotion/cache';
import { CacheProvider } from '@emotion/react';
import CssBaseline from '@mui/material/CssBaseline';
import { ThemeProvider } from '@mui/material/styles';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from '../api/query-client.js';
import { SnackbarProvider } from '../ui/snackbar.js';
import { cspNonce } from './csp-nonce.js';
import { router } from './router.js';
import { theme } from './theme.js';

const styles = createCache({ key: 'eh', nonce: cspNonce() });

/** Tells when another page is gone to; other tabs and panels of a page are no other page. */
const onLeave = (leaving: () => void) =>
  router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && leaving());

/** The whole console. */
export function App() {
  return (
    <CacheProvider value={styles}>
      <ThemeProvider theme={theme} defaultMode="system">
        <CssBaseline enableColorScheme />
        <QueryClientProvider client={queryClient}>
          <SnackbarProvider onLeave={onLeave}>
            <RouterProvider router={router} />
          </SnackbarProvider>
        </QueryClientProvider>
      </ThemeProvider>
    </CacheProvider>
  );
}
