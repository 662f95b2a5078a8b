import { walkAll } from './walked.ts';

walkAll(['destroy-key', 'destroy-set', 'destroy-card'], 7);
