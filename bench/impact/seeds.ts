import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';

/** A change of one contract. */
export interface Seed {
  kind: string;
  /** The document, relative to the project. */
  file: string;
  what: string;
  text: string;
}

/** A place of a document that a kind of change applies to. */
interface Spot {
  what: string;
  change(document: Document): void;
}

type Path = readonly (string | number)[];

/** Numbers that are the same in every run (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Property {
  schema: Path;
  owner: string;
  name: string;
  required: boolean;
  value: YAMLMap;
}

/** The properties of the named schemas of a document. */
function propertiesOf(document: Document): Property[] {
  const found: Property[] = [];
  const schemas = document.getIn(['components', 'schemas']);
  if (!isMap(schemas)) return found;
  for (const { key } of schemas.items) {
    const owner = String(key);
    const path = ['components', 'schemas', owner];
    const properties = document.getIn([...path, 'properties']);
    const required = document.getIn([...path, 'required']);
    if (!isMap(properties)) continue;
    for (const { key: name, value } of properties.items) {
      const isRequired = isSeq(required) && required.items.some(item => isScalar(item) && item.value === String(name));
      if (isMap(value)) found.push({ schema: path, owner, name: String(name), required: isRequired, value });
    }
  }
  return found;
}

function unrequire(document: Document, schema: Path, name: string): void {
  const required = document.getIn([...schema, 'required']);
  if (!isSeq(required)) return;
  required.items = required.items.filter(item => !(isScalar(item) && item.value === name));
  if (required.items.length === 0) document.deleteIn([...schema, 'required']);
}

function require(document: Document, schema: Path, name: string): void {
  const required = document.getIn([...schema, 'required']);
  if (isSeq(required)) required.add(name);
  else document.setIn([...schema, 'required'], [name]);
}

function propertySpots(
  document: Document,
  fits: (property: Property) => boolean,
  change: (document: Document, property: Property) => void,
): Spot[] {
  return propertiesOf(document)
    .filter(fits)
    .map(property => ({
      what: `${property.owner}.${property.name}`,
      change: other => change(other, property),
    }));
}

const scalarType = ({ value }: Property): string | undefined => {
  const type = value.get('type');
  return typeof type === 'string' && value.get('enum') === undefined ? type : undefined;
};
const otherType = (property: Property): string => (scalarType(property) === 'string' ? 'integer' : 'string');
const enumOf = ({ value }: Property): string[] => {
  const values = value.get('enum');
  return isSeq(values) ? values.items.map(item => String(isScalar(item) ? item.value : item)) : [];
};

const methods = ['get', 'post', 'put', 'patch', 'delete'];
function operationsOf(document: Document): { path: Path; operationId: string }[] {
  const paths = document.get('paths');
  if (!isMap(paths)) return [];
  return paths.items.flatMap(({ key }) =>
    methods.flatMap(method => {
      const path = ['paths', String(key), method];
      const operationId = document.getIn([...path, 'operationId']);
      return typeof operationId === 'string' ? [{ path, operationId }] : [];
    }),
  );
}

function operationSpots(document: Document, change: (document: Document, path: Path, id: string) => void): Spot[] {
  return operationsOf(document).map(({ path, operationId }) => ({
    what: operationId,
    change: other => change(other, path, operationId),
  }));
}

function addParameter(document: Document, path: Path, parameter: object): void {
  const parameters = document.getIn([...path, 'parameters']);
  if (isSeq(parameters)) parameters.add(document.createNode(parameter));
  else document.setIn([...path, 'parameters'], document.createNode([parameter]));
}

function messagesOf(document: Document): { what: string; name: string; channel: string }[] {
  const channels = document.get('channels');
  if (!isMap(channels)) return [];
  return channels.items.flatMap(({ key }) => {
    const messages = document.getIn(['channels', String(key), 'messages']);
    return isMap(messages)
      ? messages.items.map(({ key: name }) => ({ what: String(name), name: String(name), channel: String(key) }))
      : [];
  });
}

function removeProperty(document: Document, { schema, name }: Property): void {
  document.deleteIn([...schema, 'properties', name]);
  unrequire(document, schema, name);
}

