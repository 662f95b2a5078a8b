import { walkAll } from './walked.ts';

walkAll(['generate', 'generate-sheets']);
