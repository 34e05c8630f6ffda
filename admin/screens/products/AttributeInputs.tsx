import './attribute-inputs.css';
import { useInput } from 'react-admin';
import { Link } from 'react-router';
import { useAccess } from '../../kit/api/access.ts';
import { useAttributes } from '../../kit/api/use-attributes.ts';
import { QueryContent } from '../../kit/components/QueryContent.tsx';
import { AttributeInput } from './AttributeInput.tsx';
import { attributeIn, type FormAttributes, numberProblem, withAttribute } from './attribute-values.ts';
import { useReadOnly } from './read-only.ts';

/** All values are one field of the form: an attribute that nothing is said of is not in it, and changes nothing. */
const validate = (values: FormAttributes) =>
  Object.values(values)
    .map(value => numberProblem(value?.number))
    .find(problem => problem !== undefined);

/** What a product has of each attribute, with the input of its type; read-only, of those that it has. */
export function AttributeInputs() {
  const { can } = useAccess();
  const readOnly = useReadOnly();
  const attributes = useAttributes();
  const { field } = useInput<FormAttributes>({ source: 'attributes', validate });
  const values: FormAttributes = field.value;
  return (
    <QueryContent query={attributes} height={80}>
      {all => {
        const shown = readOnly ? all.filter(({ key }) => attributeIn(values, key)) : all;
        if (shown.length > 0)
          return (
            <div className="attribute-inputs">
              {shown.map(attribute => (
                <AttributeInput
                  key={attribute.key}
                  attribute={attribute}
                  value={attributeIn(values, attribute.key) ?? {}}
                  onChange={value => field.onChange(withAttribute(values, attribute.key, value))}
                />
              ))}
            </div>
          );
        if (readOnly) return <p className="faint">Nothing is said of it.</p>;
        return (
          <p className="faint">
            There are no attributes yet. {can('createAttribute') && <Link to="/attributes">Add attributes</Link>}
          </p>
        );
      }}
    </QueryContent>
  );
}
