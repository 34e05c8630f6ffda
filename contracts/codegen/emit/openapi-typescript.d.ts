/** What makes syntax trees, without the bundler that openapi-typescript loads beside it. */
declare module 'openapi-typescript/dist/lib/ts.mjs' {
  export {
    addJSDocComment,
    astToString,
    BOOLEAN,
    NEVER,
    NULL,
    NUMBER,
    STRING,
    tsIntersection,
    tsLiteral,
    tsPropertyIndex,
    tsRecord,
    tsUnion,
    UNKNOWN,
  } from 'openapi-typescript';
}
