import { expect, it } from 'vitest';
import type { ApiKey, SegmentRow, SegmentVersion } from '../../src/store/store.ts';
import { describeOnEngines } from './engines.ts';
import { addProject, noon } from './samples.ts';

const project = 1;

const segment: SegmentRow = {
  id: 'payers',
  project,
  name: 'Payers',
  description: 'Who pays',
  badge: { emoji: '💶', label: 'Pays' },
  conditions: { type: 'group', match: 'all', children: [] },
  version: 1,
  createdAt: noon,
  createdBy: 'ada',
  updatedAt: noon,
  updatedBy: 'ada',
};

const version: SegmentVersion = {
  segmentId: 'payers',
  version: 1,
  name: 'Payers',
  description: 'Who pays',
  conditions: { type: 'nonsense', of: [null, 1] },
  at: noon,
  by: 'bob',
};

const key: ApiKey = {
  id: 'key-1',
  projectNumber: project,
  name: 'Shop server',
  hash: 'a'.repeat(64),
  prefix: 'mk_1',
  scope: 'write',
  createdAt: noon,
};

describeOnEngines('projects, keys, segments and the audit log', ({ open, makeLocation }) => {
  it('keeps projects by id and number', async () => {
    const store = await open();
    const shop = await addProject(store, 'shop');
    const blog = await addProject(store, 'blog');
    const renamed = { ...shop, name: 'Boutique', timeZone: 'America/New_York' };
    await store.write((tx) => tx.updateProject(renamed));
    await store.read(async (tx) => {
      expect(await tx.projects()).toStrictEqual([renamed, blog]);
      expect(await tx.project('shop')).toStrictEqual(renamed);
      expect(await tx.project('Shop')).toBeUndefined();
    });
  });

  it('refuses an id that is taken and a project that is not there', async () => {
    const store = await open();
    const shop = await addProject(store, 'shop');
    await expect(addProject(store, 'shop')).rejects.toThrow();
    await expect(store.write((tx) => tx.updateProject({ ...shop, number: 5 }))).rejects.toThrow(
      /project number 5/,
    );
    expect(await store.read((tx) => tx.projects())).toHaveLength(1);
  });

  it('keeps renamed projects apart from their counters', async () => {
    const store = await open();
    const shop = await addProject(store, 'shop');
    await store.write(async (tx) => {
      await tx.allocateNumbers(shop.number, 5);
      await tx.updateProject({ ...shop, name: 'Boutique' });
      expect(await tx.allocateNumbers(shop.number, 1)).toBe(6);
    });
  });

  it('finds keys by hash and revokes them once', async () => {
    const store = await open();
    await addProject(store);
    const second: ApiKey = { ...key, id: 'key-0', hash: 'b'.repeat(64), createdAt: noon + 1 };
    await store.write(async (tx) => {
      await tx.insertKey(second);
      await tx.insertKey(key);
    });
    expect(await store.read((tx) => tx.keys(project))).toStrictEqual([key, second]);
    expect(await store.read((tx) => tx.keyByHash(key.hash))).toStrictEqual(key);
    expect(await store.read((tx) => tx.keyByHash('c'.repeat(64)))).toBeUndefined();
    await store.write(async (tx) => {
      expect(await tx.revokeKey(project, 'key-1', noon + 5)).toBe(true);
      expect(await tx.revokeKey(project, 'key-1', noon + 9)).toBe(false);
      expect(await tx.revokeKey(project + 1, 'key-0', noon)).toBe(false);
      expect(await tx.revokeKey(project, 'nobody', noon)).toBe(false);
    });
    const revoked = { ...key, revokedAt: noon + 5 };
    expect(await store.read((tx) => tx.keyByHash(key.hash))).toStrictEqual(revoked);
    await expect(store.write((tx) => tx.insertKey({ ...key, id: 'key-2' }))).rejects.toThrow();
  });

  it('replaces a segment only when it is as its editor saw it', async () => {
    const store = await open();
    await addProject(store);
    await store.write((tx) => tx.insertSegment(segment));
    const { badge: _, ...bare } = segment;
    const edited: SegmentRow = { ...bare, name: 'Buyers', version: 2, updatedBy: 'bob' };
    await store.write(async (tx) => {
      expect(await tx.updateSegment(edited, 2)).toBe(false);
      expect(await tx.segment(project, 'payers')).toStrictEqual(segment);
      expect(await tx.updateSegment(edited, 1)).toBe(true);
      expect(await tx.updateSegment({ ...edited, id: 'others' }, 1)).toBe(false);
    });
    expect(await store.read((tx) => tx.segments(project))).toStrictEqual([edited]);
    expect(await store.read((tx) => tx.segments(project + 1))).toEqual([]);
  });

  it('lets one of two editors win', async () => {
    const store = await open();
    await addProject(store);
    await store.write((tx) => tx.insertSegment(segment));
    const edits = ['ada', 'bob'].map((name) =>
      store.write((tx) => tx.updateSegment({ ...segment, name, version: 2 }, 1)),
    );
    expect((await Promise.all(edits)).filter(Boolean)).toHaveLength(1);
  });

  it('keeps the versions of a segment after it is deleted, newest first', async () => {
    const store = await open();
    await addProject(store);
    await store.write(async (tx) => {
      await tx.insertSegment(segment);
      await tx.insertSegmentVersion(project, version);
      await tx.insertSegmentVersion(project, { ...version, version: 2, badge: { icon: 'star' } });
      expect(await tx.deleteSegment(project, 'payers')).toBe(true);
      expect(await tx.deleteSegment(project, 'payers')).toBe(false);
    });
    await store.read(async (tx) => {
      expect(await tx.segment(project, 'payers')).toBeUndefined();
      expect(await tx.segmentVersions(project, 'payers')).toStrictEqual([
        { ...version, version: 2, badge: { icon: 'star' } },
        version,
      ]);
      expect(await tx.segmentVersions(project, 'others')).toEqual([]);
    });
  });

  it('lists the audit log newest first, across openings', async () => {
    const location = await makeLocation();
    const store = await open(location);
    await addProject(store, 'shop');
    const blog = await addProject(store, 'blog');
    const entry = { project, at: noon, by: 'ada', action: 'segment.created', subject: 'payers' };
    await store.write(async (tx) => {
      await tx.insertAudit({ ...entry, after: { name: 'Payers' } });
      // Of the same instant: the order is that of writing.
      await tx.insertAudit({ ...entry, action: 'segment.deleted', before: null });
      await tx.insertAudit({ ...entry, project: blog.number });
    });
    await store.close();
    const again = await open(location);
    await again.write((tx) => tx.insertAudit({ ...entry, at: noon - 9, action: 'key.created' }));
    expect(await again.read((tx) => tx.audit(project, 2))).toMatchObject([
      { ...entry, at: noon - 9, action: 'key.created' },
      { ...entry, action: 'segment.deleted', before: null },
    ]);
    expect(await again.read((tx) => tx.audit(project, 10))).toHaveLength(3);
  });
});
