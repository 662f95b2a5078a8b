import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parametersFor } from '../model/straightRun.ts';
import { inFolder } from '../formats/openssl.ts';
import { entriesOf, hold, makeBundle, toReshare, toRotate, type Bundle } from './fixture.ts';

/** What openssl calls the key usages that we give, of a signer and of a key that is sealed to. */
const usages: Readonly<Record<'signer' | 'ec' | 'rsa', string>> = {
  signer: 'Digital Signature, Non Repudiation',
  ec: 'Key Agreement',
  rsa: 'Key Encipherment',
};

type Issued = { readonly path: string; readonly content: Uint8Array; readonly usage: string };

const issuedIn = async ({ bytes }: Bundle, key: 'ec' | 'rsa'): Promise<readonly Issued[]> =>
  [...(await entriesOf(bytes))].flatMap(([path, content]) =>
    path.endsWith('.pem')
      ? [{ path, content, usage: path.startsWith('certificates/') ? usages.signer : usages[key] }]
      : [],
  );

/** By this text openssl would call a certificate an authority's, or for something else. */
const never = /CA:TRUE|Certificate Sign|CRL Sign|Extended Key Usage/u;

for (const [key, algorithm] of [
  ['ec', 'ecp384'],
  ['rsa', 'rsa3072'],
] as const) {
  describe(`openssl finds no fault in what we issue, with a key of ${algorithm}`, () => {
    test('it reads each, verifies it strictly, and sees the usages that it needs and no more', async () => {
      const made = await makeBundle(parametersFor(2, 3, { algorithm }));
      const rotated = await hold(await toRotate(made, null));
      const reshared = await hold(await toReshare(rotated, ['Uus Hoidja']));
      const issued = new Map<string, Issued>();
      for (const bundle of [made, rotated, reshared])
        for (const each of await issuedIn(bundle, key)) issued.set(each.path, each);
      assert.ok([...issued.values()].some(({ usage }) => usage === usages[key]));
      assert.ok(issued.size > 8);

      await inFolder(({ write, run }) => {
        for (const { path, content, usage } of issued.values()) {
          write('one.pem', content);
          const { ok, output } = run('openssl x509 -in one.pem -noout -text');
          assert.ok(ok, `${path}: ${output}`);
          assert.match(output, /Version: 3 /u, path);
          assert.match(output, /X509v3 Basic Constraints: critical\s+CA:FALSE/u, path);
          assert.match(output, /X509v3 Subject Key Identifier/u, path);
          assert.match(output, /X509v3 Authority Key Identifier/u, path);
          assert.equal(/X509v3 Key Usage: critical\s+(.+)/u.exec(output)?.[1], usage, path);
          assert.doesNotMatch(output, never, path);

          // Nobody above vouches for it: its own trust is that it was enrolled. What it says must hold all the same.
          const strict = run(
            'openssl verify -x509_strict -check_ss_sig -no-CApath -no-CAstore -partial_chain -CAfile one.pem one.pem',
          );
          assert.ok(strict.ok, `${path}: ${strict.output}`);
          const isSigner = usage === usages.signer;
          const signs = run(
            'openssl verify -x509_strict -purpose smimesign -no-CApath -no-CAstore -partial_chain -CAfile one.pem one.pem',
          );
          assert.equal(signs.ok, isSigner, `${path}: ${signs.output}`);
        }
      });
    });

    test('it takes none of them for an authority, so that nobody can issue certificates with a card', async () => {
      const { bytes } = await makeBundle(parametersFor(2, 2, { algorithm, auditors: 0 }));
      const entries = await entriesOf(bytes);
      const own = [...entries].filter(([path]) => path.endsWith('.pem'));
      await inFolder(({ write, run }) => {
        write('hsm.pem', entries.get('certificates/hsm.pem') ?? '');
        for (const [path, content] of own) {
          write('one.pem', content);
          const { ok, output } = run('openssl x509 -in one.pem -noout -purpose');
          assert.ok(ok, output);
          // “Any purpose” is what openssl says of every certificate.
          assert.doesNotMatch(output, /^(?!Any Purpose|OCSP helper).* CA : Yes/mu, path);
          if (path.startsWith('certificates/')) continue;
          // The HSM vouches for its keys by signing them, which is a claim of its own, and not as an authority.
          assert.equal(
            run('openssl verify -x509_strict -no-CApath -no-CAstore -CAfile hsm.pem one.pem').ok,
            false,
          );
        }
      });
    });
  });
}

describe('openssl would find a fault', () => {
  test('in a certificate of which a bit was changed', async () => {
    const { bytes } = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
    const pem = Buffer.from((await entriesOf(bytes)).get('certificates/witness.pem') ?? []);
    await inFolder(({ write, read, run }) => {
      write('whole.pem', pem);
      assert.ok(run('openssl x509 -in whole.pem -outform DER -out whole.der').ok);
      const der = read('whole.der');
      der[der.length - 3] = (der[der.length - 3] ?? 0) ^ 1;
      write('torn.der', der);
      assert.ok(run('openssl x509 -inform DER -in torn.der -out torn.pem').ok);
      const verified = run(
        'openssl verify -x509_strict -check_ss_sig -no-CApath -no-CAstore -CAfile torn.pem torn.pem',
      );
      assert.equal(verified.ok, false);
    });
  });
});
