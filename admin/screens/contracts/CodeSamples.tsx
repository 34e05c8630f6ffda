import { Button } from '@mui/material';
import { useNotify } from 'react-admin';
import { codeSamples } from './code-samples.ts';
import type { Operation } from './openapi.ts';
import type { Doc } from './schema-tree.ts';

export interface CodeSamplesProps {
  document: Doc;
  service: string;
  operation: Operation;
}

/** How to call an operation, to be copied. */
export function CodeSamples({ document, service, operation }: CodeSamplesProps) {
  const notify = useNotify();
  const copy = async (code: string) => {
    await navigator.clipboard.writeText(code);
    notify('Copied.');
  };
  return (
    <section>
      <h3>How to call it</h3>
      {codeSamples(document, service, operation).map(({ language, code }) => (
        <details key={language} className="example" open={language === 'curl'}>
          <summary>{language}</summary>
          <div className="sample">
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre tabIndex={0}>{code}</pre>
            <Button size="small" aria-label={`Copy the ${language} sample`} onClick={() => void copy(code)}>
              Copy
            </Button>
          </div>
        </details>
      ))}
    </section>
  );
}
