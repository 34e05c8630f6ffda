import type { TemplateVariable } from '../../generated/notifications/types.ts';
import type { View } from './message.ts';

const isView = (value: View[string]): value is View => typeof value !== 'string' && !Array.isArray(value);

/** What a template of this view can say: each text, and a loop for each list of things with texts. */
export function variablesOf(view: View, path = ''): TemplateVariable[] {
  return Object.entries(view).flatMap(([name, value]): TemplateVariable[] => {
    const full = `${path}${name}`;
    if (typeof value === 'string') return [{ name: full, insert: `{{ ${full} }}`, example: value }];
    if (isView(value)) return variablesOf(value, `${full}.`);
    const [first] = value;
    if (!first) return [];
    const item = name.replace(/s$/, '');
    const texts = Object.keys(first).map(key => `{{ ${item}.${key} }}`);
    const example = Object.values(first).filter(text => typeof text === 'string');
    const insert = `{% for ${item} in ${full} %}${texts.join(' ')}{% endfor %}`;
    return [{ name: full, insert, example: example.join(' ') }];
  });
}
