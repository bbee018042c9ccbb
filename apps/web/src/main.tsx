import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { startTexts } from './texts/i18n.js';

const root = document.querySelector('#root');
if (!root) throw new Error('the page has no place for the console');
await startTexts();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
