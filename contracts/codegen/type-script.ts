import { register } from 'node:module';

/**
 * Lets this process import `.ts` files: Node before 22.18 cannot by itself. The compiler that the tool brings removes
 * the types then.
 */
export function enableTypeScript(): void {
  if (process.features.typescript || isEnabled) return;
  isEnabled = true;
  register('./type-script-loader.js', import.meta.url);
}

let isEnabled = false;
