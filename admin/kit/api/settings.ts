import { isObject } from './request-body.ts';

/** What the console's server says of where it runs. */
export interface Settings {
  /** Where shoppers find the storefront. */
  storefrontUrl: string | undefined;
  /** The share of answers whose read fields are reported, 0 to 1. */
  usageSample: number;
  /** Of the console, as the registry knows consumers. */
  version: string | undefined;
}

let known: Promise<Settings> | undefined;

/** Reads the settings, once a page. */
export function readSettings(): Promise<Settings> {
  known ??= fetchSettings().catch(error => {
    known = undefined;
    throw error;
  });
  return known;
}

async function fetchSettings(): Promise<Settings> {
  const found: unknown = await (await fetch('/settings.json')).json();
  const { storefrontUrl, usageSample, version } = isObject(found) ? found : {};
  return {
    storefrontUrl: typeof storefrontUrl === 'string' ? storefrontUrl : undefined,
    usageSample: typeof usageSample === 'number' ? usageSample : 0,
    version: typeof version === 'string' ? version : undefined,
  };
}
