import { useSyncExternalStore } from 'react';

/** How far somebody got with the first steps in this browser. */
export interface TourState {
  /** Begun on an empty installation, and neither finished nor put away yet. */
  readonly isOpen: boolean;
  /** A model has answered in the playground. */
  readonly hasChatted: boolean;
}

const openKey = 'enginehouse.tour';
const chattedKey = 'enginehouse.tour.chatted';
const listeners = new Set<() => void>();

/** Opened once an installation is seen empty; stays away once somebody has put it away, until it is asked for. */
export function beginTour(): void {
  if (localStorage.getItem(openKey) === null) keep(openKey, 'open');
}

export const reopenTour = (): void => keep(openKey, 'open');
export const dismissTour = (): void => keep(openKey, 'dismissed');

/** The last of the steps is done. */
export function noteChat(): void {
  if (localStorage.getItem(chattedKey) === null) keep(chattedKey, 'yes');
}

function keep(key: string, value: string): void {
  localStorage.setItem(key, value);
  listeners.forEach((tell) => tell());
}

const subscribe = (tell: () => void) => {
  listeners.add(tell);
  window.addEventListener('storage', tell);
  return () => {
    listeners.delete(tell);
    window.removeEventListener('storage', tell);
  };
};

/** What this browser keeps of the first steps; other tabs' changes too. */
export function useTour(): TourState {
  const isOpen = useSyncExternalStore(subscribe, () => localStorage.getItem(openKey) === 'open');
  const hasChatted = useSyncExternalStore(subscribe, () => localStorage.getItem(chattedKey) !== null);
  return { isOpen, hasChatted };
}
