import { walkAll } from './walked.ts';

walkAll(['rotate', 'rotate-rewrap', 'reshare'], 4);
