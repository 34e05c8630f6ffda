import type { RaThemeOptions } from 'react-admin';

/** Theme of surfaces, menus, dialogs and notifications. */
export const surfaceComponents: RaThemeOptions['components'] = {
  MuiPaper: {
    defaultProps: { elevation: 0 },
    styleOverrides: { root: { backgroundImage: 'none', color: 'var(--ink)' } },
  },
  MuiMenu: {
    styleOverrides: {
      paper: {
        background: 'var(--raised)',
        borderRadius: 'var(--radius-md)',
        boxShadow: 'var(--shadow-lg)',
        marginTop: 4,
      },
      list: { padding: 4 },
    },
  },
  MuiPopover: {
    styleOverrides: {
      paper: { background: 'var(--raised)', borderRadius: 'var(--radius-md)', boxShadow: 'var(--shadow-lg)' },
    },
  },
  MuiMenuItem: {
    styleOverrides: {
      root: {
        minHeight: 32,
        padding: '4px 10px',
        fontSize: 'var(--text-sm)',
        borderRadius: 'var(--radius-xs)',
        '&.Mui-focusVisible': { background: 'var(--hover)', outline: '2px solid var(--focus)', outlineOffset: -2 },
      },
    },
  },
  MuiListItemIcon: { styleOverrides: { root: { minWidth: 28, color: 'var(--ink-soft)', '& svg': { fontSize: 18 } } } },
  MuiDialog: {
    styleOverrides: {
      paper: {
        background: 'var(--raised)',
        borderRadius: 'var(--radius-lg)',
        boxShadow: 'var(--shadow-lg)',
        margin: 16,
      },
    },
  },
  MuiBackdrop: { styleOverrides: { root: { background: 'var(--veil)' }, invisible: { background: 'transparent' } } },
  MuiDialogTitle: {
    styleOverrides: { root: { padding: '20px 24px 4px', fontSize: 'var(--text-base)', fontWeight: 600 } },
  },
  MuiDialogContent: { styleOverrides: { root: { padding: '8px 24px 16px' } } },
  MuiDialogContentText: { styleOverrides: { root: { color: 'var(--ink-soft)', fontSize: 'var(--text-sm)' } } },
  MuiDialogActions: { styleOverrides: { root: { padding: '8px 24px 20px', gap: 8 } } },
  MuiTooltip: {
    defaultProps: { enterDelay: 400 },
    styleOverrides: {
      tooltip: { background: 'var(--action)', color: 'var(--on-action)', fontSize: 'var(--text-xs)', fontWeight: 400 },
    },
  },
  MuiSnackbarContent: {
    styleOverrides: {
      root: {
        background: 'var(--action)',
        color: 'var(--on-action)',
        borderRadius: 'var(--radius-md)',
        boxShadow: 'var(--shadow-lg)',
      },
      message: { fontSize: 'var(--text-sm)' },
    },
  },
  MuiAlert: {
    styleOverrides: {
      root: {
        borderRadius: 'var(--radius-md)',
        fontSize: 'var(--text-sm)',
        alignItems: 'center',
        '& .MuiAlert-icon': { color: 'inherit', fontSize: 18 },
        '&.MuiAlert-colorError': { background: 'var(--critical-tint)', color: 'var(--critical-ink)' },
        '&.MuiAlert-colorWarning': { background: 'var(--caution-tint)', color: 'var(--caution-ink)' },
        '&.MuiAlert-colorInfo': { background: 'var(--info-tint)', color: 'var(--info-ink)' },
        '&.MuiAlert-colorSuccess': { background: 'var(--positive-tint)', color: 'var(--positive-ink)' },
      },
    },
  },
  MuiSkeleton: { defaultProps: { animation: 'wave' }, styleOverrides: { root: { background: 'var(--hover)' } } },
};
