import { expect, it } from 'vitest';
import type { SourceError } from '../../src/store/source-errors.ts';
import type { SourceRow } from '../../src/store/sources.ts';
import { describeOnEngines } from './engines.ts';
import { addProject, makeProfile, noon } from './samples.ts';

const segment: SourceRow = {
  id: 'src_1',
  project: 1,
  key: 'k1',
  version: 1,
  kind: 'segment',
  name: 'Segment\0',
  logo: 'segment',
  isPaused: false,
  signature: 'segment',
  secret: 's',
  createsUsers: true,
  createdAt: noon,
  createdBy: 'ada',
  updatedAt: noon,
  updatedBy: 'ada',
};

function makeError(payload: string): Omit<SourceError, 'number'> {
  const refusals = [{ code: 'x', message: 'No.', path: '', scope: 'item' as const }];
  const stamps = { receivedAt: noon, attempts: 0 };
  return { project: 1, source: 'src_1', payload, isCut: false, refusals, ...stamps };
}

describeOnEngines('sources of the store', ({ open }) => {
  it('are kept in their project and found by their keys', async () => {
    const store = await open();
    const other = { ...segment, project: 2, key: 'k2' };
    await store.write(async (tx) => {
      await tx.insertSource(segment);
      await tx.insertSource(other);
    });
    await store.read(async (tx) => {
      expect(await tx.sources(1)).toStrictEqual([segment]);
      expect(await tx.source(2, 'src_1')).toStrictEqual(other);
      expect(await tx.source(3, 'src_1')).toBeUndefined();
      expect(await tx.sourceByKey('k2')).toStrictEqual(other);
      expect(await tx.sourceByKey('k3')).toBeUndefined();
    });
    const taken = { ...segment, id: 'src_2' };
    await expect(store.write((tx) => tx.insertSource(taken))).rejects.toThrow();
    const changed = { ...segment, key: 'k9', version: 2, name: 'New' };
    await store.write((tx) => tx.updateSource(changed));
    expect(await store.read((tx) => tx.sourceByKey('k9'))).toStrictEqual(changed);
    expect(await store.read((tx) => tx.sourceByKey('k1'))).toBeUndefined();
  });

  it('go with their records and errors', async () => {
    const store = await open();
    const counts = { requests: 1, refusedRequests: 0, accepted: 2, duplicates: 0, rejected: 0 };
    const record = { counts, deliveries: [] };
    await store.write(async (tx) => {
      await tx.insertSource(segment);
      await tx.putSourceRecord(1, 'src_1', { ...record, lastReceivedAt: 5 });
      await tx.putSourceRecord(1, 'src_1', record);
      await tx.insertSourceError(makeError('{}'), []);
    });
    expect(await store.read((tx) => tx.sourceRecord(1, 'src_1'))).toStrictEqual(record);
    await store.write(async (tx) => {
      expect(await tx.deleteSource(1, 'src_1')).toBe(true);
      expect(await tx.deleteSource(1, 'src_1')).toBe(false);
    });
    await store.read(async (tx) => {
      expect(await tx.sourceRecord(1, 'src_1')).toBeUndefined();
      expect(await tx.sourceErrors(1, 'src_1')).toEqual([]);
    });
  });

  it('keep the latest errors, newest first, of each source its own', async () => {
    const store = await open();
    await store.write(async (tx) => {
      for (const payload of ['1', '2', '3']) await tx.insertSourceError(makeError(payload), []);
      await tx.insertSourceError({ ...makeError('other'), source: 'src_2' }, []);
      await tx.trimSourceErrors(1, 'src_1', 2);
    });
    await store.write(async (tx) => {
      const errors = await tx.sourceErrors(1, 'src_1');
      expect(errors.map(({ payload }) => payload)).toEqual(['3', '2']);
      expect(await tx.countSourceErrors(1)).toEqual(
        new Map([
          ['src_1', 2],
          ['src_2', 1],
        ]),
      );
      const [latest] = errors as [SourceError];
      await tx.updateSourceError({ ...latest, attempts: 1, lastAttemptAt: noon });
      expect(await tx.sourceError(1, 'src_1', latest.number)).toMatchObject({ attempts: 1 });
      expect(await tx.sourceError(1, 'src_2', latest.number)).toBeUndefined();
      expect(await tx.deleteSourceError(1, 'src_2', latest.number)).toBe(false);
      expect(await tx.deleteSourceError(1, 'src_1', latest.number)).toBe(true);
    });
  });

  it('forget what is about a user who is erased, by every id and her address', async () => {
    const store = await open();
    await addProject(store);
    const stamped = { value: 'Ada@Example.com', source: 'API', at: noon };
    await store.write(async (tx) => {
      await tx.putProfiles(1, [makeProfile(1, { userId: 'ada', email: stamped })]);
      await tx.putIdentities(1, [
        { identity: { kind: 'user', id: 'ada' }, number: 1 },
        { identity: { kind: 'anonymous', id: 'browser\0' }, number: 1 },
      ]);
      await tx.insertSourceError(makeError('user'), [{ kind: 'user', id: 'ada' }]);
      await tx.insertSourceError(makeError('alias'), [{ kind: 'anonymous', id: 'browser\0' }]);
      await tx.insertSourceError(makeError('email'), [{ kind: 'email', id: 'ada@example.com' }]);
      await tx.insertSourceError(makeError('bob'), [{ kind: 'user', id: 'bob' }]);
      await tx.insertSourceError({ ...makeError('elsewhere'), project: 2 }, [
        { kind: 'user', id: 'ada' },
      ]);
      await tx.erase(1, 1);
    });
    await store.read(async (tx) => {
      expect((await tx.sourceErrors(1, 'src_1')).map(({ payload }) => payload)).toEqual(['bob']);
      expect(await tx.sourceErrors(2, 'src_1')).toHaveLength(1);
    });
  });
});