/** Every kind of change: where in a document it can be made, and how. */
export const kinds: Readonly<Record<string, (document: Document) => Spot[]>> = {
  'required property removed': document => propertySpots(document, ({ required }) => required, removeProperty),
  'optional property removed': document => propertySpots(document, ({ required }) => !required, removeProperty),
  'property renamed': document =>
    propertySpots(
      document,
      () => true,
      (other, property) => {
        const { schema, name, required } = property;
        const value = other.getIn([...schema, 'properties', name]);
        removeProperty(other, property);
        other.setIn([...schema, 'properties', `${name}Renamed`], value);
        if (required) require(other, schema, `${name}Renamed`);
      },
    ),
  'property type changed': document =>
    propertySpots(
      document,
      property => ['string', 'integer', 'boolean'].includes(scalarType(property) ?? ''),
      (other, property) =>
        other.setIn([...property.schema, 'properties', property.name], other.createNode({ type: otherType(property) })),
    ),
  'property became optional': document =>
    propertySpots(
      document,
      ({ required }) => required,
      (other, { schema, name }) => unrequire(other, schema, name),
    ),
  'property became required': document =>
    propertySpots(
      document,
      ({ required }) => !required,
      (other, { schema, name }) => require(other, schema, name),
    ),
  'property became nullable': document =>
    propertySpots(
      document,
      property => ['string', 'integer'].includes(scalarType(property) ?? ''),
      (other, property) =>
        other.setIn([...property.schema, 'properties', property.name, 'type'], [scalarType(property), 'null']),
    ),
  'required property added': document =>
    propertySpots(
      document,
      () => true,
      (other, { schema }) => {
        other.setIn([...schema, 'properties', 'seeded'], other.createNode({ type: 'string' }));
        require(other, schema, 'seeded');
      },
    ),
  'optional property added': document =>
    propertySpots(
      document,
      () => true,
      (other, { schema }) => other.setIn([...schema, 'properties', 'seeded'], other.createNode({ type: 'string' })),
    ),
  'value added to a list': document =>
    propertySpots(
      document,
      property => enumOf(property).length > 0,
      (other, property) =>
        other.setIn([...property.schema, 'properties', property.name, 'enum'], [...enumOf(property), 'seeded']),
    ),
  'value removed from a list': document =>
    propertySpots(
      document,
      property => enumOf(property).length > 1,
      (other, property) =>
        other.setIn([...property.schema, 'properties', property.name, 'enum'], enumOf(property).slice(1)),
    ),
  'operation removed': document => operationSpots(document, (other, path) => other.deleteIn(path)),
  'operation renamed': document =>
    operationSpots(document, (other, path, id) => other.setIn([...path, 'operationId'], `${id}Renamed`)),
  'operation added': document =>
    operationSpots(document, (other, path, id) => {
      const operation = other.getIn(path);
      const copy = isMap(operation) ? operation.clone() : undefined;
      if (!isMap(copy)) return;
      copy.set('operationId', `${id}Seeded`);
      other.setIn(['paths', `${path[1]}/seeded`, String(path[2])], copy);
    }),
  'required query parameter added': document =>
    operationSpots(document, (other, path) =>
      addParameter(other, path, { name: 'seeded', in: 'query', required: true, schema: { type: 'string' } }),
    ),
  'optional query parameter added': document =>
    operationSpots(document, (other, path) =>
      addParameter(other, path, { name: 'seeded', in: 'query', schema: { type: 'string' } }),
    ),
  'query parameter removed': document =>
    operationsOf(document).flatMap(({ path, operationId }) => {
      const parameters = document.getIn([...path, 'parameters']);
      if (!isSeq(parameters)) return [];
      return parameters.items.flatMap((item, at) =>
        isMap(item) && item.get('in') === 'query'
          ? [
              {
                what: `${operationId} ${String(item.get('name'))}`,
                change: (other: Document) => other.deleteIn([...path, 'parameters', at]),
              },
            ]
          : [],
      );
    }),
  'response removed': document =>
    operationsOf(document).flatMap(({ path, operationId }) =>
      ['404', '409', '422'].flatMap(status =>
        document.hasIn([...path, 'responses', status])
          ? [
              {
                what: `${operationId} ${status}`,
                change: (other: Document) => other.deleteIn([...path, 'responses', status]),
              },
            ]
          : [],
      ),
    ),
  'event removed': document =>
    messagesOf(document).map(({ what, name, channel }) => ({
      what,
      change(other) {
        other.deleteIn(['channels', channel, 'messages', name]);
        const operations = other.get('operations');
        if (!isMap(operations)) return;
        for (const { key } of [...operations.items]) {
          const messages = other.getIn(['operations', String(key), 'messages']);
          if (!isSeq(messages)) continue;
          messages.items = messages.items.filter(
            item =>
              !String(item).includes(`/messages/${name}"`) && !JSON.stringify(item).includes(`/messages/${name}"`),
          );
          if (messages.items.length === 0) other.deleteIn(['operations', String(key)]);
        }
      },
    })),
  'description changed': document =>
    propertySpots(
      document,
      () => true,
      (other, { schema, name }) => other.setIn([...schema, 'properties', name, 'description'], 'Said in other words.'),
    ),
  'maximum length narrowed': document =>
    propertySpots(
      document,
      property => scalarType(property) === 'string',
      (other, { schema, name }) => other.setIn([...schema, 'properties', name, 'maxLength'], 5_000),
    ),
};

/** `count` changes of each kind, at places that the seed decides; a kind that has fewer places gives those. */
export function seedsOf(documents: ReadonlyMap<string, string>, count: number, seed: number): Seed[] {
  const next = random(seed);
  return Object.entries(kinds).flatMap(([kind, spotsOf]) => {
    const spots = [...documents].flatMap(([file, text]) =>
      spotsOf(parseDocument(text)).map(spot => ({ file, text, spot })),
    );
    const chosen = spots
      .map(spot => ({ spot, order: next() }))
      .sort((one, other) => one.order - other.order)
      .slice(0, count);
    return chosen.map(({ spot: { file, text, spot } }) => {
      const document = parseDocument(text);
      spot.change(document);
      return { kind, file, what: spot.what, text: document.toString({ lineWidth: 0 }) };
    });
  });
}
