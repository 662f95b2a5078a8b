import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { fromBase64, fromUtf8, toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { parseCertificate, type Certificate } from '../../ceremonies/formats/certificate.ts';
import { sha256Hex } from '../../ceremonies/formats/digest.ts';
import { certificatePem, certificatesInPem } from '../../ceremonies/transcript/pem.ts';
import { readPeople, type ExpectedPerson } from '../../ceremonies/verify/people.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { inFolder } from '../formats/openssl.ts';
import { parametersFor, play } from '../model/straightRun.ts';
import { value } from '../tokens/softhsm.ts';
import {
  bundleOf,
  hold,
  makeBundle,
  softwareRoom,
  toCheck,
  withHolder,
  type Bundle,
  type NewHolder,
} from './fixture.ts';

const claimOf = ({ claims }: Verdict) => claims.find(({ id }) => id === 'signers-known');
const standingOf = ({ signers = [] }: Verdict, id: string) =>
  signers.find(({ signer }) => signer === id)?.standing;

const listOf = async ({ state }: Bundle): Promise<readonly ExpectedPerson[]> =>
  Promise.all(
    state.script.parameters.participants.map(async ({ id, name }) => ({
      name,
      certificateSha256: await sha256Hex(fromBase64(state.cards[id]?.certificate ?? '')),
    })),
  );

let made: Bundle;
let list: readonly ExpectedPerson[];
before(async () => {
  made = await makeBundle(parametersFor(2, 3));
  list = await listOf(made);
});

describe('signers whom the auditor lists', () => {
  test('are not spoken of where there is no list', async () => {
    const verdict = await verifyBundle(made.bytes);
    assert.equal(claimOf(verdict)?.status, 'not-shown');
    assert.equal('signers' in verdict, false);
  });

  test('are known by certificate and name, and the spelling of a name does not count', async () => {
    const loud = list.map(({ name, ...rest }) => ({ ...rest, name: ` ${name.toUpperCase()}` }));
    for (const people of [list, loud]) {
      const verdict = await verifyBundle(made.bytes, { people });
      assert.equal(claimOf(verdict)?.status, 'proved');
      assert.equal(verdict.outcome, 'good');
      const { signers = [] } = verdict;
      assert.ok(signers.every(({ standing }) => standing === 'listed'));
      assert.equal(signers.length, list.length);
    }
  });

  test('are unknown where the list has them not, and then it is only attested', async () => {
    const verdict = await verifyBundle(made.bytes, { people: list.slice(1) });
    const claim = claimOf(verdict);
    assert.deepEqual([claim?.status, verdict.outcome], ['attested', 'good']);
    assert.equal(claim?.details['unknown'], list[0]?.name);
    assert.equal(standingOf(verdict, 'administrator'), 'unknown');
  });

  test('with another certificate than the list has for the name are told apart from strangers', async () => {
    const people = list.map((person, index) =>
      index === 0 ? { ...person, certificateSha256: '0'.repeat(64) } : person,
    );
    const verdict = await verifyBundle(made.bytes, { people });
    assert.equal(standingOf(verdict, 'administrator'), 'other-certificate');
    assert.equal(claimOf(verdict)?.status, 'attested');
  });

  test('under another name make the bundle bad', async () => {
    const people = list.map((person, index) => (index === 0 ? { ...person, name: 'Keegi Teine' } : person));
    const verdict = await verifyBundle(made.bytes, { people });
    assert.equal(verdict.outcome, 'bad');
    assert.equal(claimOf(verdict)?.problem?.code, 'signer-listed-otherwise');
    assert.equal(standingOf(verdict, 'administrator'), 'listed-otherwise');
  });

  test('may include the HSM by its ceremony key, which nobody asks for otherwise', async () => {
    const certificateSha256 = await sha256Hex(fromBase64(made.state.ceremonyKey?.certificate ?? ''));
    const [signer] =
      (await verifyBundle(made.bytes, { people: [{ name: 'x', certificateSha256 }] })).signers ?? [];
    assert.deepEqual([signer?.signer, signer?.standing], ['hsm', 'listed-otherwise']);
    const verdict = await verifyBundle(made.bytes, {
      people: [...list, { name: 'HSM ceremony key', certificateSha256 }],
    });
    assert.equal(claimOf(verdict)?.status, 'proved');
  });
});

describe('a list of people', () => {
  test('is read as strict JSON, with every certificate once', () => {
    const bytesOf = (content: unknown): Uint8Array => toUtf8(JSON.stringify(content));
    assert.deepEqual(value(readPeople(bytesOf(list))), list);
    const [first, ...rest] = list;
    for (const content of [
      toUtf8('['),
      Uint8Array.of(0xff, 0xfe),
      bytesOf([]),
      bytesOf({}),
      bytesOf([{ ...first, role: 'witness' }, ...rest]),
      bytesOf([{ name: first?.name }]),
      bytesOf([{ ...first, certificateSha256: first?.certificateSha256.toUpperCase() }]),
      bytesOf([{ ...first, name: '' }]),
      bytesOf([...list, { ...first, name: 'Keegi Teine' }]),
    ]) {
      const found = readPeople(content);
      assert.equal(found.ok ? '' : found.problem.code, 'people-malformed');
    }
  });
});

type Authorities = {
  readonly root: readonly Certificate[];
  readonly between: readonly Certificate[];
  readonly card: (
    commonName: string,
    options?: { readonly days?: string; readonly by?: string },
  ) => NewHolder;
};

const certificatesOf = (pem: string): readonly Certificate[] => value(certificatesInPem(pem));

/** A state's authorities and the cards that they issue, all made by openssl. */
const withAuthorities = (use: (authorities: Authorities) => Promise<void>): Promise<void> =>
  inFolder(async ({ write, read, run }) => {
    const must = (command: string): void => {
      const { ok, output } = run(command);
      assert.ok(ok, output);
    };
    const textIn = (name: string): string => fromUtf8(read(name));
    const ca =
      'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n';
    const usage =
      'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n';
    write('root.ext', ca);
    write('between.ext', `${ca}extendedKeyUsage=clientAuth,emailProtection\n`);
    write('servers.ext', `${ca}extendedKeyUsage=serverAuth\n`);
    write('card.ext', usage);
    const issue = (name: string, subject: string, by: string, ext: string, days: string): void => {
      write(
        'subject.cnf',
        `[req]\nprompt=no\nstring_mask=utf8only\nutf8=yes\ndistinguished_name=dn\n[dn]\nCN=${subject}\n`,
      );
      must(`openssl ecparam -name secp384r1 -genkey -noout -out ${name}.key`);
      must(`openssl req -new -utf8 -config subject.cnf -key ${name}.key -out ${name}.csr`);
      const signing = by === name ? `-signkey ${name}.key` : `-CA ${by}.pem -CAkey ${by}.key -CAcreateserial`;
      must(
        `openssl x509 -req -in ${name}.csr ${signing} -days ${days} -sha384 -extfile ${ext}.ext -out ${name}.pem`,
      );
    };
    issue('root', 'Riigi Juur', 'root', 'root', '36500');
    issue('between', 'Riigi Kaardid', 'root', 'between', '36500');
    issue('servers', 'Riigi Serverid', 'root', 'servers', '36500');
    let number = 0;
    await use({
      root: certificatesOf(textIn('root.pem')),
      between: certificatesOf(textIn('between.pem') + textIn('servers.pem')),
      card: (commonName, { days = '36500', by = 'between' } = {}) => {
        number += 1;
        const name = `card${number}`;
        issue(name, commonName, by, 'card', days);
        const [certificate] = certificatesOf(textIn(`${name}.pem`));
        assert.ok(certificate !== undefined);
        return {
          certificate: certificate.der,
          pair: { privateKey: createPrivateKey(textIn(`${name}.key`)), spki: certificate.spki },
        };
      },
    });
  });

const dayMs = 86_400_000;
/** Certificates by openssl begin now. */
const dayFromNow = (days: number): string => new Date(Date.now() + days * dayMs).toISOString();

/** A check to which a custodian brings the card that an authority issued, and that holds the share. */
const heldWith = async (holder: NewHolder, startsOn = 7): Promise<Bundle> => {
  const parameters = parametersFor(2, 2, { auditors: 0 });
  const room = withHolder(await softwareRoom(parameters), 'custodian-1', holder);
  const first = await bundleOf(await play(parameters, room, { startsAt: dayFromNow(startsOn) }), room);
  const check = await toCheck(first);
  return hold({ ...check, options: { ...check.options, startsAt: dayFromNow(startsOn + 1) } });
};
const inOwnName = 'ÕIE,CUSTODIAN,47101010033';

describe('signers whose cards an authority issued', () => {
  test('are known by the trust anchors, and those who enrolled a card of their own are not', () =>
    withAuthorities(async ({ root, between, card }) => {
      const bundle = await heldWith(card(inOwnName));
      const trustAnchors = [...root, ...between];
      const verdict = await verifyBundle(bundle.bytes, { trustAnchors });
      assert.equal(verdict.outcome, 'good');
      assert.equal(standingOf(verdict, 'custodian-1'), 'anchored');
      assert.equal(standingOf(verdict, 'custodian-2'), 'unknown');
      assert.equal(claimOf(verdict)?.status, 'attested');

      const others = (await listOf(bundle)).filter(({ name }) => name !== 'custodian Õie 1');
      const all = await verifyBundle(bundle.bytes, { trustAnchors, people: others });
      assert.equal(claimOf(all)?.status, 'proved');
      assert.deepEqual(claimOf(all)?.details, { listed: 3, anchored: 1 });
    }));

  test('are not proved where the authority issued the card to somebody else', () =>
    withAuthorities(async ({ root, between, card }) => {
      const bundle = await heldWith(card('TAMM,JAAN,37101010033'));
      const people = (await listOf(bundle)).filter(({ name }) => name !== 'custodian Õie 1');
      const verdict = await verifyBundle(bundle.bytes, { trustAnchors: [...root, ...between], people });
      assert.equal(standingOf(verdict, 'custodian-1'), 'anchored-otherwise');
      assert.deepEqual(
        [claimOf(verdict)?.status, claimOf(verdict)?.details['unknown']],
        ['attested', 'custodian Õie 1'],
      );
    }));

  test('are not known by an authority that is missing, is a stranger, or may not issue to people', () =>
    withAuthorities(async ({ root, between, card }) => {
      const people = card(inOwnName);
      const bundle = await heldWith(people);
      const certificate = value(parseCertificate(people.certificate));
      for (const trustAnchors of [root, [certificate], certificatesOf(await strangerPem())])
        assert.equal(
          standingOf(await verifyBundle(bundle.bytes, { trustAnchors }), 'custodian-1'),
          'unknown',
        );
      // What lies between need not be trusted by itself, but whoever trusts it needs nothing above.
      assert.equal(
        standingOf(await verifyBundle(bundle.bytes, { trustAnchors: between }), 'custodian-1'),
        'anchored',
      );
      const ofServers = await heldWith(card(inOwnName, { by: 'servers' }));
      const verdict = await verifyBundle(ofServers.bytes, { trustAnchors: [...root, ...between] });
      assert.equal(standingOf(verdict, 'custodian-1'), 'unknown');
    }));

  test('are not known by a card that was issued only after the ceremony', () =>
    withAuthorities(async ({ root, between, card }) => {
      const bundle = await heldWith(card(inOwnName), -30);
      const verdict = await verifyBundle(bundle.bytes, { trustAnchors: [...root, ...between] });
      assert.equal(standingOf(verdict, 'custodian-1'), 'unknown');
    }));

  test('are not known by their own certificate, even where somebody takes it for an anchor', async () => {
    const trustAnchors = Object.values(made.state.cards).map(({ certificate }) =>
      value(parseCertificate(fromBase64(certificate))),
    );
    const { signers = [] } = await verifyBundle(made.bytes, { trustAnchors });
    assert.equal(signers.length, trustAnchors.length);
    assert.ok(signers.every(({ standing }) => standing === 'unknown'));
  });
});

/** An authority with the same name and another key. */
const strangerPem = async (): Promise<string> => {
  let pem = '';
  await withAuthorities(({ root }) => {
    pem = root.map(({ der }) => certificatePem(der)).join('');
    return Promise.resolve();
  });
  return pem;
};
