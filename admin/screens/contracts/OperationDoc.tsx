import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { CodeSamples } from './CodeSamples.tsx';
import { DocText } from './DocText.tsx';
import { MediaTypes } from './MediaTypes.tsx';
import type { Answer, Operation, Parameter } from './openapi.ts';
import { type Doc, schemaTree } from './schema-tree.ts';

/** One operation: what it does, who may, what goes in and what comes out. */
export function OperationDoc({
  document,
  service,
  operation,
}: {
  document: Doc;
  service: string;
  operation: Operation;
}) {
  const { method, path, summary, description, callers, promises, parameters, request, answers } = operation;
  return (
    <article aria-labelledby="entry-title">
      <p className="doc-path">
        <Method method={method} /> <code>{path}</code>
      </p>
      <h2 id="entry-title" className="doc-title">
        {summary || operation.id}
      </h2>
      {description && (
        <p className="doc-text">
          <DocText text={description} />
        </p>
      )}
      <ul className="doc-promises">
        <li>for {callers.join(', or ')}</li>
        {promises.map(promise => (
          <li key={promise}>{promise}</li>
        ))}
      </ul>
      {parameters.length > 0 && (
        <section>
          <h3>Parameters</h3>
          <ul className="schema-fields" aria-label="Parameters">
            {parameters.map(parameter => (
              <ParameterLine key={`${parameter.place}.${parameter.name}`} document={document} parameter={parameter} />
            ))}
          </ul>
        </section>
      )}
      {request.length > 0 && (
        <section>
          <h3>Request</h3>
          <MediaTypes document={document} contents={request} label="What the request holds" />
        </section>
      )}
      <CodeSamples document={document} service={service} operation={operation} />
      <section>
        <h3>Answers</h3>
        {answers.map(answer => (
          <AnswerDoc key={answer.status} document={document} answer={answer} />
        ))}
      </section>
    </article>
  );
}

const methodTones: Readonly<Record<string, 'info' | 'positive' | 'caution' | 'critical'>> = {
  get: 'info',
  post: 'positive',
  put: 'caution',
  patch: 'caution',
  delete: 'critical',
};

export function Method({ method }: { method: string }) {
  return <span className={`method status-${methodTones[method] ?? 'neutral'}`}>{method.toUpperCase()}</span>;
}

function ParameterLine({ document, parameter }: { document: Doc; parameter: Parameter }) {
  const { name, place, required, description, schema } = parameter;
  const { type, notes } = schemaTree(document, schema);
  return (
    <li className="schema-line">
      <span className="schema-name">{name}</span>
      <span className="schema-kind">
        {type}, in {place}
      </span>
      {required && <span className="schema-required">required</span>}
      {description && (
        <span className="soft">
          <DocText text={description} />
        </span>
      )}
      {notes.length > 0 && <span className="schema-notes">{notes.join(' · ')}</span>}
    </li>
  );
}

/** What went well is open, what went wrong is a line until somebody wants to know. */
function AnswerDoc({ document, answer: { status, description, contents } }: { document: Doc; answer: Answer }) {
  const isGood = status.startsWith('2');
  const tone = isGood ? 'positive' : status.startsWith('3') ? 'info' : status === 'default' ? 'neutral' : 'caution';
  const head = (
    <>
      <StatusChip status={status} tone={tone} /> <span>{description && <DocText text={description} />}</span>
    </>
  );
  if (contents.length === 0) return <p className="answer">{head}</p>;
  return (
    <details className="answer" open={isGood}>
      <summary>{head}</summary>
      <MediaTypes document={document} contents={contents} label={`What a ${status} holds`} />
    </details>
  );
}
