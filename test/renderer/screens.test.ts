import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createElement, type ComponentProps } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { bad, good } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { languages, type Language } from '../../ceremonies/texts/languages.ts';
import type { Bridge } from '../../electron/contract.ts';
import { App } from '../../renderer/app.tsx';
import { participantOf } from '../../ceremonies/model/state.ts';
import { actorsOf } from '../../renderer/questions/questionPanel.tsx';
import { RoomDialog } from '../../renderer/room/dialogs.tsx';
import * as others from '../../renderer/screens/others.ts';
import { pagesFromStart } from '../../renderer/screens/start.tsx';
import { createStore, StoreContext, type View } from '../../renderer/store.ts';
import { opened, parameters } from './fixture.ts';
import { room, scenes } from './scenes.ts';

const silent: Bridge = {
  request: () => Promise.resolve({ ok: false, problem: { code: 'internal', details: {} } }),
  listen: () => () => undefined,
  fileOf: () => '',
};

const shown = (
  view: Partial<View>,
  language: Language = 'en',
  read: ComponentProps<typeof App>['others'] = good(others),
): string =>
  renderToStaticMarkup(
    createElement(
      StoreContext,
      { value: createStore(silent, { ...view, texts: texts(language) }) },
      createElement(App, { others: read }),
    ),
  );

const sceneShown = (wanted: string): string => {
  const scene = scenes().find(({ name }) => name === wanted);
  if (scene === undefined) throw new Error(`no scene ${wanted}`);
  return shown(scene.view);
};

const count = (markup: string, pattern: RegExp): number => [...markup.matchAll(pattern)].length;
const all = scenes();

describe('every screen', () => {
  // The catalogue throws for a text it does not have, so to be shown at all is a claim.
  for (const language of languages) {
    it(`is shown in ${language}, under one main heading`, () => {
      for (const { name, view } of all) assert.equal(count(shown(view, language), /<h1[ >]/g), 1, name);
    });
  }

  it('has a main landmark that the skip link leads to', () => {
    for (const { name, view } of all) {
      assert.match(shown(view), /<main[^>]* id="step"/, name);
      assert.match(shown(view), /href="#step"/, name);
    }
  });

  it('offers at most one primary action to the Enter key', () => {
    for (const { name, view } of all) assert.ok(count(shown(view), /data-primary=""/g) <= 1, name);
  });

  it('names every field', () => {
    for (const { name, view } of all) {
      const markup = shown(view).replace(
        /<label[^>]*>(?:(?!<\/label>).)*<input(?:(?!<\/label>).)*<\/label>/gs,
        '',
      );
      for (const [field] of markup.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
        const id = / id="([^"]+)"/.exec(field)?.[1];
        const labelled =
          field.includes('aria-label') ||
          (id !== undefined && markup.includes(`for="${id}"`)) ||
          field.startsWith('<select');
        assert.ok(labelled, `${name}: ${field}`);
      }
    }
  });

  it('never puts a secret into the page, nor lets the browser remember one', () => {
    let secrets = 0;
    for (const { name, view } of all) {
      for (const [field] of shown(view).matchAll(/<input[^>]*type="password"[^>]*>/g)) {
        secrets += 1;
        assert.ok(!field.includes('value='), name);
        assert.match(field, /autoComplete="off"/i, name);
      }
    }
    assert.ok(secrets >= 10);
  });

  it('uses no inline style, which the content security policy would drop', () => {
    for (const { name, view } of all) assert.doesNotMatch(shown(view), / style="/, name);
  });
});

describe('a program whose other screens are still being read', () => {
  const waiting = (view: Partial<View>): string =>
    shown({ room, ...view }, 'en', null).replace(/<time>[^<]+/, '');
  const busy = / aria-busy="true"/g;

  it('stays on its first screen, where only the button that was pressed is another', () => {
    const labels = Object.values(pagesFromStart).map((page) => {
      const markup = waiting({ page });
      assert.equal(count(markup, busy), 1, page.name);
      assert.equal(markup.replace(busy, ''), waiting({}));
      return /aria-busy="true"[^>]*>([^<]+)</.exec(markup)?.[1];
    });
    assert.equal(new Set(labels).size, labels.length);
  });

  it('stays there, too, when a bundle was opened meanwhile, or a ceremony was resumed', () => {
    for (const { name, view } of all) assert.match(waiting(view), /data-screen="start".*<h1/s, name);
    const withBundle = waiting(all.find(({ name }) => name === 'start-embassy')?.view ?? {});
    assert.match(withBundle, /role="status" class="working-what"/);
  });
});

describe('a program whose other screens cannot be read', () => {
  it('says so in place of every screen, and offers nothing that it cannot do', () => {
    for (const { name, view } of all) {
      const markup = shown(
        { ...view, fault: null, restarted: null },
        'en',
        bad('internal', { part: 'screens' }),
      );
      assert.match(markup, /<main[^>]* id="step".*<h1.*role="alert".*internal · part=screens/s, name);
      assert.doesNotMatch(markup, /<button/, name);
    }
  });
});

