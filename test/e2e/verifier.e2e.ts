import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { expect, test, type Browser, type Page } from 'playwright/test';
import { dist } from '../../build/paths.mjs';
import { toUtf8 } from '../../ceremonies/formats/bytes.ts';
import { must } from '../../ceremonies/model/error.ts';
import { texts } from '../../ceremonies/texts/catalogue.ts';
import { inFours } from '../../ceremonies/transcript/footStyle.ts';
import type { ChainVerdict } from '../../ceremonies/verify/chain.ts';
import { attachTimestamp, timestampQuery } from '../../ceremonies/verify/stamping.ts';
import type { Verdict } from '../../ceremonies/verify/verdict.ts';
import { makeAuthority } from '../formats/tsa.ts';
import { openPaddedRoom } from '../bench/padding.ts';
import { parametersFor } from '../model/straightRun.ts';
import { temporaryFolder } from '../temporary.ts';
import { holdOn, makeOn } from '../verify/chainFixture.ts';
import { hold, makeBundle, toCheck, toReshare, toRotate } from '../verify/fixture.ts';
import { sampled, tamperings } from '../verify/tamperTable.ts';
import type { TrustName } from '../../ceremonies/verify/trusted.ts';
import { commandLine, comparedOnCommandLine } from './commandLine.ts';
import { launchBrowser, openFile, type Opened } from './browser.ts';
import { keepFile, keepScreen } from './launch.ts';
import { fontsOf, pagesOf } from './paper/pdf.ts';

const page = join(dist, 'verifier.html');
const { t } = texts('en');

test.describe.configure({ mode: 'parallel' });

let browser: Browser;
test.beforeAll(async () => {
  browser = await launchBrowser();
});
test.afterAll(() => browser.close());
const inBrowser = (file: string, use: (opened: Opened) => Promise<void>): Promise<void> =>
  openFile(browser, file, use);

const choose = async (shown: Page, button: string, files: string | string[]): Promise<void> => {
  const asked = shown.waitForEvent('filechooser');
  await shown.getByRole('button', { name: t(button) }).click();
  await (await asked).setFiles(files);
};

/** The verdict as the page saves it. */
const saved = async (shown: Page, button = 'verifier.save'): Promise<string> => {
  const download = shown.waitForEvent('download');
  await shown.getByRole('button', { name: t(button) }).click();
  return readFileSync(await (await download).path(), 'utf8');
};

