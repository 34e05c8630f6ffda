/** What is used of the package, whose own types do not resolve in ES modules. */
declare module '@pactflow/openapi-pact-comparator' {
  interface Result {
    type: 'error' | 'warning' | 'info';
    code: string;
    message: string;
    mockDetails?: { location: string };
  }

  export class Comparator {
    constructor(options: { oas: unknown });
    compare(pact: unknown): AsyncIterable<Result>;
  }
}
