import type { ShownExperience as ShownByProtocol } from '@muster/protocol';
import { expectTypeOf, it } from 'vitest';
import type { ShownExperience } from './shown.ts';

it('is what the protocol says', () => {
  expectTypeOf<ShownByProtocol>().toExtend<ShownExperience>();
});