describe('a rehearsal', () => {
  it('wears its band on every screen', () => {
    for (const { name, view } of all)
      if (view.snapshot !== undefined) assert.match(shown(view), /class="band"/, name);
  });

  it('shows the PINs that everybody knows, and a real ceremony shows none', () => {
    const scene = all.find(({ name }) => name === 'enrol-card-blank');
    assert.ok(scene?.view.snapshot);
    assert.match(shown(scene.view), /000000/);
    const { snapshot } = scene.view;
    const real = {
      ...snapshot,
      state: {
        ...snapshot.state,
        script: opened({ ...parameters, domain: 'production' }).state.script,
      },
    };
    const markup = shown({ ...scene.view, snapshot: real });
    assert.doesNotMatch(markup, /000000/);
    assert.doesNotMatch(markup, /class="band"/);
  });
});

describe('a question', () => {
  it('names everybody who must act', () => {
    for (const { name, view } of all) {
      const { snapshot } = view;
      if (snapshot === undefined || snapshot === null || snapshot.question === null) continue;
      for (const id of actorsOf(snapshot.question, [])) {
        const person = participantOf(snapshot.state, id);
        assert.ok(person !== undefined && shown(view).includes(person.name), `${name}: ${id}`);
      }
    }
  });

  it('gives each person a confirmation of their own', () => {
    const scene = all.find(({ name }) => name === 'destroy-original');
    assert.equal(
      count(
        shown(scene?.view ?? {}),
        /aria-pressed="false" class="primary confirmation"|class="primary confirmation" aria-pressed="false"/g,
      ),
      2,
    );
  });

  it('that is asked again says why, by code, as an alert', () => {
    for (const { name, view } of all) {
      const problem = view.snapshot?.question?.problem;
      if (problem === undefined || problem === null) continue;
      assert.match(shown(view), /role="alert"/, name);
      assert.ok(shown(view).includes(problem.code), name);
    }
  });

  it('for a card that is absent or locked cannot be answered yet', () => {
    for (const wanted of ['store-share-absent', 'store-share-locked']) {
      const scene = all.find(({ name }) => name === wanted);
      assert.match(shown(scene?.view ?? {}), /<button type="submit"[^>]*disabled=""/, wanted);
    }
  });

  it('for a card that is locked takes no PIN, and says what does help instead', () => {
    const english = texts('en').t;
    const ways = [
      ['card-locked-at-act', english('screen.card.lost-open')],
      ['card-locked-of-another', english('screen.card.locked-other', { name: 'Liis Saar' })],
      ['store-share-locked', english('screen.card.lost-open')],
      ['vouch-locked-receiver', english('screen.card.locked-receiver', { name: 'Liis Saar' })],
    ] as const;
    for (const [wanted, way] of ways) {
      const markup = sceneShown(wanted);
      assert.ok(markup.includes(way), wanted);
      assert.match(markup, /<input[^>]*type="password"[^>]*disabled=""/, wanted);
    }
  });

  it('after one wrong PIN speaks of no lost card', () => {
    const english = texts('en').t;
    const markup = sceneShown('sign-act-second-wrong-pin');
    assert.ok(!markup.includes(english('screen.card.lost-open')));
    assert.ok(!markup.includes(english('screen.card.lost-alone', { name: 'Jaan Kask' })));
  });

  it('for an act’s signature shows one head to both signers', () => {
    const words = (wanted: string) =>
      all.find(({ name }) => name === wanted)?.view.snapshot?.headToSign?.words.join(' ');
    assert.ok(words('sign-act') !== undefined);
    assert.equal(words('sign-act'), words('sign-act-second-wrong-pin'));
  });
});

describe('a check of the shares', () => {
  it('sends people to look for shares only where one was not shown', () => {
    const look = texts('en').t('screen.exported.todo.missing');
    assert.ok(sceneShown('exported-check').includes(look));
    assert.ok(!sceneShown('exported-compromised').includes(look));
  });
});

describe('the loss of a card or of an HSM', () => {
  it('is recorded by both who lead and nobody else, and nobody is taken to agree beforehand', () => {
    const state = all.find(({ name }) => name === 'card-locked')?.view.snapshot?.state;
    assert.ok(state);
    for (const about of [
      { kind: 'hsm-lost' },
      { kind: 'card-lost', participant: 'witness' },
      { kind: 'card-lost', participant: 'custodian-2' },
    ] as const) {
      const dialog = createElement(RoomDialog, { name: 'exception', about, state, close: () => undefined });
      const markup = renderToStaticMarkup(
        createElement(StoreContext, { value: createStore(silent, { room }) }, dialog),
      );
      assert.equal(count(markup, /type="checkbox"/g), 2, about.kind);
      assert.equal(count(markup, /checked/g), 0, about.kind);
    }
  });
});
