import * as z from 'zod';

/** The page's policy forbids code made at run time; without this, zod would try, and be reported. Comes before every schema. */
z.config({ jitless: true });
