import { Button, TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { ContractComparison, ContractKind } from '../../../generated/registry/types.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { DropZone } from '../../kit/components/DropZone.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { ChangeList } from './ChangeList.tsx';

type Result = { comparison: ContractComparison } | { problem: string };

/** What a draft would change, and who would be hit; nothing is stored. */
export function Draft({ kind, name }: { kind: ContractKind; name: string }) {
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [result, setResult] = useState<Result>();
  const compare = async (draft: string) => {
    setBusy(true);
    try {
      const request = api.registry.compareDraft({ path: { kind, name }, body: { text: draft } });
      setResult({ comparison: await bodyOf(request) });
    } catch (error) {
      const problem = toApiError(error);
      setResult({ problem: problem instanceof Error ? problem.message : 'It could not be compared.' });
    } finally {
      setBusy(false);
    }
  };
  const open = async (file: File | undefined) => {
    if (!file) return;
    const draft = await file.text();
    setText(draft);
    await compare(draft);
  };
  return (
    <>
      <Section title="Your draft">
        <DropZone label="Drop the draft here" onFiles={([file]) => void open(file)}>
          <div className="draft">
            <p className="soft">
              Paste the changed document, YAML or JSON, or drop the file of <code>contracts/</code> here. It is compared
              with the latest version; nothing is stored.
            </p>
            <TextField
              label="Document"
              multiline
              minRows={8}
              maxRows={18}
              value={text}
              onChange={event => setText(event.target.value)}
              slotProps={{ htmlInput: { spellCheck: false } }}
            />
            <div className="draft-actions">
              <Button component="label" variant="outlined">
                Choose a file
                <input
                  type="file"
                  className="unseen"
                  accept=".yaml,.yml,.json"
                  onChange={event => void open(event.target.files?.[0])}
                />
              </Button>
              <Button variant="contained" disabled={busy || text.trim() === ''} onClick={() => void compare(text)}>
                What would it change?
              </Button>
            </div>
          </div>
        </DropZone>
      </Section>
      <div aria-live="polite">
        {result && (
          <Section title="What it would change">
            {'problem' in result ? <p role="alert">{result.problem}</p> : <ChangeList comparison={result.comparison} />}
          </Section>
        )}
      </div>
    </>
  );
}
