import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

type Theme = 'light' | 'dark';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** Relative luminance (WCAG 2.2) of an opaque OKLCH colour; the matrices are those of CSS Color 4. */
function luminance(lightness: number, chroma: number, hue: number): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clamp = (value: number) => Math.min(1, Math.max(0, value));
  const red = clamp(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clamp(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clamp(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function token(name: string, theme: Theme): number {
  const found = new RegExp(`--${name}: light-dark\\(oklch\\(([^)]*)\\), oklch\\(([^)]*)\\)\\)`).exec(css);
  const [lightness, chroma, hue] = (found?.[theme === 'light' ? 1 : 2] ?? '').split(' ').map(Number);
  if (lightness === undefined || chroma === undefined || hue === undefined) throw new Error(`no colour --${name}`);
  return luminance(lightness, chroma, hue);
}

function contrast(first: string, second: string, theme: Theme): number {
  const [dark = 0, light = 0] = [token(first, theme), token(second, theme)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const grounds = ['canvas', 'surface', 'sunken'];
const text = ['ink', 'ink-soft', 'ink-faint', 'accent', 'critical', 'positive', 'caution', 'info'];
const readable: [string, string][] = [
  ...text.flatMap(ink => grounds.map((ground): [string, string] => [ink, ground])),
  ...['ink', 'ink-soft', 'ink-faint', 'accent'].flatMap(ink => [
    [ink, 'hover'] as [string, string],
    [ink, 'raised'] as [string, string],
  ]),
  ['ink', 'selected'],
  ['ink-soft', 'selected'],
  ...['accent', 'positive', 'caution', 'critical', 'info', 'neutral'].map((tone): [string, string] => [
    `${tone}-ink`,
    `${tone}-tint`,
  ]),
  ...['action', 'accent', 'positive', 'caution', 'critical', 'info'].map((tone): [string, string] => [
    `on-${tone}`,
    tone,
  ]),
  ['on-action', 'action-hover'],
  ['on-accent', 'accent-hover'],
  ...[1, 2, 3, 4, 5, 6].flatMap(tint => [
    ['ink', `tint-${tint}`] as [string, string],
    ['ink-soft', `tint-${tint}`] as [string, string],
  ]),
];

describe.each<Theme>(['light', 'dark'])('The %s colours', theme => {
  test.each(readable)('%s is readable on %s', (ink, ground) => {
    expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(['line-strong', 'focus'].flatMap(line => grounds.map(ground => [line, ground])))(
    '%s is visible on %s',
    (line, ground) => {
      expect(contrast(line ?? '', ground ?? '', theme)).toBeGreaterThanOrEqual(3);
    },
  );
});
