import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { recordOf, tryVersion, type EmbassyKeyVersion, type Wrapping } from '../keys/rewrap/versions.ts';
import { CeremonyError, must } from '../model/error.ts';
import { Secret } from '../secrets/secret.ts';
import { dropWitness, makeWitness } from '../tokens/dataKeys.ts';
import { openSession } from '../tokens/session.ts';
import type { Desk } from './desk.ts';
import { findToken } from './hsm.ts';
import { asVersion, type OnHsm } from './versionsOnHsm.ts';
import { rehearsalPins } from './rehearsalRoom.ts';
import type { TokenFacts } from '../model/values.ts';

const dataSets = ['land-register', 'population-register', 'business-register'] as const;
const dataKeySizeBytes = 32;

/** What a record is sealed like where there is none before it. */
const blank = { alg: 'A256KW', wrapped: Buffer.of() } as const satisfies Wrapping;

/** Writes an inventory of data keys that nothing is encrypted with, under a version on a rehearsal's HSM. */
export const writeRehearsalInventory = async (
  module: Desk['modules']['hsm'],
  hsm: TokenFacts,
  version: OnHsm,
  path: string,
  count: number,
): Promise<void> => {
  const token = findToken(module.tokens(), hsm);
  if (token === undefined) throw new CeremonyError('token-absent', { label: hsm.label, serial: hsm.serial });
  const session = must(openSession(module, token, { kind: 'user', pin: rehearsalPins.hsm }));
  try {
    const witness = must(await makeWitness(session));
    const onHsm: EmbassyKeyVersion = must(asVersion(session, version));
    const { kid, seal } = must(await tryVersion(session, onHsm, witness));
    for (let index = 0; index < count; index += 1) {
      const dataKey = Secret.random(dataKeySizeBytes);
      const wrapping = must(await seal(session, dataKey, blank));
      dataKey.wipe();
      const dataSet = dataSets[index % dataSets.length] ?? dataSets[0];
      const record = recordOf({ dataSet, id: randomUUID(), kid }, wrapping);
      await appendFile(path, `${JSON.stringify(record)}\n`);
    }
    dropWitness(session, witness);
  } finally {
    session.close();
  }
};
