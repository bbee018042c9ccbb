import Box from '@mui/material/Box';
import { maskSecrets } from '@enginehouse/backend-spec';
import { Code } from '../../../ui/code-text.js';

/** Variables with their values; what is a secret by its name is masked. */
export function EnvironmentList({ env }: { readonly env: Readonly<Record<string, string>> }) {
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 0.25 }}>
      {Object.entries(maskSecrets(env)).map(([name, value]) => (
        <li key={name}>
          <Code>
            {name}={value}
          </Code>
        </li>
      ))}
    </Box>
  );
}
