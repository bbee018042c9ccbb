import { createTheme } from '@mui/material/styles';

const fonts = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans SC", "PingFang SC", sans-serif';

/** Fixed-width text: commands, digests, names that are typed. */
export const monospace = 'ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace';

/** Where the keyboard is: two pixels in a colour that stands out three to one and more in light and in dark. */
const focusRing = { outline: '2px solid var(--mui-palette-primary-main)', outlineOffset: 2 };

/** Colours, type and spacing of the console, in light and in dark. */
export const theme = createTheme({
  cssVariables: { colorSchemeSelector: 'data-color-scheme' },
  colorSchemes: {
    light: {
      palette: {
        primary: { main: '#1b5e85' },
        secondary: { main: '#5b4b8a' },
        success: { main: '#1e7a46' },
        warning: { main: '#8a5a00' },
        error: { main: '#b3261e' },
        info: { main: '#0b6a8f' },
        background: { default: '#f6f8fa', paper: '#ffffff' },
      },
    },
    dark: {
      palette: {
        primary: { main: '#7cc4ee' },
        secondary: { main: '#b9a8ea' },
        success: { main: '#6fd49b' },
        warning: { main: '#f0bd5b' },
        error: { main: '#ff8f86' },
        info: { main: '#6ccbe6' },
        background: { default: '#0f1419', paper: '#171e25' },
      },
    },
  },
  shape: { borderRadius: 8 },
  typography: {
    fontFamily: fonts,
    fontSize: 14,
    h1: { fontSize: '1.5rem', fontWeight: 650 },
    h2: { fontSize: '1.15rem', fontWeight: 650 },
    h3: { fontSize: '1rem', fontWeight: 650 },
    button: { textTransform: 'none', fontWeight: 600 },
  },
  components: {
    // Inside its edge, where no list and no card can cut it off; a filled button would swallow it there.
    MuiButtonBase: { styleOverrides: { root: { '&.Mui-focusVisible': { ...focusRing, outlineOffset: -2 } } } },
    MuiButton: {
      defaultProps: { disableElevation: true },
      styleOverrides: { contained: { '&.Mui-focusVisible': { outlineOffset: 2 } } },
    },
    MuiLink: { styleOverrides: { root: { '&:focus-visible': focusRing } } },
    MuiCard: { defaultProps: { variant: 'outlined' } },
    // The track of a small switch begins where the text above it does.
    MuiFormControlLabel: { styleOverrides: { root: { '&:has(.MuiSwitch-sizeSmall)': { marginLeft: -4 } } } },
    MuiTextField: { defaultProps: { size: 'small' } },
    MuiTooltip: { defaultProps: { arrow: true, enterDelay: 300 } },
    MuiCssBaseline: {
      styleOverrides: {
        body: { fontVariantNumeric: 'tabular-nums' },
        ':where(a, button, summary, [tabindex="0"]):focus-visible': focusRing,
        '@media (prefers-reduced-motion: reduce)': {
          '*, *::before, *::after': { animationDuration: '0.01ms !important', transitionDuration: '0.01ms !important' },
        },
      },
    },
  },
});
