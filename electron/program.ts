/** What the main process does once its window is on its way: one engine, and what passes between the two. */
import { lstat, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BrowserWindow, app, dialog } from 'electron';
import { bad, good } from '../ceremonies/model/error.ts';
import { forgetTexts } from '../ceremonies/secrets/forget.ts';
import { backups as backupsInEnglish } from '../ceremonies/texts/en/backups.ts';
import { leaving as leavingInEnglish } from '../ceremonies/texts/en/leaving.ts';
import { backups as backupsInEstonian } from '../ceremonies/texts/et/backups.ts';
import { leaving as leavingInEstonian } from '../ceremonies/texts/et/leaving.ts';
import { backups as backupsInFrench } from '../ceremonies/texts/fr/backups.ts';
import { leaving as leavingInFrench } from '../ceremonies/texts/fr/leaving.ts';
import type { Language } from '../ceremonies/texts/languages.ts';
import type { Printed } from '../ceremonies/transcript/printed.ts';
import { backupProgress } from './backupContract.ts';
import { requestNames } from './channels.ts';
import type { Pushed, PushedName, Reply, RequestName } from './contract.ts';
import { startEngine } from './engineHost.ts';
import { requestsOfMain } from './engineWire.ts';
import { loadAfresh } from './freshPage.ts';
import { openGuard, type Guard } from './guard.ts';
import type { AllowCamera } from './lockdown.ts';
import { renderPdf } from './printing.ts';
import { printSheet } from './sheetPrinter.ts';
import { copyVerifier } from './verifierPage.ts';
import type { OpenedWindow } from './window.ts';

const here = import.meta.dirname;

const leavings: Readonly<Record<Language, typeof leavingInEnglish>> = {
  en: leavingInEnglish,
  et: leavingInEstonian,
  fr: leavingInFrench,
};
const backupLeavings: Readonly<Record<Language, typeof backupsInEnglish.leaving>> = {
  en: backupsInEnglish.leaving,
  et: backupsInEstonian.leaving,
  fr: backupsInFrench.leaving,
};

let window: BrowserWindow | undefined;
let language: Language = 'en';
/** A ceremony is open that is neither exported nor given up. */
let underWay = false;
/** A file is being sealed or opened. */
let backupUnderWay = false;
/** A sealed file was looked at, whereupon the screen asks for an HSM's PIN: it may have been typed, whether or not it was sent. */
let pinAskedFor = false;
let stopBackup: () => Promise<unknown> = () => Promise.resolve();
/** A share is asked for, and may come from paper. */
let shareWanted = false;
let allowCamera: AllowCamera = () => undefined;

const push = <Name extends PushedName>(name: Name, message: Pushed[Name]) => {
  if (window !== undefined && !window.isDestroyed()) window.webContents.send(name, message);
};

/** A slip of the hand must not end an act: a share set that is not proved yet would be void. */
const confirmLeaving = async (from: BrowserWindow) => {
  const { message, detail, stay, leave } = (underWay ? leavings : backupLeavings)[language];
  const { response } = await dialog.showMessageBox(from, {
    type: 'warning',
    message,
    detail,
    buttons: [stay, leave],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  if (response !== 1) return;
  // So that nothing half-written stays on the disk.
  if (backupUnderWay) await stopBackup();
  from.destroy();
};

/** What people type that is secret passes through here in these. */
const bearingSecrets: readonly string[] = ['answer', 'abandon', 'open-backup'] satisfies RequestName[];

/** When whoever has just spoken has let go of it. PINs and sheets pass through here as texts, which nothing else wipes. */
const forgetSoon = () => void setTimeout(forgetTexts, 100);

/** A driver that does not come back: only people can tell whether a token waits for them, and only they end the engine over it. */
let askingAboutHang: AbortController | undefined;
const tellOfHang = async (restart: () => void) => {
  if (window === undefined || askingAboutHang !== undefined) return;
  const { hungMessage, hungDetail, wait, restart: startAnew } = leavings[language];
  askingAboutHang = new AbortController();
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: hungMessage,
    detail: hungDetail,
    buttons: [wait, startAnew],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal: askingAboutHang.signal,
  });
  const isMoot = askingAboutHang.signal.aborted;
  askingAboutHang = undefined;
  if (response === 1 && !isMoot) restart();
};

/**
 * A ceremony was left, or the screen on which a file was opened: what people typed ends with the processes that it was typed into and sent to. The page that comes then begins
 * with the start screen, and what it asks waits for the new engine.
 */
const renewAll = async (renewEngine: () => Promise<void>) => {
  const page = window === undefined ? Promise.resolve() : loadAfresh(window.webContents);
  // The page that stays must not show a ceremony that is over.
  await Promise.all([renewEngine(), page.catch(() => push('snapshot', null))]);
  forgetTexts();
};

