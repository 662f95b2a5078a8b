import { useView } from '../store.ts';

/** In a rehearsal the PINs that came with the devices are known to everybody; of a real ceremony the program knows none. */
export const useRehearsalPins = (): { readonly hsm: string; readonly transport: string } | null => {
  const { room, snapshot } = useView();
  return snapshot?.state.script.parameters.domain === 'rehearsal'
    ? (room?.modes.rehearsal.pins ?? null)
    : null;
};
