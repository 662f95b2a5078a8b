import { createHash, randomUUID } from 'node:crypto';
import { canonicalize } from '../../ceremonies/formats/canonical.ts';
import { bytesToWords } from '../../ceremonies/formats/words.ts';