/** The engine journals and must outlive a slip of the hand: closing the window ends a ceremony only for now, never for good. */
const connectEngine = () => {
  let sitting: string | null = null;
  // The engine hashes the very executable that runs here, and judges the switches that this process was started with.
  const args = [app.getPath('userData'), process.execPath, ...process.argv.slice(1)];
  const engine = startEngine(join(here, 'engine.js'), args, {
    pushed: (pushed) => {
      if (pushed.name === 'snapshot') {
        const isLeft = sitting !== null && pushed.message === null;
        sitting = pushed.message?.state.ceremony ?? null;
        underWay =
          pushed.message !== null &&
          pushed.message.exported === null &&
          pushed.message.state.lifecycle !== 'abandoned';
        shareWanted = pushed.message?.question?.kind === 'present-share';
        if (!underWay && pushed.message !== null) forgetSoon();
        if (!shareWanted) allowCamera(false);
        if (isLeft) {
          void renewAll(engine.renew);
          return;
        }
      }
      if (pushed.name === 'backup-progress') {
        const progress = backupProgress.safeParse(pushed.message);
        if (!progress.success) return;
        backupUnderWay = progress.data !== null;
      }
      push(pushed.name, pushed.message);
    },
    restarted: () => {
      underWay = false;
      backupUnderWay = false;
      shareWanted = false;
      allowCamera(false);
      push('engine-restarted', { sitting });
      sitting = null;
    },
    hung: () => void tellOfHang(engine.restart),
    recovered: () => askingAboutHang?.abort(),
    render: renderPdf,
    printSheet: async (html, domain) => {
      try {
        return await printSheet(html, domain, { window, language });
      } finally {
        forgetSoon();
      }
    },
  });
  return engine;
};

const chooseFile = async (options: Electron.OpenDialogOptions): Promise<string | undefined> => {
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : { filePaths: [] };
  return filePaths[0];
};

/** Null where nobody chose a name. */
const chooseOutput = async (suggested: string): Promise<string | null> => {
  if (window === undefined) return null;
  const { filePath, canceled } = await dialog.showSaveDialog(window, { defaultPath: suggested });
  return canceled || filePath === '' ? null : filePath;
};

/** What needs a window or a file dialog is answered here; all else by the engine. */
const answerRequests = (answer: Guard['answer'], engine: ReturnType<typeof startEngine>) => {
  answer('choose-bundle', async () => {
    const file = await chooseFile({
      properties: ['openFile'],
      filters: [{ name: 'ASiC-E', extensions: ['asice'] }],
    });
    return good(file === undefined ? null : { file });
  });
  answer('choose-directory', async () => {
    const directory = await chooseFile({ properties: ['openDirectory', 'createDirectory'] });
    return good(directory === undefined ? null : { directory });
  });
  answer('choose-file', async () => {
    const file = await chooseFile({ properties: ['openFile'] });
    if (file === undefined) return good(null);
    const found = await stat(file).catch(() => null);
    return found === null ? bad('file-absent', { path: file }) : good({ file, sizeBytes: found.size });
  });
  answer('choose-output', async ({ suggested }) => {
    const filePath = await chooseOutput(suggested);
    if (filePath === null) return good(null);
    // What the system's dialog offers to replace is not replaced.
    const isFree = (await lstat(filePath).catch(() => null)) === null;
    return isFree ? good({ file: filePath }) : bad('file-exists', { path: filePath });
  });
  answer('allow-camera', ({ allowed }) => {
    allowCamera(allowed && shareWanted);
    return Promise.resolve(good(null));
  });
  answer('save-verifier', async () => {
    const path = await chooseOutput('verifier.html');
    if (path === null) return good(null);
    const copied = await copyVerifier(here, path);
    return copied.ok ? good({ file: path }) : copied;
  });
  answer('leave-backup', () => {
    if (pinAskedFor) void renewAll(engine.renew);
    pinAskedFor = false;
    return Promise.resolve(good(null));
  });
  answer('print', async (wanted) => {
    const page = await engine.request('page-to-print', wanted);
    const name = wanted.what === 'plan' ? 'script' : wanted.what;
    return page.ok ? savePdf(`${name}-${wanted.language}.pdf`, page.value) : page;
  });
  for (const name of requestNames) {
    if (isOfMain(name)) continue;
    answer(name, async (message) => {
      if ('language' in message) language = message.language;
      if (name === 'inspect-backup') pinAskedFor = true;
      try {
        return await engine.request(name, message);
      } finally {
        if (bearingSecrets.includes(name)) forgetSoon();
      }
    });
  }
};

const isOfMain = (name: string): name is (typeof requestsOfMain)[number] =>
  requestsOfMain.some((own) => own === name);

const savePdf = async (name: string, page: Printed): Promise<Reply<'print'>> => {
  const pdf = await renderPdf(page);
  const filePath = await chooseOutput(name);
  if (filePath === null) return good(null);
  try {
    await writeFile(filePath, pdf);
    return good({ file: filePath });
  } catch {
    return bad('not-writable', { path: filePath });
  }
};

/**
 * Serves the window until it is closed, and ends the program with it.
 *
 * @returns what answers the window's messages
 */
export const runProgram = (opened: OpenedWindow): Guard['receive'] => {
  const own = opened.window;
  window = own;
  allowCamera = opened.allowCamera;
  own.on('close', (event) => {
    if (!underWay && !backupUnderWay) return;
    event.preventDefault();
    void confirmLeaving(own);
  });
  own.on('closed', () => {
    window = undefined;
  });
  const engine = connectEngine();
  const { answer, receive } = openGuard(() => window?.webContents);
  answerRequests(answer, engine);
  stopBackup = () => engine.request('cancel-backup', {});
  app.on('window-all-closed', () => {
    app.quit();
  });
  app.on('will-quit', engine.stop);
  return receive;
};
