import type { RaThemeOptions } from 'react-admin';

/** Theme of buttons and other controls. */
export const actionComponents: RaThemeOptions['components'] = {
  MuiButtonBase: { defaultProps: { disableRipple: true, disableTouchRipple: true } },
  MuiButton: {
    defaultProps: { disableElevation: true, size: 'small', variant: 'outlined', color: 'primary' },
    styleOverrides: {
      root: {
        minHeight: 32,
        padding: '4px 12px',
        borderRadius: 'var(--radius-sm)',
        lineHeight: 1.4,
        whiteSpace: 'nowrap',
        transition: 'background var(--quick) var(--ease), border-color var(--quick) var(--ease)',
        '&:focus-visible': { outline: '2px solid var(--focus)', outlineOffset: 2 },
      },
      outlined: {
        color: 'var(--ink)',
        borderColor: 'var(--line)',
        background: 'var(--surface)',
        boxShadow: 'var(--shadow-sm)',
        '&:hover': { background: 'var(--hover)', borderColor: 'var(--line)' },
        '&.MuiButton-colorError': { color: 'var(--critical)' },
        '&.Mui-disabled': { background: 'var(--surface)', boxShadow: 'none', color: 'var(--ink-faint)' },
      },
      contained: { '&:hover': { background: 'var(--action-hover)' } },
      containedError: { '&:hover': { background: 'var(--critical)', filter: 'brightness(0.94)' } },
      text: { color: 'var(--ink-soft)', '&:hover': { background: 'var(--hover)', color: 'var(--ink)' } },
      startIcon: { marginRight: 6, '& > *:nth-of-type(1)': { fontSize: 16 } },
    },
  },
  MuiIconButton: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: {
        color: 'var(--ink-soft)',
        borderRadius: 'var(--radius-sm)',
        '&:hover': { background: 'var(--hover)', color: 'var(--ink)' },
        '&:focus-visible': { outline: '2px solid var(--focus)', outlineOffset: 1 },
        '& svg': { fontSize: 18 },
      },
    },
  },
  MuiCheckbox: {
    defaultProps: { size: 'small', color: 'secondary' },
    styleOverrides: {
      root: {
        padding: 6,
        color: 'var(--line-strong)',
        '& svg': { fontSize: 18 },
        '&.Mui-focusVisible': {
          outline: '2px solid var(--focus)',
          outlineOffset: -2,
          borderRadius: 'var(--radius-sm)',
        },
      },
    },
  },
  MuiSwitch: { defaultProps: { size: 'small', color: 'secondary' } },
  MuiTabs: {
    styleOverrides: {
      root: { minHeight: 36, borderBottom: '1px solid var(--line)' },
      indicator: { background: 'var(--ink)', height: 2 },
    },
  },
  MuiTab: {
    styleOverrides: {
      root: {
        minHeight: 36,
        minWidth: 0,
        padding: '8px 12px',
        color: 'var(--ink-soft)',
        '&.Mui-selected': { color: 'var(--ink)' },
      },
    },
  },
  MuiChip: {
    defaultProps: { size: 'small' },
    styleOverrides: {
      root: {
        borderRadius: 'var(--radius-xs)',
        fontSize: 'var(--text-xs)',
        background: 'var(--neutral-tint)',
        color: 'var(--neutral-ink)',
      },
    },
  },
  MuiLink: { defaultProps: { underline: 'hover' }, styleOverrides: { root: { color: 'var(--accent)' } } },
};
