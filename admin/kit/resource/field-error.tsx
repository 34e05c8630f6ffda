import type { ReactNode } from 'react';
import { ValidationError } from 'react-admin';

/**
 * What is wrong with a field, in words: react-admin wraps the messages of its own validators. Undefined for nothing.
 */
export function fieldErrorOf({ error }: { error?: { message?: string } | undefined }): ReactNode {
  return error?.message === undefined ? undefined : <ValidationError error={error.message} />;
}
