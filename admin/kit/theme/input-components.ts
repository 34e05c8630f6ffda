import type { RaThemeOptions } from 'react-admin';

/** Theme of inputs: the label always above its field; the border visible in every state. */
export const inputComponents: RaThemeOptions['components'] = {
  MuiTextField: {
    defaultProps: {
      variant: 'outlined',
      size: 'small',
      margin: 'none',
      fullWidth: true,
      slotProps: { inputLabel: { shrink: true } },
    },
  },
  MuiFormControl: {
    defaultProps: { variant: 'outlined', size: 'small', margin: 'none', fullWidth: true },
    styleOverrides: { root: { marginTop: 0, marginBottom: 0 } },
  },
  MuiInputLabel: {
    defaultProps: { shrink: true },
    styleOverrides: {
      root: {
        position: 'static',
        transform: 'none',
        maxWidth: 'none',
        marginBottom: 4,
        fontSize: 'var(--text-sm)',
        fontWeight: 500,
        lineHeight: 1.4,
        color: 'var(--ink)',
        whiteSpace: 'normal',
        pointerEvents: 'auto',
        '&.Mui-focused, &.Mui-error': { color: 'var(--ink)' },
      },
      asterisk: { color: 'var(--critical)' },
    },
  },
  MuiFormLabel: {
    styleOverrides: {
      root: {
        color: 'var(--ink)',
        '&.Mui-focused': { color: 'var(--ink)' },
        '&.Mui-disabled': { color: 'var(--ink-soft)' },
      },
    },
  },
  MuiOutlinedInput: {
    defaultProps: { notched: false },
    styleOverrides: {
      root: {
        background: 'var(--surface)',
        fontSize: 'var(--text-sm)',
        borderRadius: 'var(--radius-sm)',
        '& .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--line-strong)', top: 0 },
        '& .MuiOutlinedInput-notchedOutline legend': { display: 'none' },
        '&:hover .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--ink-faint)' },
        '&.Mui-focused .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--focus)', borderWidth: 2 },
        '&.Mui-error .MuiOutlinedInput-notchedOutline': { borderColor: 'var(--critical)' },
        '&.Mui-disabled': { background: 'var(--sunken)' },
      },
      input: {
        padding: '6px 10px',
        height: 'auto',
        minHeight: 20,
        lineHeight: 1.5,
        '&::placeholder': { color: 'var(--ink-faint)', opacity: 1 },
      },
      multiline: { padding: 0, '& textarea': { padding: '8px 10px' } },
    },
  },
  MuiSelect: { styleOverrides: { select: { minHeight: '20px !important' }, icon: { color: 'var(--ink-soft)' } } },
  MuiFormHelperText: {
    styleOverrides: {
      root: {
        margin: '4px 0 0',
        fontSize: 'var(--text-xs)',
        color: 'var(--ink-faint)',
        '&.Mui-error': { color: 'var(--critical)' },
      },
    },
  },
  MuiFormControlLabel: { styleOverrides: { root: { marginLeft: -6 }, label: { fontSize: 'var(--text-sm)' } } },
  MuiAutocomplete: {
    defaultProps: { size: 'small', fullWidth: true },
    styleOverrides: {
      inputRoot: { paddingTop: '2px !important', paddingBottom: '2px !important' },
      popper: { minWidth: 220 },
    },
  },
};
