import { Button } from '@mui/material';
import { type RefObject, useState } from 'react';
import { useNotify } from 'react-admin';
import { useFormContext } from 'react-hook-form';
import type { TemplateText, TemplateVariable } from '../../../generated/notifications/types.ts';
import { inserted } from './insert-text.ts';

type Field = keyof TemplateText;
const fieldNames: readonly Field[] = ['subject', 'mjml', 'text', 'sms'];
const few = 6;

/** The field of a template that was last typed in. */
export interface LastField {
  element: HTMLInputElement | HTMLTextAreaElement;
  /** `block`: of a text block, whose text is part of another field. */
  name: Field | 'block';
}

/** The field of a template that an element is; undefined for anything else, and for what can only be read. */
export function fieldOf(element: EventTarget): LastField | undefined {
  if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement)) return undefined;
  if (element.readOnly) return undefined;
  const name = element.name.startsWith('block-') ? 'block' : fieldNames.find(known => known === element.name);
  return name && { element, name };
}

/** Types a text into an element where its caret is; its component gets it as if somebody had typed it. */
function type(element: LastField['element'], text: string): void {
  element.focus();
  element.setRangeText(text, element.selectionStart ?? 0, element.selectionEnd ?? 0, 'end');
  element.dispatchEvent(new Event('input', { bubbles: true }));
}

interface VariablesProps {
  variables: readonly TemplateVariable[];
  /** Where a variable is inserted; the plain text where nobody has typed yet. */
  last: RefObject<LastField | undefined>;
}

/** What a text can say: a press inserts it where the caret is. */
export function Variables({ variables, last }: VariablesProps) {
  const { getValues, setValue } = useFormContext<TemplateText>();
  const [showsAll, setShowsAll] = useState(false);
  const notify = useNotify();
  const insert = (text: string) => {
    const field = last.current?.element.isConnected ? last.current : undefined;
    const { name, element } = field ?? { name: 'text' as const, element: undefined };
    if (name === 'block') {
      if (text.includes('{%')) notify('A list is logic: it is inserted in the source.', { type: 'warning' });
      else if (element) type(element, text);
      return;
    }
    const before = getValues(name);
    const end = before.length;
    const range = { start: element?.selectionStart ?? end, end: element?.selectionEnd ?? end };
    const after = inserted(before, text, range);
    setValue(name, after.text, { shouldDirty: true, shouldValidate: true });
    element?.focus();
    requestAnimationFrame(() => element?.setSelectionRange(after.caret, after.caret));
  };
  return (
    <div>
      <p className="soft" id="variables">
        Press what the text should say; it is put where the caret is.
      </p>
      <ul className="template-variables" aria-labelledby="variables">
        {variables.slice(0, showsAll ? undefined : few).map(({ name, insert: text, example }) => (
          <li key={name}>
            <button
              type="button"
              title={example}
              aria-label={`Insert ${name}: ${example}`}
              onClick={() => insert(text)}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
      {variables.length > few && !showsAll && (
        <Button onClick={() => setShowsAll(true)}>Show all {variables.length}</Button>
      )}
    </div>
  );
}
