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
    rehearsal: 'See tehti õppusel.',
    'key-usage-missing': 'See ei luba allkirjastada.',
    'key-usage-absent': 'See ei ütle, milleks selle võti on, nii et keegi ei tunnistaks selle allkirja.',
    'key-unsuitable': 'Selle võti on liiga nõrk või sellist liiki, mida siin ei kasutata.',
    ca: 'See tohib teistele sertifikaate väljastada: see ei ole ühegi isiku oma.',
    'critical-extension-unknown': 'See seab piiranguid, mida programm ei tunne.',
    'subject-empty': 'See ei nimeta kedagi.',
    'subject-unfit': 'Selles olevas nimes on märke, mida ei ole näha, nii et see võiks paista teise nimena.',
  },
  'hsm-unfit': {
    sign: 'See ei allkirjasta oma P-384 võtmega.',
    origin: 'See ei kinnita oma võtmete kohta, et need loodi temas ega ole temast kunagi väljunud.',
    make: 'See ei loo seda liiki võtit, mis tohiks krüpteeritult väljuda.',
    wrap: 'See ei krüpteeri seda liiki võtit standardi järgi, nii et keegi teine ei saaks koopiat avada.',
    unwrap: 'See ei võta vastu seda liiki võtit, mis on mujal krüpteeritud.',
    use: 'Vastuvõetud võti ei tee seal seda, mida ta teeb mujal.',
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
  'file-absent': { 'no-bundle': 'Kaust on olemas, kuid ühegi selles oleva faili nime lõpus ei ole .asice.' },
  usage: {
    'command-missing': 'Käsku ei nimetatud.',
    'command-unknown': 'Käsku {{command}} ei ole.',
    'operand-missing': 'Käsk {{command}} vajab: {{operand}}.',
    'operand-extra': 'Käsule {{command}} on {{operand}} juba liiast.',
    'operand-unknown': 'Käsk {{command}} ei tunne sellist: {{operand}}; võimalikud on {{allowed}}.',
    'option-unknown': 'Käsul {{command}} ei ole valikut {{option}}.',
    'option-twice': 'Valik {{option}} on kaks korda.',
    'option-valued': 'Valikule {{option}} ei anta väärtust.',
    'option-valueless': 'Valik {{option}} vajab enda järel väärtust.',
    'option-missing': 'Käsk {{command}} vajab valikut {{option}}.',
    'option-either': 'Käsk {{command}} vajab täpselt üht neist: {{options}}.',
    'option-value': 'Valiku {{option}} väärtus võib olla {{allowed}}, mitte {{value}}.',
    'option-needs': 'Valikust {{option}} ei ole kasu ilma selleta: {{needs}}.',
    'previous-of-folder':
      'Kausta kõiki pakette kontrollitakse koos neile eelnenutega: --previous on ühe faili jaoks.',
  },
} satisfies SameKeys<typeof english>;
