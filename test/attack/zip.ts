import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { parametersFor } from '../model/straightRun.ts';
import { makeBundle, withEntries } from '../verify/fixture.ts';
import { writeFileSync } from 'node:fs';
const b = await makeBundle(parametersFor(2, 3));
writeFileSync('/tmp/attack.asice', b.bytes);
// ECDSA malleability of a closing signature
const n = BigInt('0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973');
const mall = await withEntries(b.bytes, (e) => {
  const sig = e.get('META-INF/signature001.p7s')!;
  // last: OCTET STRING wrapping SEQ r s at the end
  let i = sig.length - 1;
  for (i = sig.length - 110; i < sig.length; i++) if (sig[i] === 4 && sig[i + 1] === sig.length - i - 2 && sig[i + 2] === 0x30) break;
  const der = sig.subarray(i + 2);
  const rl = der[3]!; const r = der.subarray(4, 4 + rl); const s = der.subarray(4 + rl + 2);
  const sv = n - BigInt('0x' + Buffer.from(s).toString('hex'));
  let sh = sv.toString(16); if (sh.length % 2) sh = '0' + sh; if (parseInt(sh.slice(0, 2), 16) >= 128) sh = '00' + sh;
  const s2 = Buffer.from(sh, 'hex');
  console.log(r.length, s.length, s2.length);
  if (s2.length !== s.length) return console.log('length differs; rerun');
  e.set('META-INF/signature001.p7s', new Uint8Array(Buffer.concat([sig.subarray(0, sig.length - s.length), s2])));
});
console.log('malleated', (await verifyBundle(mall)).outcome, Buffer.compare(mall, b.bytes));
