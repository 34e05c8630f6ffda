import { channelsOf } from './asyncapi.ts';
import { operationsOf } from './openapi.ts';
import { type Doc, type SchemaNode, schemaTree } from './schema-tree.ts';

/** An operation or a message, as the list at the side shows it. */
export interface Entry {
  id: string;
  group: string;
  method: string | undefined;
  label: string;
  hint: string;
  /** Everything in it that somebody may search for, in lower case. */
  text: string;
}

export function entriesOf(kind: 'openapi' | 'asyncapi', document: Doc): Entry[] {
  return kind === 'openapi' ? operationEntries(document) : messageEntries(document);
}

function operationEntries(document: Doc): Entry[] {
  return operationsOf(document).map(({ id, tag, method, path, summary, parameters, request, answers, description }) => {
    const bodies = [...request, ...answers.flatMap(({ contents }) => contents)].map(({ schema }) =>
      fieldText(schemaTree(document, schema)),
    );
    const words = [id, method, path, summary, description, ...parameters.map(({ name }) => name), ...bodies];
    return { id, group: tag, method, label: path, hint: summary, text: words.join(' ').toLowerCase() };
  });
}

function messageEntries(document: Doc): Entry[] {
  return channelsOf(document).flatMap(({ topic, messages }) =>
    messages.map(({ id, title, summary, payload }) => ({
      id,
      group: topic,
      method: undefined,
      label: id,
      hint: summary,
      text: [id, title, summary, topic, fieldText(schemaTree(document, payload))].join(' ').toLowerCase(),
    })),
  );
}

function fieldText({ name, type, children }: SchemaNode): string {
  return [name, type, ...children.map(fieldText)].join(' ');
}

/** Those that have all the words, in the order given. */
export function search(entries: readonly Entry[], words: string): readonly Entry[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter(({ text }) => wanted.every(word => text.includes(word)));
}

/** Entries under their groups, in the order given. */
export function grouped(entries: readonly Entry[]): { group: string; entries: Entry[] }[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return [...groups].map(([group, own]) => ({ group, entries: own }));
}
