import type { CeremonyPlan } from '../model/ceremonyPlan.ts';
import { CeremonyError } from '../model/error.ts';
import type { Register } from '../model/register.ts';
import type { Script } from '../model/script.ts';
import { checkScript } from './check.ts';
import { destroyScript } from './destroy.ts';
import { generateScript } from './generate.ts';
import { reconstituteScript } from './reconstitute.ts';
import { reshareScript } from './reshare.ts';
import { rotateScript } from './rotate.ts';

/**
 * The one script of a plan. `register`: that of the bundle before, or null at the first ceremony.
 *
 * @throws CeremonyError parameters-invalid for a plan that needs a bundle before it and has none
 */
export const standardScript = (plan: CeremonyPlan, register: Register | null): Script => {
  switch (plan.kind) {
    case 'generate':
      return generateScript(plan.parameters);
    case 'check':
      return checkScript(plan.parameters);
    case 'reconstitute':
      return reconstituteScript(plan.parameters, given(register));
    case 'rotate':
      return rotateScript(plan.parameters, given(register));
    case 'reshare':
      return reshareScript(plan.parameters, given(register));
    case 'destroy':
      return destroyScript(plan.parameters, given(register));
  }
};

const given = (register: Register | null): Register => {
  if (register === null) throw new CeremonyError('parameters-invalid', { field: 'previousBundle' });
  return register;
};
