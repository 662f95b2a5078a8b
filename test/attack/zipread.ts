import { readFileSync } from 'node:fs';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
for (const f of ['a0','a1','a2','a3','a4','a5','a6','a7','a8','a9','aa']) { const v = await verifyBundle(new Uint8Array(readFileSync(`/tmp/${f}.asice`))); console.log(f, v.outcome, JSON.stringify(v.problem)); }
