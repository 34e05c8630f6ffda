import {
  type CompatibilityLevel,
  type JsonSchema,
  parseLevel,
  readSchema,
  type SchemaVersion,
} from '../../../contracts/codegen/registry/schema-compatibility.ts';
import { sha256 } from '../contract.ts';
import type { Prisma, PrismaClient } from '../prisma/client/client.ts';

type Tx = Prisma.TransactionClient;
type Database = Tx | PrismaClient;

/** The level of subjects that have none, until somebody sets another one: as the protocol has it. */
const DEFAULT_LEVEL: CompatibilityLevel = 'BACKWARD';
/** The subject under which the level of all others is kept; no subject has an empty name. */
const GLOBAL = '';

/** A version of a subject with its schema; `contract` names the AsyncAPI document that it belongs to. */
export interface SubjectVersionRow extends SchemaVersion {
  subject: string;
  id: number;
  contract: string | null;
  /** As it was registered. */
  text: string;
}

const withSchema = { schema: { select: { text: true } } } as const;

function rowOf(row: {
  subject: string;
  version: number;
  schemaId: number;
  contract: string | null;
  schema: { text: string };
}): SubjectVersionRow {
  const { subject, version, schemaId: id, contract } = row;
  const { text } = row.schema;
  const read = readSchema(text);
  if ('problem' in read) throw new Error(`The schema ${id} cannot be read: ${read.problem}`);
  return { subject, version, id, contract, text, schema: read.schema };
}

export const findSchema = (database: Database, id: number) => database.registeredSchema.findUnique({ where: { id } });

/** Every subject, by name. */
export async function listSubjects(database: Database, prefix = ''): Promise<string[]> {
  const rows = await database.subjectVersion.findMany({
    where: { subject: { startsWith: prefix } },
    select: { subject: true },
    distinct: ['subject'],
    orderBy: { subject: 'asc' },
  });
  return rows.map(({ subject }) => subject);
}

/** The versions of a subject, the latest first. */
export async function subjectVersions(database: Database, subject: string): Promise<SubjectVersionRow[]> {
  const rows = await database.subjectVersion.findMany({
    where: { subject },
    include: withSchema,
    orderBy: { version: 'desc' },
  });
  return rows.map(rowOf);
}

export async function levelOf(database: Database, subject: string): Promise<CompatibilityLevel> {
  return (await ownLevel(database, subject)) ?? (await ownLevel(database, GLOBAL)) ?? DEFAULT_LEVEL;
}

/** The level that was set for a subject; undefined where none was. */
export async function ownLevel(database: Database, subject: string): Promise<CompatibilityLevel | undefined> {
  const row = await database.subjectConfig.findUnique({ where: { subject } });
  return row ? parseLevel(row.compatibility) : undefined;
}

export async function globalLevel(database: Database): Promise<CompatibilityLevel> {
  return (await ownLevel(database, GLOBAL)) ?? DEFAULT_LEVEL;
}

export async function saveLevel(database: Database, subject: string | undefined, level: CompatibilityLevel) {
  const where = { subject: subject ?? GLOBAL };
  await database.subjectConfig.upsert({
    where,
    create: { ...where, compatibility: level },
    update: { compatibility: level },
  });
}

/** A schema that is to be registered: its text, and what it says. */
export interface NewSchema {
  text: string;
  content: JsonSchema;
}

/** The version under which a subject has a schema, identified by its canonical JSON. */
export function versionWith(versions: readonly SubjectVersionRow[], content: NewSchema['content']) {
  const hash = sha256(content);
  return versions.find(({ schema }) => sha256(schema) === hash);
}

/**
 * Registers a schema as the next version of a subject, where `judge` has nothing against it; one that the subject has
 * already keeps its version. Registrations of one subject come one after the other.
 */
export function register<R>(
  prisma: PrismaClient,
  subject: string,
  schema: NewSchema,
  judge: (versions: readonly SubjectVersionRow[], level: CompatibilityLevel) => R | undefined,
): Promise<{ id: number } | { refused: R }> {
  return prisma.$transaction(
    async tx => {
      await lock(tx, subject);
      const versions = await subjectVersions(tx, subject);
      const known = versionWith(versions, schema.content);
      if (known) return { id: known.id };
      const refused = judge(versions, await levelOf(tx, subject));
      if (refused !== undefined) return { refused };
      return { id: await append(tx, subject, schema, versions[0]?.version ?? 0, null) };
    },
    { timeout: 60_000 },
  );
}

/** Registers what an AsyncAPI document says of a subject: the registry has judged the document as a whole. */
export async function registerOfContract(
  tx: Tx,
  contract: string,
  subject: string,
  schema: NewSchema,
  level: CompatibilityLevel | undefined,
): Promise<void> {
  await lock(tx, subject);
  const versions = await subjectVersions(tx, subject);
  const [latest] = versions;
  if (!latest || sha256(latest.schema) !== sha256(schema.content)) {
    const known = versionWith(versions, schema.content);
    if (!known) await append(tx, subject, schema, latest?.version ?? 0, contract);
  }
  await saveLevel(tx, subject, level ?? 'NONE');
}

async function append(tx: Tx, subject: string, schema: NewSchema, last: number, contract: string | null) {
  const hash = sha256(schema.content);
  await tx.registeredSchema.createMany({ data: { sha256: hash, text: schema.text }, skipDuplicates: true });
  const { id } = await tx.registeredSchema.findUniqueOrThrow({ where: { sha256: hash }, select: { id: true } });
  await tx.subjectVersion.create({ data: { subject, version: last + 1, schemaId: id, contract } });
  return id;
}

async function lock(tx: Tx, subject: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`subjects/${subject}`}, 0))`;
}
