import type { Json, JsonObject } from '../document/json.ts';
import type { ParameterPlace, ParameterStyle } from '../runtime/parameter-style.ts';
import type { StatusKey } from '../runtime/status.ts';

export type Schema = Json;

/** A parameter; header names are lower case. */
export interface Parameter {
  name: string;
  place: ParameterPlace;
  required: boolean;
  schema: Schema;
  /** Whether a request without it gets a value. */
  hasDefault: boolean;
  description: string | undefined;
  /** The style as the document has it, which may be none that there is. */
  writtenStyle: string | undefined;
  style: ParameterStyle;
  explode: boolean;
  /** Undefined for a single value. */
  type: 'array' | 'object' | undefined;
  /** A single value may stand in place of the list or object. */
  single: boolean;
  /** Of an object: the names that it declares. */
  properties: string[];
  /** Of an object: whether other names are its too. */
  open: boolean;
  /** Of an object: where lists stand in it. */
  arrays: string[];
  /** The media type of its value, where it has `content` and no `schema`. */
  content: string | undefined;
  reserved: boolean;
  /** Where it stands in the document. */
  at: string[];
}

export interface MediaType {
  type: string;
  /** JSON, or something the handler reads and writes as bytes. */
  isJson: boolean;
  isText: boolean;
  schema: Schema | undefined;
  /** The fields of a request body that is a form. */
  form: Form | undefined;
}

/** A body that is read field by field. */
export interface Form {
  fields: FormField[];
  /** What a field is that has no name of its own; undefined where there are none. */
  others: FormField | undefined;
  /** The schema without what is looked at before: files, and JSON, which has a check of its own. */
  checked: Schema;
}

export interface FormField
  extends Pick<
    Parameter,
    'name' | 'schema' | 'writtenStyle' | 'style' | 'explode' | 'type' | 'single' | 'properties' | 'open' | 'arrays'
  > {
  /** Its value, or each of its values, is JSON text, as `jsonSchema` says. */
  json: boolean;
  jsonSchema: Schema;
  file: boolean;
  /** The media types of a file. */
  accepts: string[];
  /** How long a file may and must be, bytes. */
  maxBytes: number | undefined;
  minBytes: number | undefined;
  contentType: string | undefined;
  /** The media type with which a text travels as a part of its own: `application/sdp`. */
  textType: string | undefined;
  hasHeaders: boolean;
}

export interface RequestBody {
  required: boolean;
  media: MediaType[];
}

export interface Reply {
  status: StatusKey;
  description: string | undefined;
  media: MediaType[];
  /** Lower-case names of the headers that are always there. */
  requiredHeaders: string[];
}

export type Idempotency = 'required' | 'optional' | 'natural';
export type Audience = 'public' | 'admin' | 'internal';

export interface Operation {
  id: string;
  /** `getOrder` → `GetOrder`: how its types are named. */
  typeName: string;
  method: string;
  path: string;
  summary: string | undefined;
  description: string | undefined;
  deprecated: boolean;
  /** The day from which it is deprecated (`x-deprecated`). */
  deprecatedSince: string | undefined;
  /** The last day on which it works (`x-sunset`). */
  sunset: string | undefined;
  tags: string[];
  parameters: Parameter[];
  body: RequestBody | undefined;
  replies: Reply[];
  /** Alternatives; in each, every scheme with the roles it needs. Empty: nothing is asked for. */
  security: Record<string, string[]>[];
  gateway: Audience;
  idempotency: Idempotency | undefined;
  /** Seconds. */
  maxAuthenticationAge: number | undefined;
  cache: JsonObject | undefined;
  bodyLimit: number;
  rawBody: boolean;
  /** Where the operation stands in the document. */
  at: string[];
}

export interface SecurityScheme {
  name: string;
  description: string | undefined;
  /** What a 401 says in WWW-Authenticate. */
  challenge: string;
  /** The query parameter that holds the credential of an `apiKey` in the query. */
  queryParameter: string | undefined;
}

/** An OpenAPI document as the emitters need it. */
export interface Service {
  name: string;
  title: string;
  document: JsonObject;
  schemas: Record<string, Schema>;
  securitySchemes: SecurityScheme[];
  operations: Operation[];
}
