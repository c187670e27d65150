import type { SdkCommand, SdkReplyBody } from '@muster/protocol';
import { expectTypeOf, it } from 'vitest';
import type { Rejection, Reply, Segment, WireCommand } from './wire.ts';

// The SDK has types of its own, since those of the protocol need a newer library than its browsers
// have. Here they are held against each other; the compiler does it.
type Common = { seq: number; at: number; as: string };

it('says what the protocol says', () => {
  expectTypeOf<SdkCommand['type']>().toEqualTypeOf<WireCommand['type']>();
  expectTypeOf<Extract<WireCommand, { type: 'identify' }> & Common>().toExtend<SdkCommand>();
  expectTypeOf<Extract<WireCommand, { type: 'session' }> & Common>().toExtend<SdkCommand>();
  expectTypeOf<Extract<WireCommand, { type: 'page' }> & Common>().toExtend<SdkCommand>();
  expectTypeOf<Extract<WireCommand, { type: 'experience' }> & Common>().toExtend<SdkCommand>();
  expectTypeOf<SdkReplyBody>().toExtend<Reply>();
  expectTypeOf<SdkReplyBody['rejected'][number]>().toExtend<Rejection>();
  expectTypeOf<NonNullable<SdkReplyBody['segments']>[number]>().toEqualTypeOf<Segment>();
});
