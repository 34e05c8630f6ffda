import type { Content } from './openapi.ts';
import { SchemaTree } from './SchemaTree.tsx';
import { type Doc, schemaTree } from './schema-tree.ts';

/** Bodies by content type: their schema and examples. */
export function MediaTypes({
  document,
  contents,
  label,
}: {
  document: Doc;
  contents: readonly Content[];
  label: string;
}) {
  return contents.map(({ type, schema, examples }) => (
    <div key={type} className="content">
      <p className="faint">{type}</p>
      {schema !== undefined && <SchemaTree node={schemaTree(document, schema)} label={label} />}
      <Examples examples={examples} />
    </div>
  ));
}

export function Examples({ examples }: { examples: Content['examples'] }) {
  return examples.map(({ name, value }, index) => (
    <details
      key={`${name}${JSON.stringify(value)}`}
      className="example"
      open={index === 0 && examples.length === 1 && isShort(value)}
    >
      <summary>{name === 'Example' ? 'Example' : `Example: ${name}`}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{JSON.stringify(value, null, 2)}</pre>
    </details>
  ));
}

const isShort = (value: unknown) => JSON.stringify(value, null, 2).split('\n').length <= 24;
