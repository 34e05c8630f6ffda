import { useState } from 'react';
import { DocText } from './DocText.tsx';
import type { SchemaNode } from './schema-tree.ts';

/** How deep a tree is open at first. */
const openDepth = 1;

/** What is inside a schema, as a tree whose branches open. */
export function SchemaTree({ node, label }: { node: SchemaNode; label: string }) {
  return (
    <div className="schema">
      <p className="schema-type">
        <code>{node.type}</code>{' '}
        {node.description && (
          <span className="soft">
            <DocText text={node.description} />
          </span>
        )}
        <Notes notes={node.notes} />
      </p>
      {node.children.length > 0 && <Branch nodes={node.children} depth={0} label={label} />}
    </div>
  );
}

function Branch({ nodes, depth, label }: { nodes: readonly SchemaNode[]; depth: number; label: string }) {
  return (
    <ul className="schema-fields" aria-label={label}>
      {nodes.map(node => (
        <Field key={node.name} node={node} depth={depth} />
      ))}
    </ul>
  );
}

function Field({ node, depth }: { node: SchemaNode; depth: number }) {
  const [open, setOpen] = useState(depth < openDepth && node.children.length <= 8);
  const { name, type, required, description, notes, children } = node;
  return (
    <li>
      <div className="schema-line">
        {children.length > 0 ? (
          <button
            type="button"
            className="schema-name schema-toggle"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            {name}
          </button>
        ) : (
          <span className="schema-name">{name}</span>
        )}
        <span className="schema-kind">{type}</span>
        {required && <span className="schema-required">required</span>}
        {description && (
          <span className="soft">
            <DocText text={description} />
          </span>
        )}
        <Notes notes={notes} />
      </div>
      {open && children.length > 0 && <Branch nodes={children} depth={depth + 1} label={`What ${name} holds`} />}
    </li>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return <span className="schema-notes">{notes.join(' · ')}</span>;
}
