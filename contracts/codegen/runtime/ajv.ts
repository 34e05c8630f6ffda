import equalModule from 'ajv/dist/runtime/equal.js';
import ucs2lengthModule from 'ajv/dist/runtime/ucs2length.js';

/** What precompiled validators call. */
export const equal = equalModule.default;
export const ucs2length = ucs2lengthModule.default;
