import { TextField } from '@mui/material';
import { type ReactNode, useState } from 'react';
import { type TextBlock, withText } from './text-blocks.ts';

const notes = {
  logic: 'Has logic: edit it in the source.',
  markup: 'Has markup that is more than a text: edit it in the source.',
};
const oneLine: ReadonlySet<string> = new Set(['mj-button', 'mj-navbar-link', 'mj-social-element']);

interface TextBlocksProps {
  mjml: string;
  /** The text blocks of `mjml`. */
  blocks: readonly TextBlock[];
  onChange(mjml: string): void;
  /** What is wrong with the source as a whole. */
  error: ReactNode;
}

/** What was typed here; it counts as long as the source is what it made of it. */
interface Typed {
  mjml: string;
  /** The blocks before: a tag that is deleted and typed again has its attributes from there. */
  origin: readonly TextBlock[];
  /** By block; read from the source again, a text would lose a space at its end. */
  texts: ReadonlyMap<number, string>;
}

/** The texts of an e-mail, a field each. */
export function TextBlocks({ mjml, blocks, onChange, error }: TextBlocksProps) {
  const [last, setLast] = useState<Typed>();
  const typed = last?.mjml === mjml ? last : undefined;
  const change = (block: TextBlock, text: string) => {
    const origin = typed?.origin ?? blocks;
    const changed = withText(mjml, origin[block.index] ?? block, text);
    setLast({ mjml: changed, origin, texts: new Map(typed?.texts).set(block.index, text) });
    onChange(changed);
  };
  return (
    <div className="template-blocks">
      <p className="soft">
        A new line is a line break. Tags such as {'<strong>…</strong>'} (bold) and {'<a>…</a>'} (a link) stay around
        their words. Layout, and where links lead, are in the source.
      </p>
      {blocks.map(block => (
        <BlockField
          key={block.index}
          block={block}
          text={typed?.texts.get(block.index) ?? block.text}
          onText={text => change(block, text)}
        />
      ))}
      {error && (
        <p className="template-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

interface BlockFieldProps {
  block: TextBlock;
  text: string;
  onText(text: string): void;
}

function BlockField({ block: { label, index, tag, readOnly }, text, onText }: BlockFieldProps) {
  return (
    <TextField
      label={label}
      name={`block-${index}`}
      value={text}
      onChange={({ target: { value } }) => onText(value)}
      fullWidth
      multiline={!oneLine.has(tag)}
      maxRows={readOnly ? 6 : 12}
      className={readOnly ? 'template-read-only' : undefined}
      helperText={readOnly && notes[readOnly]}
      slotProps={{ input: { readOnly: readOnly !== undefined } }}
    />
  );
}