const write = (folder: string, name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

test('the page says of everything that can be wrong with a bundle just what the command line says', async () => {
  const folder = temporaryFolder('verifier');
  const rows = sampled(await tamperings());
  await inBrowser(page, async ({ page: shown, complaints, requests }) => {
    await keepScreen(shown, 'verifier-en-01-begin');
    for (const [index, { name, outcome, bytes }] of rows.entries()) {
      const path = write(folder, `${index}.asice`, bytes);
      await choose(shown, 'verifier.choose', path);
      await expect(shown.getByText(basename(path), { exact: true }), name).toBeVisible();
      await expect(shown.getByRole('heading', { level: 1 }), name).toHaveText(
        t(`screen.verify.outcomes.${outcome}`),
      );
      const verdict = await saved(shown);
      expect(verdict, name).toBe(await commandLine(path));
      // What a bundle says is shown beside its verdict, and with a warning beside a bad one.
      await expect(shown.getByText(t('verifier.record-doubt')), name).toHaveCount(
        (JSON.parse(verdict) as Verdict).summary !== null && outcome === 'bad' ? 1 : 0,
      );
    }
    await choose(
      shown,
      'verifier.choose',
      join(folder, `${rows.findIndex(({ name }) => name === 'an event told a millisecond later')}.asice`),
    );
    await expect(shown.locator('tr[data-status=failed]').first()).toBeVisible();
    await keepScreen(shown, 'verifier-en-03-bad');
    expect(complaints).toEqual([]);
    expect(requests.filter((address) => !/^(blob:null|data:font)/.test(address))).toEqual([]);
  });
});

test('a folder of bundles is one chain, in the page as on the command line', async () => {
  const folder = temporaryFolder('verifier-chain');
  const [whole, broken] = [join(folder, 'whole'), join(folder, 'broken')];
  for (const each of [whole, broken]) mkdirSync(each);
  const first = await makeOn(0, parametersFor(2, 3));
  const checked = await holdOn(1, await toCheck(first));
  const rotated = await holdOn(2, await toRotate(checked, null));
  const reshared = await holdOn(3, await toReshare(rotated));
  const chain = { '1-made': first, '2-checked': checked, '3-rotated': rotated, '4-reshared': reshared };
  for (const [name, { bytes }] of Object.entries(chain)) {
    write(whole, `${name}.asice`, bytes);
    if (name !== '2-checked') write(broken, `${name}.asice`, bytes);
  }
  write(broken, '5-noise.asice', toUtf8('noise'));
  await inBrowser(page, async ({ page: shown, complaints }) => {
    for (const [path, outcome] of [
      [broken, 'bad'],
      [whole, 'good'],
    ] as const) {
      await choose(shown, 'embassy.chain.choose', path);
      await expect(shown.getByRole('heading', { level: 1 })).toHaveText(
        t(`embassy.chain.outcomes.${outcome}`),
      );
      const verdict = await saved(shown);
      expect(verdict).toBe(await commandLine(path));
      expect((JSON.parse(verdict) as ChainVerdict).outcome).toBe(outcome);
    }
    await shown.getByRole('button', { name: '4-reshared.asice' }).click();
    await expect(shown.getByRole('heading', { name: t('reportLife.titles.old-shares') })).toBeVisible();
    await keepScreen(shown, 'verifier-en-04-chain');
    expect(complaints).toEqual([]);
  });
});

test('the page tells the timeline, people and keys in both languages, and prints them', async () => {
  const folder = temporaryFolder('verifier-record');
  const embassy = 'Embassy <img src=x onerror="document.title=\'taken\'"> </td><script>1</script>';
  const made = await makeBundle(parametersFor(2, 3, { embassy }));
  const path = write(folder, 'made.asice', made.bytes);
  await inBrowser(page, async ({ page: shown, complaints }) => {
    await choose(shown, 'verifier.choose', path);
    const record = shown.locator('.record');
    const people = record.locator('section', {
      has: shown.getByRole('heading', { name: t('report.people') }),
    });
    for (const { id, name } of made.state.script.parameters.participants) {
      const row = people.getByRole('row').filter({ hasText: name });
      const enrolled = made.events.find(
        (event) => event.type === 'card-enrolled' && event.participant === id,
      );
      const said = enrolled?.type === 'card-enrolled' ? enrolled.signed.statement : null;
      await expect(row).toContainText(said?.purpose === 'enrol' ? said.certificateSha256 : 'nobody');
    }
    const steps = made.events.filter((event) => 'step' in event);
    await expect(record.locator('.seq')).toHaveText(steps.map(({ seq }) => `${seq}`));
    await expect(record.getByRole('cell', { name: 'land-register v1', exact: true })).toBeVisible();
    await expect(record.locator('img, script')).toHaveCount(0);
    await expect(shown).not.toHaveTitle('taken');
    await keepScreen(shown, 'verifier-en-02-good');
    // On paper each page names the bundle, in black and in fonts that are there.
    const paper = write(folder, 'made.pdf', await shown.pdf({ preferCSSPageSize: true }));
    keepFile('verifier.pdf', readFileSync(paper));
    const digest = createHash('sha256').update(made.bytes).digest('hex');
    for (const text of pagesOf(paper)) expect(text).toContain(inFours(digest));
    expect(fontsOf(paper).filter(({ type, embedded }) => type === 'Type 3' || !embedded)).toEqual([]);

    const inEstonian = texts('et').t;
    await shown.getByRole('button', { name: inEstonian('screen.settings.languages.et') }).click();
    await expect(record.getByRole('heading', { name: inEstonian('report.timeline') })).toBeVisible();
    await expect(shown.getByRole('heading', { level: 1 })).toHaveText(
      inEstonian('screen.verify.outcomes.good'),
    );
    await keepScreen(shown, 'verifier-et-02-good');
    expect(complaints).toEqual([]);
  });
});

test('long tables are folded, opened by the keyboard, and whole on paper', async () => {
  const folder = temporaryFolder('verifier-long');
  const { bytes } = await (await openPaddedRoom(2, 2))(1000);
  const path = write(folder, 'long.asice', bytes);
  await inBrowser(page, async ({ page: shown, complaints }) => {
    await choose(shown, 'verifier.choose', path);
    const record = shown.locator('.record');
    const runs = record.locator('details');
    await expect(shown.getByText(t('verifier.folded'))).toBeVisible();
    await expect(runs.locator('table')).toHaveCount(0);
    const first = runs.first();
    await expect(first).toContainText(t('events.exception-raised'));
    await first.locator('summary').press('Enter');
    await expect(first.getByRole('row').nth(2)).toBeVisible();
    await keepScreen(shown, 'verifier-en-08-long');
    await first.locator('summary').press('Enter');
    await expect(runs.locator('table')).toHaveCount(0);

    const paper = write(folder, 'long.pdf', await shown.pdf({ preferCSSPageSize: true }));
    const text = pagesOf(paper).join('\n');
    expect(text).not.toContain(t('verifier.folded'));
    const told = [...text.matchAll(/for the (\d+)th time/g)].map(([, number]) => Number(number));
    // In the timeline, and among the exceptions.
    const raised = [...new Set(told)];
    expect(raised.length).toBeGreaterThan(300);
    expect(Math.max(...raised)).toBe(2 * raised.length - 1);
    await expect(runs.locator('table')).toHaveCount(0);

    await shown.getByRole('button', { name: t('verifier.unfold') }).click();
    await expect(runs.locator('table')).toHaveCount(await runs.count());
    await shown.getByRole('button', { name: t('verifier.fold') }).click();
    await expect(runs.locator('table')).toHaveCount(0);
    expect(complaints).toEqual([]);
  });
});

test('two bundles are compared as the command line does, and the comparison is printed under both digests', async () => {
  const folder = temporaryFolder('verifier-compared');
  const made = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  const rotated = await hold(await toRotate(made, null));
  const paths = [write(folder, 'first.asice', made.bytes), write(folder, 'second.asice', rotated.bytes)];
  await inBrowser(page, async ({ page: shown, complaints, requests }) => {
    const headline = shown.getByRole('heading', { level: 1 });
    await choose(shown, 'verifier.choose', paths);
    await expect(headline).toHaveText(t('embassy.chain.outcomes.good'));
    await keepScreen(shown, 'verifier-en-06-two');
    await shown.getByRole('button', { name: t('screen.compare.show') }).click();
    await expect(headline).toHaveText(t('screen.compare.title'));
    await expect(shown.getByText(t('diff.continuity.continues', { count: 0 }))).toBeVisible();
    await expect(shown.getByRole('heading', { name: /land-register v2/ })).toBeVisible();
    expect(await saved(shown, 'verifier.save-comparison')).toBe(await comparedOnCommandLine(paths));
    await keepScreen(shown, 'verifier-en-07-compared');
    const paper = write(folder, 'compared.pdf', await shown.pdf({ preferCSSPageSize: true }));
    keepFile('verifier-compared.pdf', readFileSync(paper));
    for (const text of pagesOf(paper))
      for (const { bytes } of [made, rotated])
        expect(text).toContain(inFours(createHash('sha256').update(bytes).digest('hex')));

    // Later and earlier change places where somebody chooses so.
    await shown.getByRole('button', { name: t('screen.compare.back') }).click();
    await expect(headline).toHaveText(t('embassy.chain.outcomes.good'));
    await shown.getByLabel(t('screen.compare.a')).selectOption('second.asice');
    await expect(shown.getByRole('button', { name: t('screen.compare.show') })).toBeDisabled();
    await shown.getByLabel(t('screen.compare.b')).selectOption('first.asice');
    await shown.getByRole('button', { name: t('screen.compare.show') }).click();
    await expect(shown.getByText(t('diff.continuity.precedes', { count: 0 }))).toBeVisible();
    expect(complaints).toEqual([]);
    expect(requests.filter((address) => !/^(blob:null|data:font)/.test(address))).toEqual([]);
  });
});

test('a verification is stopped by Escape, and comes to no verdict', async () => {
  const folder = temporaryFolder('verifier-stopped');
  const { bytes } = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  const path = write(folder, 'made.asice', bytes);
  await inBrowser(page, async ({ page: shown }) => {
    // Pressed as soon as it is there, long before a thread beside the page has begun.
    await shown.evaluate(() => {
      new MutationObserver((_changes, watch) => {
        if (document.querySelector('.underway') === null) return;
        watch.disconnect();
        const press = (): void => {
          if (document.querySelector('.underway') === null) return;
          document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
          setTimeout(press);
        };
        press();
      }).observe(document.body, { childList: true, subtree: true });
    });
    await choose(shown, 'verifier.choose', path);
    await expect(shown.getByText(t('verifier.stopped'))).toBeVisible();
    await expect(shown.locator('.underway')).toHaveCount(0);
    await expect(shown.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.title'));
    await choose(shown, 'verifier.choose', path);
    await expect(shown.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.outcomes.good'));
    await expect(shown.getByText(t('verifier.stopped'))).toHaveCount(0);
  });
});

test('what the auditor brings along decides as it does on the command line', async () => {
  const folder = temporaryFolder('verifier-trust');
  const { bytes, events } = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  const trusted = makeAuthority('Zeit', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
  const other = makeAuthority('Aeg', { key: 'P-256', digest: 'sha256', ess: 'sha256' });
  const { query } = must(await timestampQuery(bytes));
  const stamped = must(await attachTimestamp(bytes, trusted.answer(query))).bundle;
  const path = write(folder, 'stamped.asice', stamped);
  const known = events.flatMap((event) =>
    event.type === 'card-enrolled' && event.signed.statement.purpose === 'enrol'
      ? [{ name: 'Mari Maasikas', certificateSha256: event.signed.statement.certificateSha256 }]
      : [],
  );
  const people = write(folder, 'people.json', toUtf8(JSON.stringify(known.slice(0, 2))));
  await inBrowser(page, async ({ page: shown }) => {
    const field = (name: TrustName) => shown.getByLabel(t(`verifier.trusted.${name}`));
    const headline = shown.getByRole('heading', { level: 1 });
    await choose(shown, 'verifier.choose', path);
    await shown.getByText(t('verifier.trust')).click();
    for (const [{ rootPath }, outcome] of [
      [trusted, 'good'],
      [other, 'bad'],
    ] as const) {
      await field('timeAnchors').setInputFiles(rootPath);
      await expect(headline).toHaveText(t(`screen.verify.outcomes.${outcome}`));
      expect(await saved(shown)).toBe(await commandLine(path, '--tsa-anchor', rootPath));
    }
    await field('timeAnchors').setInputFiles([]);
    await field('trustAnchors').setInputFiles(other.rootPath);
    await field('people').setInputFiles(people);
    await expect(shown.locator('[data-standing=listed]')).toHaveCount(1);
    await expect(shown.locator('[data-standing=listed-otherwise]')).toHaveCount(1);
    expect(await saved(shown)).toBe(
      await commandLine(path, '--people', people, '--trust-anchors', other.rootPath),
    );
    await keepScreen(shown, 'verifier-en-05-trust');
    await field('people').setInputFiles(write(folder, 'nobody.json', toUtf8('[]')));
    await expect(shown.getByText(t('verifier.trust-refused'))).toBeVisible();
    await expect(headline).toHaveText(t('screen.verify.title'));
  });
});

test('bundles may be dropped, and the keyboard alone does everything', async () => {
  const folder = temporaryFolder('verifier-drop');
  const { bytes } = await makeBundle(parametersFor(2, 2, { auditors: 0 }));
  const path = write(folder, 'dropped.asice', bytes);
  await inBrowser(page, async ({ page: shown }) => {
    const carried = await shown.evaluateHandle(
      (numbers) => {
        const data = new DataTransfer();
        data.items.add(new File([new Uint8Array(numbers)], 'dropped.asice'));
        return data;
      },
      [...bytes],
    );
    await shown.dispatchEvent('main', 'drop', { dataTransfer: carried });
    await expect(shown.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.outcomes.good'));
    expect(await saved(shown)).toBe(await commandLine(path));

    await shown.reload();
    const asked = shown.waitForEvent('filechooser');
    const choosing = shown.getByRole('button', { name: t('verifier.choose') });
    for (let presses = 0; presses < 20; presses += 1) {
      await shown.keyboard.press('Tab');
      if (await choosing.evaluate((button) => button === document.activeElement)) break;
    }
    await shown.keyboard.press('Enter');
    await (await asked).setFiles(path);
    // Whoever listens hears the verdict: its heading has the focus.
    await expect(shown.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(shown.getByRole('heading', { level: 1 })).toHaveText(t('screen.verify.outcomes.good'));
  });
});

const ways = [
  'beacon',
  'events',
  'fetch',
  'form',
  'frame',
  'image',
  'script',
  'socket',
  'style',
  'worker',
].map((way) => `/${way}`);

/** Every way out that a page has, tried from within it and from a thread beside it. */
const tryEverything = async (address: string): Promise<void> => {
  const beside = `fetch('${address}/worker').catch(() => 0).finally(() => postMessage(0))`;
  const settle = (attempt: () => unknown): Promise<unknown> =>
    Promise.resolve()
      .then(attempt)
      .catch(() => null);
  const element = (name: string, attributes: Readonly<Record<string, string>>): void => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    document.body.append(made);
  };
  const options: RequestInit = { mode: 'no-cors' };
  await settle(() => fetch(`${address}/fetch`, options));
  await settle(() => navigator.sendBeacon(`${address}/beacon`));
  await settle(() => new WebSocket(`${address.replace('http', 'ws')}/socket`));
  await settle(() => new EventSource(`${address}/events`));
  await settle(
    () =>
      new Promise((resolve) => {
        const worker = new Worker(URL.createObjectURL(new Blob([beside])));
        worker.onmessage = resolve;
        worker.onerror = resolve;
      }),
  );
  element('img', { src: `${address}/image` });
  element('script', { src: `${address}/script` });
  element('link', { rel: 'stylesheet', href: `${address}/style` });
  element('iframe', { src: `${address}/frame` });
  element('form', { action: `${address}/form`, method: 'post', target: 'elsewhere' });
  document.querySelector('form')?.submit();
};

test('the page can reach nobody, though without its policy it could', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  server.on('upgrade', (request, socket) => {
    asked.push(request.url ?? '');
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const reached = async (file: string): Promise<readonly string[]> => {
    asked.length = 0;
    await inBrowser(file, async ({ page: shown }) => {
      await shown.evaluate(tryEverything, address);
      // What was refused is refused by then; what was not has arrived.
      await shown.waitForTimeout(500);
    });
    return [...new Set(asked)].sort();
  };
  const open = write(
    temporaryFolder('verifier-open'),
    'open.html',
    toUtf8(readFileSync(page, 'utf8').replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '')),
  );
  try {
    expect(await reached(open)).toEqual(expect.arrayContaining(ways));
    expect(await reached(page)).toEqual([]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
