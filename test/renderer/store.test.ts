import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bridge, Pushed, PushedName } from '../../electron/contract.ts';
import { createStore } from '../../renderer/store.ts';
import { opened, snapshotOf } from './fixture.ts';
import { room } from './scenes.ts';

/** A program that says what a test lets it say. */
const bridgeWith = (request: Bridge['request']) => {
  const listeners = new Map<PushedName, (message: never) => void>();
  const push = <Name extends PushedName>(name: Name, message: Pushed[Name]): void => {
    const heard = listeners.get(name) as ((message: Pushed[Name]) => void) | undefined;
    heard?.(message);
  };
  const bridge: Bridge = {
    request,
    listen: (name, heard) => {
      listeners.set(name, heard);
      return () => listeners.delete(name);
    },
    fileOf: () => '',
  };
  return { bridge, push };
};

const refusing: Bridge['request'] = () =>
  Promise.resolve({ ok: false, problem: { code: 'disk-full', details: {} } });

describe('the store', () => {
  it('turns a bridge that fails into a problem, and is ready again', async () => {
    const { bridge } = bridgeWith(() => Promise.reject(new Error('gone')));
    const store = createStore(bridge, { room });
    const reply = await store.ask('look-again', {});
    assert.equal(reply.ok, false);
    assert.equal(store.view().fault?.code, 'internal');
    assert.equal(store.view().asking, null);
  });

  it('shows why a request was refused until the next one', async () => {
    const { bridge } = bridgeWith(refusing);
    const store = createStore(bridge, { room });
    await store.ask('look-again', {});
    assert.equal(store.view().fault?.code, 'disk-full');
    store.dismiss();
    assert.equal(store.view().fault, null);
  });

  it('replaces the whole snapshot by the one that is pushed', () => {
    const { bridge, push } = bridgeWith(refusing);
    const store = createStore(bridge, { room });
    const snapshot = snapshotOf(opened());
    push('snapshot', snapshot);
    assert.equal(store.view().snapshot, snapshot);
  });

  it('comes back to the start when the ceremony is left', () => {
    const { bridge, push } = bridgeWith(refusing);
    const store = createStore(bridge, {
      room,
      page: { name: 'set-up', kind: 'generate', domain: 'rehearsal' },
    });
    push('snapshot', snapshotOf(opened()));
    push('snapshot', null);
    assert.equal(store.view().snapshot, null);
    assert.equal(store.view().page.name, 'start');
  });

  it('says that the engine was restarted, and stops waiting for it', () => {
    const { bridge, push } = bridgeWith(() => new Promise(() => undefined));
    const store = createStore(bridge, { room });
    void store.ask('pause', { by: ['administrator', 'witness'] });
    assert.equal(store.view().asking, 'pause');
    push('engine-restarted', { sitting: null });
    assert.notEqual(store.view().asking, 'pause');
    assert.notEqual(store.view().restarted, null);
    push('snapshot', snapshotOf(opened()));
    assert.equal(store.view().restarted, null, 'a resumed ceremony says nothing more of it');
  });

  it('takes the bundle that the page before it knew for the last one, once the room was looked at', async () => {
    const asked: string[] = [];
    const { bridge } = bridgeWith((name, message) => {
      asked.push('file' in message ? `${name} ${message.file}` : name);
      return Promise.resolve({ ok: false, problem: { code: 'file-absent', details: {} } });
    });
    const store = createStore(bridge, {}, '/media/new.asice');
    assert.deepEqual(asked, []);
    await store.begin();
    assert.deepEqual(asked, ['set-language', 'describe-room', 'inspect-bundle /media/new.asice']);
    assert.equal(store.view().last?.file, '/media/new.asice');
    assert.equal(store.view().fault, null);
  });

  it('tells the language that is spoken when it begins, though people chose another one before', async () => {
    const told: string[] = [];
    const { bridge } = bridgeWith((name, message) => {
      if (name === 'set-language' && 'language' in message) told.push(message.language);
      return refusing(name, message);
    });
    const store = createStore(bridge, { room });
    await store.setLanguage('et');
    await store.begin();
    assert.deepEqual(told, ['et', 'et']);
  });

  it('says when the screen for files is left, where a PIN may have been typed, and only then', async () => {
    const asked: string[] = [];
    const { bridge } = bridgeWith((name) => {
      asked.push(name);
      return Promise.resolve({ ok: false, problem: { code: 'internal', details: {} } });
    });
    const store = createStore(bridge, { room });
    store.go({ name: 'backup', work: 'open' });
    store.go({ name: 'backup', work: 'seal' });
    assert.deepEqual(asked, []);
    store.go({ name: 'start' });
    store.go({ name: 'verify' });
    store.go({ name: 'start' });
    await new Promise(setImmediate);
    assert.equal(asked.filter((name) => name === 'leave-backup').length, 1);
  });
});
