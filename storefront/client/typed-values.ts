const KEY = 'typed-values';
const TYPED =
  'input:not([type="hidden"], [type="radio"], [type="checkbox"], [type="file"], [type="password"]), select, textarea';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const fieldsOf = (form: HTMLFormElement): Field[] =>
  [...form.querySelectorAll<Field>(TYPED)].filter(({ name }) => name !== '');

/** Keeps what is typed into the forms of this page until the next load in this tab (`restoreTypedValues`). */
export function keepTypedValues(): void {
  const forms = [...document.forms].map(form =>
    new URLSearchParams(fieldsOf(form).map(({ name, value }) => [name, value])).toString(),
  );
  sessionStorage.setItem(KEY, [location.href, ...forms].join('\n'));
}

/**
 * Types what was kept of this page again, where somebody came back to it or it was loaded anew: the response to a form
 * was lost, and the browser does not always know what was typed.
 */
export function restoreTypedValues(): void {
  const [href, ...forms] = sessionStorage.getItem(KEY)?.split('\n') ?? [];
  sessionStorage.removeItem(KEY);
  const [load] = performance.getEntriesByType('navigation');
  const isNew = load instanceof PerformanceNavigationTiming && load.type === 'navigate';
  if (isNew || href !== location.href) return;
  for (const [index, text] of forms.entries()) {
    const form = document.forms[index];
    const values = new URLSearchParams(text);
    for (const field of form ? fieldsOf(form) : []) {
      const value = values.get(field.name);
      if (value === null || value === field.value) continue;
      field.value = value;
      field.dispatchEvent(new Event(field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
    }
  }
}
