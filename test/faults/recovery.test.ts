import { walkAll } from './walked.ts';

walkAll(['check', 'reconstitute', 'reconstitute-anew'], 1);
