import {
  compatibilityLevels,
  parseLevel,
  readSchema,
  schemaIncompatibilities,
} from '../../../contracts/codegen/registry/schema-compatibility.ts';
import type { RegistryHandlers } from '../../../generated/registry/server.ts';
import type { SchemaRegistration, SubjectVersion } from '../../../generated/registry/types.ts';
import type { RequestContext } from '../../platform/http/context.ts';
import { refusal } from '../../platform/http/problem.ts';
import type { PrismaClient } from '../prisma/client/client.ts';
import * as store from './store.ts';

type SchemaOperation =
  | 'listSchemaTypes'
  | 'getSchema'
  | 'listSubjects'
  | 'findSchema'
  | 'listSubjectVersions'
  | 'registerSchema'
  | 'getSubjectVersion'
  | 'checkCompatibility'
  | 'getCompatibility'
  | 'setCompatibility'
  | 'getSubjectCompatibility'
  | 'setSubjectCompatibility';

/** A problem with the code that clients of the Confluent Schema Registry know. */
function schemaRefusal<S extends 404 | 409 | 422>(status: S, code: number, message: string) {
  return { status, body: { error_code: code, message, ...refusal(status, message).body } };
}

const noSubject = (subject: string) => schemaRefusal(404, 40401, `Subject '${subject}' not found.`);
const noVersion = (version: string) => schemaRefusal(404, 40402, `Version ${version} not found.`);
const noSchema = () => schemaRefusal(404, 40403, 'Schema not found.');

/** The schema of a request, or why it is none that can be registered (42201). */
function schemaOf({ schema: text, schemaType, references }: SchemaRegistration): store.NewSchema | string {
  if (schemaType !== 'JSON') return `Schemas are JSON Schema here (schemaType JSON), not ${schemaType ?? 'AVRO'}.`;
  if ((references ?? []).length > 0) return 'A schema must hold what it refers to: references are not taken.';
  const read = readSchema(text);
  return 'problem' in read ? `This is no JSON Schema: ${read.problem}.` : { text, content: read.schema };
}

/** The part of the Confluent Schema Registry's API that its clients need for JSON Schema subjects. */
export function schemaHandlers(prisma: PrismaClient): Pick<RegistryHandlers<RequestContext>, SchemaOperation> {
  /** A version of a subject by its number, `latest` or -1, or why there is none. */
  async function versionOf(subject: string, version: string) {
    const isLatest = version === 'latest' || version === '-1';
    if (!isLatest && !/^[1-9]\d{0,8}$/.test(version))
      return schemaRefusal(422, 42202, `The version is a number above 0 or latest, not ${version}.`);
    const versions = await store.subjectVersions(prisma, subject);
    if (versions.length === 0) return noSubject(subject);
    const found = isLatest ? versions[0] : versions.find(each => each.version === Number(version));
    return found ?? noVersion(version);
  }

  return {
    async listSchemaTypes() {
      return { status: 200, body: ['JSON'] };
    },

    async getSchema({ path: { id } }) {
      const found = await store.findSchema(prisma, id);
      return found ? { status: 200, body: { schema: found.text, schemaType: 'JSON' } } : noSchema();
    },

    async listSubjects({ query: { subjectPrefix } }) {
      return { status: 200, body: await store.listSubjects(prisma, subjectPrefix) };
    },

    async findSchema({ path: { subject }, body }) {
      const schema = schemaOf(body);
      if (typeof schema === 'string') return schemaRefusal(422, 42201, schema);
      const versions = await store.subjectVersions(prisma, subject);
      if (versions.length === 0) return noSubject(subject);
      const found = store.versionWith(versions, schema.content);
      return found ? { status: 200, body: versionBody(found) } : noSchema();
    },

    async listSubjectVersions({ path: { subject } }) {
      const versions = await store.subjectVersions(prisma, subject);
      if (versions.length === 0) return noSubject(subject);
      return { status: 200, body: versions.map(({ version }) => version).reverse() };
    },

    async registerSchema({ path: { subject }, body }) {
      const schema = schemaOf(body);
      if (typeof schema === 'string') return schemaRefusal(422, 42201, schema);
      const result = await store.register(prisma, subject, schema, (versions, level) => {
        const owner = versions.find(({ contract }) => contract !== null)?.contract;
        if (owner)
          return `Subject '${subject}' belongs to the AsyncAPI document "${owner}": publish a version of that.`;
        const [reason] = schemaIncompatibilities(schema.content, versions, level);
        return reason === undefined
          ? undefined
          : `Schema being registered is incompatible with an earlier schema for subject '${subject}' (${level}): ${reason}.`;
      });
      return 'refused' in result ? schemaRefusal(409, 409, result.refused) : { status: 200, body: { id: result.id } };
    },

    async getSubjectVersion({ path: { subject, version } }) {
      const found = await versionOf(subject, version);
      return 'status' in found ? found : { status: 200, body: versionBody(found) };
    },

    async checkCompatibility({ path: { subject, version }, query: { verbose }, body }) {
      const schema = schemaOf(body);
      if (typeof schema === 'string') return schemaRefusal(422, 42201, schema);
      const found = await versionOf(subject, version);
      if ('status' in found) return found;
      const messages = schemaIncompatibilities(schema.content, [found], await store.levelOf(prisma, subject));
      return { status: 200, body: { is_compatible: messages.length === 0, ...(verbose === true ? { messages } : {}) } };
    },

    async getCompatibility() {
      return { status: 200, body: { compatibilityLevel: await store.globalLevel(prisma) } };
    },

    async setCompatibility({ body: { compatibility } }) {
      const level = parseLevel(compatibility);
      if (!level) return noLevel(compatibility);
      await store.saveLevel(prisma, undefined, level);
      return { status: 200, body: { compatibility: level } };
    },

    async getSubjectCompatibility({ path: { subject }, query: { defaultToGlobal } }) {
      const own = await store.ownLevel(prisma, subject);
      if (own) return { status: 200, body: { compatibilityLevel: own } };
      if (defaultToGlobal === true)
        return { status: 200, body: { compatibilityLevel: await store.globalLevel(prisma) } };
      const message = `Subject '${subject}' does not have subject-level compatibility configured.`;
      return schemaRefusal(404, 40408, message);
    },

    async setSubjectCompatibility({ path: { subject }, body: { compatibility } }) {
      const level = parseLevel(compatibility);
      if (!level) return noLevel(compatibility);
      const [latest] = await store.subjectVersions(prisma, subject);
      if (latest?.contract)
        return schemaRefusal(
          409,
          409,
          `The level of '${subject}' is what its channel promises in "${latest.contract}".`,
        );
      await store.saveLevel(prisma, subject, level);
      return { status: 200, body: { compatibility: level } };
    },
  };
}

const noLevel = (text: string) =>
  schemaRefusal(422, 42203, `Levels are ${compatibilityLevels.join(', ')}, not ${text}.`);

function versionBody({ subject, version, id, text }: store.SubjectVersionRow): SubjectVersion {
  return { subject, version, id, schema: text, schemaType: 'JSON' };
}
