import type { Tone } from '../../kit/components/status-tones.ts';

/** How the result of a verification is shown. */
export const resultChips: Readonly<
  Record<'success' | 'failed' | 'unknown', { label: string; sign: string; tone: Tone }>
> = {
  success: { label: 'Kept', sign: '✓', tone: 'positive' },
  failed: { label: 'Broken', sign: '✕', tone: 'critical' },
  unknown: { label: 'Not verified', sign: '?', tone: 'neutral' },
};
