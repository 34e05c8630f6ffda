import type { TemplateText } from '../../generated/notifications/types.ts';

/** An error of one part of a template. */
export interface Fault {
  part: keyof TemplateText;
  message: string;
}

/** A template that does not render; `message` has the place and the reason. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly faults: readonly Fault[];
  constructor(faults: readonly Fault[]) {
    super(faults.map(({ part, message }) => `${part}: ${message}`).join('; '));
    this.faults = faults;
  }
}
