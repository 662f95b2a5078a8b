/** Every screen but the first: read while that one stands already. */
import '../noEval.ts';

export { Embassy } from '../embassy/embassy.tsx';
export { Backup } from './backup.tsx';
export { Continue } from './continue.tsx';
export { Room } from './room.tsx';
export { SetUp } from './setUp.tsx';
export { Verify } from './verify.tsx';
