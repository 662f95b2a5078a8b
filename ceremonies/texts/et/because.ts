import type { because as english } from '../en/because.ts';
import type { SameKeys } from '../strings.ts';

export const because = {
  'bundle-not-zip': { 'cut-short': 'See algab nagu pakett ja katkeb: kopeerige fail uuesti.' },
  'bundle-malformed': {
    manifest:
      'Manifest ei ole kirjutatud nii, nagu vorming nõuab: teine räsi, kommentaar või olem või muudetud bait.',
    mimetype: 'Fail, mis ütleb, millega on tegu, peab olema esimene ja pakkimata.',
    archive: 'Failis on rohkem või vähem, kui arhiiv ütleb.',
  },
  'certificate-unfit': {
    expired: 'See oli enne tseremoonia algust aegunud.',
    'key-usage-missing': 'See ei luba allkirjastada.',
  },
  'event-out-of-order': {
    'not-closed': 'Protokolli ei ole suletud: selle lõpp puudub.',
    time: 'Sündmus olevat toimunud enne eelmist.',
  },
  'signature-invalid': {
    certificate: 'Selle sertifikaat ei tohi allkirjastada või sisaldab teist liiki võtit.',
    'certificate-hash': 'Selles olev sertifikaat ei ole see, millega allkirjastati.',
    content: 'Allkirjastati midagi muud kui see, mis siin on.',
    signature: 'Selle sertifikaadi võti ei ole seda andnud.',
    signer: 'See nimetab teist sertifikaati kui kaasas olev.',
  },
  'signature-malformed': {
    digest: 'See tugineb räsile või allkirja liigile, mis on liiga nõrk või tundmatu.',
    'signature-algorithm': 'See tugineb räsile või allkirja liigile, mis on liiga nõrk või tundmatu.',
  },
} satisfies SameKeys<typeof english>;
