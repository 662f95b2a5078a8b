import { spawnSync } from 'node:child_process';
import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import pkcs11js from 'pkcs11js';
import { buildCertificate } from '../../ceremonies/formats/certificate.ts';
import { CeremonyError, must } from '../../ceremonies/model/error.ts';
import type { KeyAlgorithm } from '../../ceremonies/model/keyAlgorithm.ts';
import { capabilities } from '../../ceremonies/tokens/capabilities.ts';
import { readPairs } from '../../ceremonies/tokens/cards.ts';
import { writeCertificate } from '../../ceremonies/tokens/certificates.ts';
import { generateFirstOf } from '../../ceremonies/tokens/generate.ts';
import { opensWith } from '../../ceremonies/tokens/keyTypes.ts';
import type { Pkcs11Module } from '../../ceremonies/tokens/module.ts';
import { readPublicKey } from '../../ceremonies/tokens/publicKey.ts';
import { openSession } from '../../ceremonies/tokens/session.ts';
import { moduleKinds, userPin, type ModuleName, type Opened } from './kinds.ts';
import { people, playChain, type Kind, type Room } from './play.ts';

/** What was seen of one module: the column of the table in docs/OPERATIONS.md, row by row. */
export const rows = [
  'version',
  'software',
  'hsm-ecp384',
  'hsm-rsa3072',
  'hsm-rsa4096',
  'hsm-aes256',
  'made-ready',
  'adopted',
  'keys',
  'share',
] as const;
export type Row = (typeof rows)[number];
export type Column = Readonly<Record<Row, string>>;

/** Of every kind of key its whole life; a sample takes the usual kind. */
export type Length = 'sample' | 'whole';

const life: readonly Kind[] = ['generate', 'rotate', 'reshare', 'reconstitute', 'destroy'];

const tokenOf = (module: Pkcs11Module, label: string) => {
  const token = module.tokens().find((each) => each.label === label);
  if (token === undefined) throw new CeremonyError('token-absent', { label });
  return token;
};

const whyNot = (error: unknown): string => {
  if (!(error instanceof CeremonyError)) throw error;
  const { reason } = error.details;
  return typeof reason === 'string' ? `\`${error.code}\` (${reason})` : `\`${error.code}\``;
};

/** The module, but for one answer: that every key was made in its token. */
const sayingLocal = (module: Pkcs11Module): Pkcs11Module => ({
  ...module,
  cryptoki: new Proxy(module.cryptoki, {
    get: (target, name): unknown =>
      name === 'C_GetAttributeValue'
        ? (handle: Buffer, object: Buffer, template: pkcs11js.Template) =>
            template.length === 1 && template[0]?.type === pkcs11js.CKA_LOCAL
              ? [{ type: pkcs11js.CKA_LOCAL, value: Buffer.from([1]) }]
              : target.C_GetAttributeValue(handle, object, template)
        : Reflect.get(target, name),
  }),
});

