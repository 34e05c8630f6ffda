/** What cookies.ts uses of cookie 0.7, which Express depends on and which has no types of its own. */
declare module 'cookie' {
  export interface ParseOptions {
    decode(value: string): string;
  }
  export interface SerializeOptions {
    /** Seconds. */
    maxAge: number;
    path: string;
    sameSite: 'lax';
    httpOnly: boolean;
    secure: boolean;
  }
  /** The first cookie of a name counts. */
  export function parse(header: string, options: ParseOptions): Record<string, string | undefined>;
  /** Throws a TypeError for a name, value or path that a header cannot hold. */
  export function serialize(name: string, value: string, options: SerializeOptions): string;
}