describeOnEngines('users by their address', ({ open }) => {
  it('are found in whatever capitals, in their project, as they are now', async () => {
    const store = await open();
    await addProject(store);
    const withEmail = (number: number, value: string | null) =>
      makeProfile(number, { userId: `u${number}`, email: { value, source: 'API', at: noon } });
    const find = (email: string, limit = 10) =>
      store.read((tx) => tx.findNumbersByEmail(1, email, limit));
    await store.write((tx) =>
      tx.putProfiles(1, [
        withEmail(1, 'Ada@Example.com'),
        withEmail(2, 'ada@example.COM'),
        withEmail(3, 'jürgen@köln.de'),
        withEmail(4, null),
        makeProfile(5, {
          attributes: new Map([
            ['email', { value: 'ada@example.com', source: 'API', at: noon }],
            ['x', { value: '"email":["ada@example.com"', source: 'API', at: noon }],
          ]),
        }),
        makeProfile(6, { tags: ['"email":["ada@example.com",0]'] }),
      ]),
    );
    expect(await find('ADA@example.com ')).toEqual([1, 2]);
    expect(await find('ada@example.com', 1)).toEqual([1]);
    expect(await find('jürgen@köln.de')).toEqual([3]);
    for (const nobody of [
      '',
      'ada',
      'ada@example.co',
      'ada@example.com%',
      'a"b@c.d',
      'a\\b@c.d',
      'null',
      'a\0@b.c',
    ]) {
      expect(await find(nobody), nobody).toEqual([]);
    }
    await store.write((tx) => tx.putProfiles(1, [withEmail(1, 'lovelace@example.com')]));
    expect(await find('ada@example.com')).toEqual([2]);
    expect(await find('lovelace@example.com')).toEqual([1]);
    await store.write((tx) => tx.erase(1, 2));
    expect(await find('ada@example.com')).toEqual([]);
    expect(await store.read((tx) => tx.findNumbersByEmail(2, 'lovelace@example.com', 5))).toEqual(
      [],
    );
  });
});
