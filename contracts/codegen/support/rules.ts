import type { Contract, EventRule, ServiceRule } from '../lint/contract.ts';
import { adminNames } from './admin.ts';
import { idleDiscriminators } from './discriminators.ts';
import { dynamicReferences } from './dynamic-references.ts';
import * as transport from './event-transport.ts';
import * as events from './events.ts';
import { formSupport } from './media-types.ts';
import { operationNames } from './names.ts';
import * as notChecked from './not-checked.ts';
import { newKeywords } from './openapi-32.ts';
import { parameterLists } from './parameter-lists.ts';
import { parameterSupport } from './parameters.ts';
import { pathFragments, pathParameters, pathTemplates } from './paths.ts';
import { querystrings } from './querystring.ts';
import { operationReplies } from './request-reply.ts';
import { responseStatuses, unansweredResponses, unsentRequests } from './responses.ts';
import { largeConstants, schemaDialect, wrongDefaults } from './schemas.ts';
import { securityScheme } from './security.ts';

/*
 * What a document may say and the tool cannot carry through to types, validators, server, client and events alike. Each
 * rule reports `not-supported`, at the place, with what to do. `lint` and `generate` both stop at these findings.
 */

const commonSupport: readonly ((contract: Contract) => void)[] = [
  largeConstants,
  schemaDialect,
  wrongDefaults,
  notChecked.impliedType,
  notChecked.unknownKeywords,
];

/** Rules whose findings in a path item come of it and of components alone. */
export const partSupport: readonly ServiceRule[] = [
  ...commonSupport,
  notChecked.bodiesAsTheyCome,
  notChecked.responseHeaders,
  idleDiscriminators,
  newKeywords,
  responseStatuses,
  unansweredResponses,
  unsentRequests,
  securityScheme,
  pathParameters,
  adminNames,
  parameterLists,
  parameterSupport,
  querystrings,
  formSupport,
  dynamicReferences,
];

/** Rules that compare path items with each other. */
export const wholeSupport: readonly ServiceRule[] = [operationNames, pathTemplates, pathFragments];

export const eventSupport: readonly EventRule[] = [
  ...commonSupport,
  ...Object.values(events),
  ...Object.values(transport),
  operationReplies,
];
