export type { Suggestions } from '../../generated/search/types.ts';
