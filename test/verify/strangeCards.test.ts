import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toBase64 } from '../../ceremonies/formats/bytes.ts';
import type { EventBody } from '../../ceremonies/model/event.ts';
import { verifyBundle } from '../../ceremonies/verify/verify.ts';
import { codeOfBodies } from '../model/refusal.ts';
import { bodyOf, parametersFor } from '../model/straightRun.ts';
import {
  ecPair,
  hold,
  makeBundle,
  selfSigned,
  toCheck,
  toRebuild,
  withHolder,
  type SoftwareRoom,
} from './fixture.ts';

/** Whoever brings a share comes with the card that it was sealed to. */
const made = await makeBundle(parametersFor(2, 3, { sheets: true }));
const check = await hold(await toCheck(made));

/** A card of the forger's own, in a holder's name: certificate and keys are fresh. */
const forgedCard = async (room: SoftwareRoom, id: string): Promise<SoftwareRoom> => {
  const pair = ecPair();
  const name = made.state.script.parameters.participants.find((person) => person.id === id)?.name ?? '';
  return withHolder(room, id, { pair, certificate: await selfSigned(pair, name, true) });
};

const withSealingKey = (room: SoftwareRoom, id: string, spki: Uint8Array): SoftwareRoom => ({
  ...room,
  sealingKeyOf: (custodian) => (custodian === id ? toBase64(spki) : room.sealingKeyOf(custodian)),
});

describe('a share that its card gave back is refused', () => {
  const nexts = { rebuilding: () => toRebuild(made), check: () => toCheck(made) } as const;
  const cards: Readonly<Record<string, (room: SoftwareRoom) => Promise<SoftwareRoom>>> = {
    'whose card is new in everything': async (room) =>
      withSealingKey(await forgedCard(room, 'custodian-1'), 'custodian-1', ecPair().spki),
    // Sealing keys are public: to show the right one proves nothing.
    'whose card only shows the sealing key that the register knows': (room) =>
      forgedCard(room, 'custodian-1'),
    'whose card has another sealing key': (room) =>
      Promise.resolve(withSealingKey(room, 'custodian-1', ecPair().spki)),
  };
  for (const [kind, next] of Object.entries(nexts)) {
    for (const [which, forged] of Object.entries(cards)) {
      test(`by somebody ${which}, in a ${kind}`, async () => {
        const { room, ...rest } = await next();
        await assert.rejects(hold({ ...rest, room: await forged(room) }), { code: 'share-sealed-elsewhere' });
      });
    }
  }

  test('by a card that was initialised here', async () => {
    const bodies = check.events.map(bodyOf).flatMap((body): readonly EventBody[] => {
      if (body.type !== 'card-enrolled' || body.origin !== 'adopted') return [body];
      const { step } = body;
      return [
        { type: 'token-action-begun', step, action: 'initialise-card', token: null },
        { ...body, origin: 'initialised' },
      ];
    });
    assert.equal(await codeOfBodies(bodies), 'share-sealed-elsewhere');
  });

  test('but not a sheet, and the verdict names who came with another card', async () => {
    const { room, plan, options } = await toCheck(made);
    const forged = await forgedCard(room, 'custodian-1');
    const sources = { 'custodian-1': 'sheet', 'custodian-2': 'sheet' } as const;
    const { bytes } = await hold({ plan, room: forged, options: { ...options, sources } });
    const verdict = await verifyBundle(bytes);
    assert.equal(verdict.outcome, 'good');
    const claim = verdict.claims.find(({ id }) => id === 'presentations-fit');
    assert.equal(claim?.details['withAnotherCard'], 'custodian Õie 1');
  });

  test('nobody is named where every card is the one that the register knows', async () => {
    const verdict = await verifyBundle(check.bytes);
    const claim = verdict.claims.find(({ id }) => id === 'presentations-fit');
    assert.equal(claim?.details['withAnotherCard'], undefined);
  });
});
