import { Tab, Tabs, TextField } from '@mui/material';
import { useId, useState } from 'react';
import { FieldTitle, useInput, type Validator } from 'react-admin';
import { fieldErrorOf } from '../../kit/resource/field-error.tsx';
import { TextBlocks } from './TextBlocks.tsx';
import { textBlocksOf } from './text-blocks.ts';

type View = 'texts' | 'source';
const sourceHelp = 'For those who know MJML. The texts follow what is changed here.';
const brokenHelp = 'No texts to list: there are none, or this is no complete MJML.';

/** The e-mail of a template: its texts, or for those who know MJML its source. */
export function EmailInput({ validate }: { validate: Validator[] }) {
  const id = useId();
  const { field, fieldState, isRequired } = useInput({ source: 'mjml', validate });
  const mjml = String(field.value ?? '');
  const blocks = textBlocksOf(mjml);
  const [chosen, setChosen] = useState<View>(blocks.length > 0 ? 'texts' : 'source');
  const view = blocks.length > 0 ? chosen : 'source';
  const error = fieldErrorOf(fieldState);
  const help = blocks.length > 0 ? sourceHelp : brokenHelp;
  const tab = (name: View, label: string) => (
    <Tab
      value={name}
      label={label}
      id={`${id}-${name}`}
      aria-controls={view === name ? `${id}-panel` : undefined}
      disabled={name === 'texts' && blocks.length === 0}
    />
  );
  return (
    <div>
      <Tabs value={view} onChange={(_, next: View) => setChosen(next)} aria-label="How the e-mail is edited">
        {tab('texts', 'Texts')}
        {tab('source', 'Source')}
      </Tabs>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${view}`}>
        {view === 'texts' ? (
          <TextBlocks mjml={mjml} blocks={blocks} onChange={field.onChange} error={error} />
        ) : (
          <div className="template-blocks">
            <p className="soft" id={`${id}-help`}>
              {help}
            </p>
            <TextField
              {...field}
              id={`${id}-mjml`}
              inputRef={field.ref}
              label={<FieldTitle label="E-mail (MJML)" isRequired={isRequired} />}
              multiline
              fullWidth
              minRows={12}
              maxRows={24}
              className="template-code"
              error={fieldState.invalid}
              helperText={error}
              slotProps={{
                htmlInput: {
                  spellCheck: false,
                  'aria-describedby': error ? `${id}-help ${id}-mjml-helper-text` : `${id}-help`,
                },
              }}
            />
          </div>
        )}
      </div>
    </div>
  );
}
