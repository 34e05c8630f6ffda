import { edgeFollows } from '../edge-effects.ts';

const { changes } = edgeFollows('identity');
changes('ChangeMade');
