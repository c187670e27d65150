import type { LiveDefinitionsBody } from '@muster/protocol';
import { expectTypeOf, it } from 'vitest';
import type { Definition } from './definition.ts';

it('is what the protocol says', () => {
  expectTypeOf<LiveDefinitionsBody['events'][number]>().toExtend<Definition>();
});
