import { expect } from 'vitest';
import type { ConsolePage } from './console-page.js';

export const field = ({ page }: ConsolePage, name: string) => page.getByRole('textbox', { name, exact: true });
export const press = ({ page }: ConsolePage, name: string) => page.getByRole('button', { name, exact: true }).click();
export const leftFor = async ({ page }: ConsolePage, path: string) => {
  await expect.poll(() => new URL(page.url()).pathname, { timeout: 20_000 }).toBe(path);
};
export const confirm = ({ page }: ConsolePage, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