const asHsm = async (room: Room, algorithm: KeyAlgorithm): Promise<string> => {
  const { hsm } = room.modules;
  const { missing } = must(capabilities(hsm, tokenOf(hsm, room.hsms[0]))).asHsm[algorithm];
  try {
    await playChain(room, algorithm, life);
    return missing.length === 0 ? 'yes' : 'yes, against its list of mechanisms';
  } catch (error) {
    const why = whyNot(error);
    if (missing.length > 0) return `no, lacks ${missing.map((name) => `\`${name}\``).join(', ')}`;
    if (why !== '`hsm-unfit` (origin)') return `no, ${why}`;
    await playChain({ ...room, modules: { ...room.modules, hsm: sayingLocal(hsm) } }, algorithm, life);
    return `no, ${why}; with that answer given for it, yes`;
  }
};

const someAuthority = generateKeyPairSync('ec', { namedCurve: 'P-384' });

/** Keys and a certificate, as a card has them that was made ready elsewhere. */
const issue = async (module: Pkcs11Module, label: string): Promise<void> => {
  const token = tokenOf(module, label);
  const { makes } = must(capabilities(module, token)).asCard;
  const session = must(openSession(module, token, { kind: 'user', pin: userPin }));
  const fixed = { lifetime: 'token', extractable: false } as const;
  const signing = must(
    await generateFirstOf(session, makes.signing, () => ({
      label: 'signing',
      id: Buffer.from([1]),
      uses: ['sign'],
      ...fixed,
    })),
  );
  must(
    await generateFirstOf(session, makes.sealing, (algorithm) => ({
      label: 'sealing',
      id: Buffer.from([2]),
      uses: [opensWith[algorithm]],
      ...fixed,
    })),
  );
  const year = 365 * 24 * 60 * 60 * 1000;
  const der = await buildCertificate(
    {
      subject: { commonName: label, organizationalUnits: [] },
      spki: must(readPublicKey(session, signing.publicKey)),
      notBefore: new Date(Date.now() - year),
      notAfter: new Date(Date.now() + year),
      keyUsage: ['digitalSignature', 'nonRepudiation'],
      rehearsal: false,
    },
    {
      algorithm: 'ecdsa-sha384',
      sign: (data) =>
        Promise.resolve(
          createSign('sha384')
            .update(data)
            .sign(createPrivateKey(someAuthority.privateKey.export({ format: 'pem', type: 'pkcs8' }))),
        ),
    },
    {
      subjectDer: new Uint8Array(Buffer.from('300f310d300b06035504030c0454657374', 'hex')),
      spki: someAuthority.publicKey.export({ format: 'der', type: 'spki' }),
    },
  );
  must(writeCertificate(session, { label: 'signing', id: Buffer.from([1]), der }));
  session.close();
};

type Cards = Pick<Column, 'made-ready' | 'adopted' | 'keys' | 'share'>;

const dealCards = (opened: Opened, name: string): Room['cards'] =>
  Object.fromEntries(people.map((id) => [id, opened.makeToken(`${name} ${id}`)]));

/** `only`: the one token that there can be, a custodian's card. */
const asCard = async (
  room: Omit<Room, 'cards' | 'mode'>,
  opened: Opened,
  only: string | null,
): Promise<Cards> => {
  const [one, two] = room.hsms;
  const deal = (name: string): Room['cards'] => ({
    ...dealCards(opened, name),
    ...(only === null ? {} : { 'custodian-1': only }),
  });
  const seen = async (cards: Room['cards'], mode: Room['mode'], hsms: Room['hsms']) => {
    const { sets, cards: enrolled } = await playChain({ ...room, hsms, cards, mode }, 'ecp384', [
      'generate',
      'reshare',
    ]);
    const token = enrolled['custodian-1']?.token;
    if (token === undefined) throw new CeremonyError('internal', { reason: 'no card' });
    const session = must(openSession(opened.module, token, { kind: 'user', pin: userPin }));
    const { signing, sealing } = must(readPairs(session));
    session.close();
    const from = sets.at(-1)?.shares.find(({ index }) => index === 1)?.readBackFrom;
    return {
      keys: `\`${signing?.algorithm ?? ''}\`, \`${sealing?.kind ?? ''}\``,
      share: from === 'card-object' ? 'on the card, and in the bundle' : 'in the bundle alone',
    };
  };
  try {
    // In the second ceremony the cards of the first are adopted.
    return { 'made-ready': 'yes', adopted: 'yes', ...(await seen(deal('Fresh'), 'initialise', [one, two])) };
  } catch (error) {
    const madeReady = `no, ${whyNot(error)}`;
    // Whatever became of those cards.
    const cards = deal('Issued');
    for (const label of Object.values(cards)) await issue(opened.module, label);
    return { 'made-ready': madeReady, adopted: 'yes', ...(await seen(cards, 'adopt', [two, one])) };
  }
};

/** As its package counts, without the distributor's own part. */
export const versionOf = (name: ModuleName): string => {
  const [first = ''] = moduleKinds[name].packages;
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', '${Version}', first], { encoding: 'utf8' });
  return /(?:\d+:)?(\d+(?:\.\d+)*)/u.exec(stdout)?.[1] ?? '';
};

/** Runs everything that a module can do, and says what came of it. `directory`: for its tokens; empty. */
export const columnOf = async (name: ModuleName, directory: string, length: Length): Promise<Column> => {
  const place = (folder: string): string => {
    const path = join(directory, folder);
    mkdirSync(path);
    return path;
  };
  const opened = await moduleKinds[name].open(place('module'));
  // Where a module has tokens for one part only, SoftHSM plays the others.
  const joined = moduleKinds[name].apart || name === 'SoftHSM2';
  const other = joined ? opened : await moduleKinds.SoftHSM2.open(place('other'));
  try {
    const playing = (hsm: Opened, cards: Opened) => ({
      directory: mkdtempSync(join(directory, 'play-')),
      modules: { hsm: hsm.module, cards: cards.module },
    });
    const first = opened.makeToken('Rehearsal HSM');
    const { software } = tokenOf(opened.module, first);
    const second = moduleKinds[name].tokens > 1 ? opened.makeToken('Rehearsal HSM 2') : first;
    const own = {
      ...playing(opened, other),
      hsms: [first, second],
      mode: 'initialise',
    } as const;
    const hsm = async (algorithm: KeyAlgorithm, always: boolean): Promise<string> =>
      always || length === 'whole' ? asHsm({ ...own, cards: dealCards(other, algorithm) }, algorithm) : '';
    const hsmRows = {
      'hsm-ecp384': await hsm('ecp384', true),
      'hsm-rsa3072': await hsm('rsa3072', false),
      'hsm-rsa4096': await hsm('rsa4096', false),
      'hsm-aes256': await hsm('aes256', false),
    };
    const hsms = [other.makeToken('Rehearsal HSM 3'), other.makeToken('Rehearsal HSM 4')] as const;
    const only = moduleKinds[name].tokens === 1 ? first : null;
    const cardRows = await asCard({ ...playing(other, opened), hsms }, opened, only);
    return {
      version: versionOf(name),
      software: software ? 'yes' : 'NO',
      ...hsmRows,
      ...cardRows,
    };
  } finally {
    opened.close();
    if (!joined) other.close();
  }
};
