import type { RaThemeOptions } from 'react-admin';
import { actionComponents } from './action-components.ts';
import { inputComponents } from './input-components.ts';
import { surfaceComponents } from './surface-components.ts';

const tone = (name: string) => ({
  main: `var(--${name})`,
  light: `var(--${name}-tint)`,
  dark: `var(--${name}-ink)`,
  contrastText: `var(--on-${name})`,
});

/**
 * Material UI in the design tokens of `look/tokens.css`. The tokens switch between light and dark, so there is one
 * theme and switching rerenders nothing.
 */
export const theme: RaThemeOptions = {
  cssVariables: { nativeColor: true },
  palette: {
    mode: 'light',
    primary: {
      main: 'var(--action)',
      light: 'var(--action-hover)',
      dark: 'var(--action-hover)',
      contrastText: 'var(--on-action)',
    },
    secondary: {
      main: 'var(--accent)',
      light: 'var(--accent-tint)',
      dark: 'var(--accent-hover)',
      contrastText: 'var(--on-accent)',
    },
    error: tone('critical'),
    warning: tone('caution'),
    info: tone('info'),
    success: tone('positive'),
    text: { primary: 'var(--ink)', secondary: 'var(--ink-soft)', disabled: 'var(--ink-faint)' },
    background: { default: 'var(--canvas)', paper: 'var(--surface)' },
    divider: 'var(--line)',
    action: {
      active: 'var(--ink-soft)',
      hover: 'var(--hover)',
      selected: 'var(--selected)',
      disabled: 'var(--ink-faint)',
      disabledBackground: 'var(--hover)',
      focus: 'var(--hover)',
    },
  },
  shape: { borderRadius: 6 },
  spacing: 4,
  typography: {
    fontFamily: 'var(--font-sans)',
    fontSize: 13,
    htmlFontSize: 16,
    body1: { fontSize: 'var(--text-sm)', lineHeight: 1.5 },
    body2: { fontSize: 'var(--text-sm)', lineHeight: 1.5 },
    subtitle1: { fontSize: 'var(--text-md)', fontWeight: 600 },
    subtitle2: { fontSize: 'var(--text-sm)', fontWeight: 600 },
    caption: { fontSize: 'var(--text-xs)' },
    button: { fontSize: 'var(--text-sm)', fontWeight: 500, textTransform: 'none', letterSpacing: 0 },
    h1: { fontSize: 'var(--text-xl)', fontWeight: 600, letterSpacing: 'var(--tracking-tight)', lineHeight: 1.25 },
    h2: { fontSize: 'var(--text-md)', fontWeight: 600 },
    h3: { fontSize: 'var(--text-sm)', fontWeight: 600 },
    h4: { fontSize: 'var(--text-sm)', fontWeight: 600 },
    h5: { fontSize: 'var(--text-sm)', fontWeight: 600 },
    h6: { fontSize: 'var(--text-sm)', fontWeight: 600 },
  },
  transitions: {
    duration: {
      shortest: 80,
      shorter: 100,
      short: 120,
      standard: 150,
      complex: 180,
      enteringScreen: 140,
      leavingScreen: 100,
    },
  },
  components: { ...actionComponents, ...inputComponents, ...surfaceComponents },
};
