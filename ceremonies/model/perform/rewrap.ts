import { demand } from '../demand.ts';
import { listedMax, type EventOf } from '../event.ts';
import type { Step } from '../script.ts';
import type { State } from '../state.ts';
import { sum } from '../sum.ts';
import { namesKeyOf } from './common.ts';

export type RewrapEvent = EventOf<'inventory-read' | 'data-rewrapped' | 'rewrap-proved'>;

/** What lies under older versions is moved to the new one: everything that was read is moved, or is said not to be. */
export const performRewrap = (state: State, event: RewrapEvent, step: Step): State => {
  const { rewrap } = state;
  switch (event.type) {
    case 'inventory-read':
      return { ...state, rewrap: { read: event, moved: null, proof: null } };

    case 'data-rewrapped': {
      namesKeyOf(step, event);
      const { inventory, backups } = rewrap.read ?? { inventory: null, backups: null };
      const { dataKeys } = event;
      demand((dataKeys === null) === (inventory === null), 'inventory-differs', { field: 'dataKeys' });
      demand((event.backups === null) === (backups === null), 'inventory-differs', { field: 'backups' });
      if (dataKeys !== null) {
        const { inToken, inEngine, notMoved, listed } = dataKeys;
        demand(inToken + inEngine + notMoved === inventory?.lines, 'inventory-differs', { field: 'lines' });
        demand(listed.length === Math.min(notMoved, listedMax), 'inventory-differs', { field: 'listed' });
      }
      if (event.backups !== null) {
        const { moved, notMoved } = event.backups;
        const names = [...moved, ...notMoved].map(({ name }) => name);
        demand(names.length === backups?.files, 'inventory-differs', { field: 'files' });
        demand(new Set(names).size === names.length, 'inventory-differs', { field: 'names' });
        demand(
          moved.every(({ oldSha256, newSha256 }) => oldSha256 !== newSha256),
          'inventory-differs',
          { field: 'digests' },
        );
      }
      return { ...state, rewrap: { ...rewrap, moved: event } };
    }

    case 'rewrap-proved': {
      const { dataKeys } = rewrap.moved ?? { dataKeys: null };
      const { version: current } = rewrap.moved ?? { version: 0 };
      const { rows } = event;
      demand(
        sum(rows.map(({ moved }) => moved)) === (dataKeys?.inToken ?? 0) + (dataKeys?.inEngine ?? 0),
        'inventory-differs',
        {
          field: 'moved',
        },
      );
      demand(sum(rows.map(({ notMoved }) => notMoved)) === (dataKeys?.notMoved ?? 0), 'inventory-differs', {
        field: 'notMoved',
      });
      const names = rows.map(({ dataSet, version }) => `${version ?? ''}/${dataSet}`);
      demand(new Set(names).size === names.length, 'inventory-differs', { field: 'rows' });
      // What could not be read, or names the new version already, was not moved; and there is no version after it.
      demand(
        rows.every(({ version, moved }) =>
          typeof version === 'number'
            ? version < current || (version === current && moved === 0)
            : moved === 0,
        ),
        'inventory-differs',
        { field: 'version' },
      );
      return { ...state, rewrap: { ...rewrap, proof: event } };
    }
  }
};
