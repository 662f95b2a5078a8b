import type { leaving as english } from '../en/leaving.ts';

export const leaving: typeof english = {
  message: 'Kas lahkuda tseremoonialt?',
  detail:
    'Tseremooniat saab jätkata selle protokollist. Veel tõendamata osakukomplekt muutub kehtetuks: osakud tehakse uuesti, uue taastevõtmega. Võtmete taastamiseks toodud osakud tuleb uuesti tuua.',
  stay: 'Jää',
  leave: 'Lahku',
  whichPrinter: 'Milline printer lehe prindib?',
  whichPrinterMore: 'Valige printer, mis on selles ruumis, ühendatud kaabliga ega jäta endale koopiat.',
  noPrinter: 'Mitte ükski neist',
  hungMessage: 'Kaart või HSM ei vasta.',
  hungDetail:
    'See võib oodata puudutust või nupuvajutust: vaadake seda ja selle lugejat või võtke see välja ja pange tagasi. Kui see ei aita, katkestage ootamine: tseremoonia jätkub protokollist ja pooleli jäänud toiming lahendatakse enne. Veel tõendamata osakukomplekt muutub kehtetuks: selle osakud tehakse uuesti.',
  wait: 'Oota',
  restart: 'Katkesta ootamine',
};
